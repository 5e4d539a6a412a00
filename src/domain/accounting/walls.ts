import {
  autoCompactPoint,
  blockingPoint,
  type AutoCompactPoint,
  type CompactionControls,
  type CompactionEvidence,
} from './autoCompact';
import {
  isAcceptedBeyondStandard,
  resolveLimit,
  resolveWindow,
  STANDARD_WINDOW_TOKENS,
  type LimitReason,
  type Origin,
  type WindowControls,
  type WindowEvidence,
} from './contextWindow';
import { isOfModel } from './toldFigures';
import { isCloudModelId, standardWindowTokens } from '../models/modelFamily';

/** What Claude Code's settings and environment say about the points before the window's end. */
export interface WallControls extends CompactionControls {
  readonly usageCredits: UsageCredits;
}

/** What Claude Code last heard about the account: a cache, evidence but no proof. */
export interface UsageCredits {
  readonly state: 'on' | 'off' | 'unknown';
  /** Why they are off, in the file's own words (`out_of_credits`, `org_level_disabled`). */
  readonly reason: string | null;
}

/** A size at which something happens that a person should know of before. */
export type Wall = WallPlace & WallKind;

interface WallPlace {
  readonly tokens: number;
  /**
   * False where it usually stands there, but Claude Code or the account's plan may have it
   * otherwise.
   */
  readonly certain: boolean;
}

type WallKind =
  /**
   * Claude Code replaces the conversation by a summary: at a threshold of its own, or when the API
   * refuses the request as too long.
   */
  | {
      readonly kind: 'autoCompact';
      readonly trigger: 'threshold' | 'refusal';
      readonly movedBy: Origin | null;
    }
  /**
   * Claude Code itself refuses the next prompt; where auto-compact is on, only if compacting fails.
   */
  | { readonly kind: 'blocked'; readonly movedBy: Origin | null }
  /**
   * From here on usage credits may be needed: prompts are billed when they are on, refused when
   * they are off.
   */
  | { readonly kind: 'usageCredits'; readonly credits: UsageCredits }
  | { readonly kind: 'limit'; readonly reason: LimitReason };

export interface WallEvidence extends WindowEvidence {
  readonly controls: WindowControls & WallControls;
  /** `off` for a person who knows that their plan includes 1M. */
  readonly usageCreditsWall: 'auto' | 'off';
}

/**
 * The walls in force, nearest first. The limit is one of them where it is known; where it is not,
 * only what a setting put there is.
 */
export function wallsInForce(evidence: WallEvidence): readonly Wall[] {
  const limit = resolveLimit(evidence);
  const window = resolveWindow(evidence);
  // A person's limit may be a budget within the window, or tell of a larger one than we knew.
  const windowTokens = limit.tokens === null ? null : Math.max(limit.tokens, window.tokens ?? 0);
  const walls: Wall[] = [
    ...ofClaudeCode({ ...evidence, windowTokens, windowReason: window.reason.kind }),
    ...ofUsageCredits(evidence, windowTokens),
  ];
  if (limit.tokens !== null)
    walls.push({
      kind: 'limit',
      tokens: limit.tokens,
      certain: limit.reason.kind !== 'modelFamily',
      reason: limit.reason,
    });
  return walls.filter(({ tokens }) => tokens > 0).sort((a, b) => a.tokens - b.tokens);
}

/** From here on lists mark a context; warnings have settings of their own. */
const NEAR_PERCENT = 80;

/** The wall that a growing session meets first. */
export function nearestWall(walls: readonly Wall[]): Wall | null {
  return walls[0] ?? null;
}

/** Whether most of the way to a wall is gone, or all of it; see {@link NEAR_PERCENT}. */
export function isNear(wall: Wall | null, contextTokens: number | null): boolean {
  return (
    wall !== null && contextTokens !== null && contextTokens * 100 >= NEAR_PERCENT * wall.tokens
  );
}

/** At the very size of a wall it is passed already: what happens there happens then. */
export function isPassed({ tokens }: Wall, contextTokens: number): boolean {
  return contextTokens >= tokens;
}

/**
 * Where Claude Code compacts, and where it refuses. Its own choice of a threshold is tuned by
 * account without a release, hence not certain.
 */
function ofClaudeCode(evidence: CompactionEvidence & Pick<WallEvidence, 'told'>): Wall[] {
  const told = toldAutoCompact(evidence);
  const compaction = told === null ? autoCompactPoint(evidence) : told.point;
  // While it waits for the API to refuse, Claude Code lets prompts pass up to the window's end and
  // beyond (measured with 2.1.329).
  const blocking = compaction?.trigger === 'refusal' ? null : blockingPoint(evidence);
  const walls: Wall[] = [];
  if (compaction !== null)
    walls.push({
      kind: 'autoCompact',
      certain: told !== null || (compaction.movedBy !== null && evidence.windowTokens !== null),
      ...compaction,
    });
  if (blocking !== null)
    walls.push({
      kind: 'blocked',
      certain:
        told === null ? evidence.controls.autoCompactEnabled?.value === false : told.point === null,
      ...blocking,
    });
  return walls;
}

/**
 * Where the running Claude Code says that it compacts. Models that it lets pass until the API
 * refuses have a threshold too, by its word; there what was measured counts.
 *
 * @returns `null` where nothing is said that counts; without a point where it is turned off.
 */
function toldAutoCompact(
  evidence: CompactionEvidence & Pick<WallEvidence, 'told'>,
): { readonly point: AutoCompactPoint | null } | null {
  const { told, model } = evidence;
  if (told?.autoCompact == null || !isOfModel(told, model)) return null;
  const { tokens } = told.autoCompact;
  if (tokens === null) return { point: null };
  const own = autoCompactPoint(evidence);
  return own?.trigger === 'refusal'
    ? null
    : { point: { tokens, movedBy: own?.movedBy ?? null, trigger: 'threshold' } };
}

/** Once a reply beyond 200K was accepted, 200K holds nobody up any more. */
function ofUsageCredits(evidence: WallEvidence, windowTokens: number | null): Wall[] {
  const { model, requestedModel, usageCreditsWall, controls } = evidence;
  if (
    usageCreditsWall === 'off' ||
    windowTokens === null ||
    windowTokens <= STANDARD_WINDOW_TOKENS ||
    isAcceptedBeyondStandard(evidence)
  )
    return [];
  const isConcerned =
    model !== null &&
    standardWindowTokens(model) !== null &&
    !isCloudModelId(model) &&
    !isCloudModelId(requestedModel ?? model);
  return isConcerned
    ? [
        {
          kind: 'usageCredits',
          tokens: STANDARD_WINDOW_TOKENS,
          certain: false,
          credits: controls.usageCredits,
        },
      ]
    : [];
}
