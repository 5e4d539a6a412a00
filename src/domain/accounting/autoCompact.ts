import { isVersionAtLeast } from './claudeVersion';
import { STANDARD_WINDOW_TOKENS, type Found, type LimitReason, type Origin } from './contextWindow';
import { canonicalModel, standardWindowTokens } from '../models/modelFamily';

/**
 * What Claude Code's settings and environment say about its own thresholds; `null` where nothing is
 * said.
 */
export interface CompactionControls {
  readonly autoCompactEnabled: Found<boolean> | null;
  /** Whether a session that is left alone may be compacted. */
  readonly idleCompaction: Found<boolean> | null;
  /** The least size at which that happens. */
  readonly idleCompactMinTokens: Found<number> | null;
  /** The first that fits the model counts. */
  readonly autoCompactWindows: readonly AutoCompactWindow[];
  readonly autoCompactPercent: Found<number> | null;
  readonly blockingLimitTokens: Found<number> | null;
  readonly maxOutputTokens: Found<number> | null;
}

/**
 * A window for auto-compaction, of one model or (`model` null) of all. `auto` leaves it to Claude
 * Code.
 */
interface AutoCompactWindow {
  readonly model: string | null;
  readonly tokens: number | 'auto';
  readonly origin: Origin;
}

export interface CompactionEvidence {
  readonly model: string | null;
  readonly version: string | null;
  /** What Claude Code holds the session to, and why. */
  readonly windowTokens: number | null;
  readonly windowReason: LimitReason['kind'];
  readonly controls: CompactionControls;
}

/** A point and what moved it there; `null` where Claude Code put it itself. */
export interface Point {
  readonly tokens: number;
  readonly movedBy: Origin | null;
}

export interface AutoCompactPoint extends Point {
  /**
   * Claude Code compacts at a threshold of its own, or only when the API refuses the request as too
   * long.
   */
  readonly trigger: 'threshold' | 'refusal';
}

/**
 * Kept free behind the threshold (measured with 2.1.329: of 200K, 166,000 did not compact and
 * 167,100 did).
 */
const MARGIN_TOKENS = 13_000;
/**
 * Kept free for the output. Up to 2.1.17 it was all of it: sessions compacted at about 155K of
 * 200K.
 */
const OUTPUT_TOKENS = 20_000;
const OUTPUT_TOKENS_BEFORE_2_1_20 = 32_000;
/**
 * Kept free behind the point where Claude Code refuses (measured with 2.1.329: of 200K, 176,000
 * passed and 178,000 did not).
 */
const BLOCKING_MARGIN_TOKENS = 3_000;

/** So far before the end of a window Claude Code refuses, where nothing moves that. */
export const REFUSED_BEFORE_END_TOKENS = OUTPUT_TOKENS + BLOCKING_MARGIN_TOKENS;

/**
 * Where Claude Code refuses a prompt by itself, unless it compacts; `null` when no window is known.
 */
export function blockingPoint({
  windowTokens,
  version,
  controls,
}: CompactionEvidence): Point | null {
  const moved = pointOf(controls.blockingLimitTokens);
  if (moved !== null) return moved;
  return windowTokens === null
    ? null
    : {
        tokens: windowTokens - outputTokens(version, controls) - BLOCKING_MARGIN_TOKENS,
        movedBy: null,
      };
}

/** Where Claude Code compacts by itself; `null` when it is turned off or no window is known. */
export function autoCompactPoint(evidence: CompactionEvidence): AutoCompactPoint | null {
  const { model, version, windowTokens, controls } = evidence;
  if (controls.autoCompactEnabled?.value === false) return null;
  const own = autoCompactWindowOf(model, controls.autoCompactWindows);
  if (own === null && (windowTokens === null || !compactsAhead(evidence)))
    return windowTokens === null
      ? null
      : { tokens: windowTokens, movedBy: null, trigger: 'refusal' };

  const effective =
    Math.min(own?.tokens ?? Infinity, windowTokens ?? Infinity) - outputTokens(version, controls);
  const usual: Point = { tokens: effective - MARGIN_TOKENS, movedBy: own?.movedBy ?? null };
  const percent = controls.autoCompactPercent;
  const byPercent =
    percent === null
      ? null
      : { tokens: Math.floor((effective * percent.value) / 100), movedBy: percent.origin };
  // A lowered blocking limit makes Claude Code compact there too (measured with 2.1.329).
  const lowered = [byPercent, pointOf(controls.blockingLimitTokens)].filter(
    (point) => point !== null,
  );
  return {
    ...lowered.reduce((lowest, point) => (point.tokens < lowest.tokens ? point : lowest), usual),
    trigger: 'threshold',
  };
}

/**
 * Whether Claude Code compacts before the window's end where no window for it is set, rather than
 * when the API refuses. Measured without an account's feature flags: 2.1.158 never does; 2.1.200
 * does where it holds a model to less than the API would take; 2.1.270 and 2.1.329 do so on native
 * 1M too, but not on models that simply have 200K, nor where `[1m]` was asked for. Real sessions up
 * to 2.1.36 did.
 */
function compactsAhead({
  model,
  version,
  windowTokens,
  windowReason,
}: CompactionEvidence): boolean {
  if (!isVersionAtLeast(version, '2.1.158')) return true;
  if (windowReason === 'disabled1m' || windowReason === 'creditsBlock')
    return isVersionAtLeast(version, '2.1.200');
  if (windowReason === 'maxContext') return isVersionAtLeast(version, '2.1.223');
  const own = model === null ? null : standardWindowTokens(model);
  if (model === null || own === null) return false;
  if (own > STANDARD_WINDOW_TOKENS) return isVersionAtLeast(version, '2.1.270');
  return (
    windowTokens === STANDARD_WINDOW_TOKENS &&
    HELD_TO_200K.has(canonicalModel(model)) &&
    isVersionAtLeast(version, '2.1.200')
  );
}

/** Models that Claude Code holds to 200K unless `[1m]` is asked for, though the API takes more. */
const HELD_TO_200K: ReadonlySet<string> = new Set(['sonnet-4-6', 'opus-4-6']);

function outputTokens(version: string | null, { maxOutputTokens }: CompactionControls): number {
  const most = isVersionAtLeast(version, '2.1.20') ? OUTPUT_TOKENS : OUTPUT_TOKENS_BEFORE_2_1_20;
  return Math.min(maxOutputTokens?.value ?? most, most);
}

/** The window that a session of this model goes by, in tokens; `null` where none is set for it. */
export function autoCompactWindowOf(
  model: string | null,
  windows: readonly AutoCompactWindow[],
): Point | null {
  const found = windows.find(
    (window) => window.model === null || (model !== null && isNamed(model, window.model)),
  );
  return found === undefined || found.tokens === 'auto'
    ? null
    : { tokens: found.tokens, movedBy: found.origin };
}

/**
 * `modelSettings` names a model by any of its ids, or by the alias that stands for it (2.1.329).
 */
function isNamed(model: string, key: string): boolean {
  const named = canonicalModel(key);
  return (ALIASES.get(named) ?? named) === canonicalModel(model);
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['opus', 'opus-5-5'],
  ['sonnet', 'sonnet-5-5'],
  ['haiku', 'haiku-5-5'],
  ['fable', 'fable-5-2'],
]);

function pointOf(found: Found<number> | null): Point | null {
  return found === null ? null : { tokens: found.value, movedBy: found.origin };
}
