import { autoCompactWindowOf } from '../../domain/accounting/autoCompact';
import type { ClaudeControls } from '../../io/claudeSettings/claudeControls';
import { formatTokens } from '../../wording/formatTokens';
import { originWords } from '../../wording/originWords';
import type { Translate } from '../../wording/translate';

/**
 * What Claude Code takes for `autoCompactWindow` (measured with 2.1.329: less is ignored, without a
 * word).
 */
export const MIN_WINDOW_TOKENS = 100_000;
export const MAX_WINDOW_TOKENS = 1_000_000;
/**
 * Kept free for the output and as a margin: of 200K it compacted at 167K (measured with 2.1.329).
 */
const FREE_TOKENS = 33_000;
const WINDOW_KEY = 'autoCompactWindow';
/**
 * 200,000 stays below the credits wall with room for a large turn; the others compact earlier
 * still.
 */
export const OFFERED_WINDOWS_TOKENS = [200_000, 170_000, 130_000] as const;

/** Where a session with that window is compacted. */
export function compactedAtTokens(windowTokens: number): number {
  return windowTokens - FREE_TOKENS;
}

export function compactedAtWords(windowTokens: number, t: Translate): string {
  return t('At ~{0}', formatTokens(compactedAtTokens(windowTokens), 0));
}

/** `150000`, `150,000`, `150.000`, `150K`; `null` for what Claude Code would ignore. */
export function parseWindow(typed: string): number | null {
  const [, digits, unit] = /^(\d[\d_,.' ]*)([km]?)$/i.exec(typed.trim()) ?? [];
  if (digits === undefined) return null;
  const tokens =
    Number(digits.replace(unit === '' ? /[_,' ]|\.(?=\d{3}(?:\.|$))/g : /[_,' ]/g, '')) *
    (unit?.toLowerCase() === 'k' ? 1_000 : unit?.toLowerCase() === 'm' ? 1_000_000 : 1);
  return Number.isInteger(tokens) && tokens >= MIN_WINDOW_TOKENS && tokens <= MAX_WINDOW_TOKENS
    ? tokens
    : null;
}

/** A settings file that a person may write the window into. */
export interface WindowFile {
  readonly label: string;
  readonly file: string;
}

/** What is set now, and for whom. */
export interface PresentWindows {
  readonly windows: ClaudeControls['autoCompactWindows'];
  /** Of the session that is shown; `null` where there is none. */
  readonly model: string | null;
  /** Strongest first. */
  readonly files: readonly WindowFile[];
  /** The path of a file for people. */
  readonly nameOf: (file: string) => string;
}

/** The value that counts, and where it stands, as a sentence. */
export function presentWindow(present: PresentWindows, t: Translate): string {
  const found = autoCompactWindowOf(present.model, present.windows);
  return found === null
    ? t('Not set: Claude Code uses the window of the model.')
    : t('Now {0}: {1}.', formatTokens(found.tokens, 0), placeWords(found.movedBy, present, t));
}

export interface SetWindow {
  readonly file: string;
  /** Of the value in the file. */
  readonly path: readonly string[];
  readonly label: string;
  readonly detail: string;
}

/** All that are set in files of the person's own, each to be taken out again; strongest first. */
export function removableWindows(present: PresentWindows, t: Translate): readonly SetWindow[] {
  const own = new Set(present.files.map(({ file }) => file));
  return present.windows.flatMap(({ model, tokens, origin: { file, key } }) => {
    if (file === null || !own.has(file)) return [];
    const value = tokens === 'auto' ? tokens : formatTokens(tokens, 0);
    return {
      file,
      path:
        model !== null
          ? ['modelSettings', model, WINDOW_KEY]
          : key === WINDOW_KEY
            ? [key]
            : ['env', key],
      label: t('Remove It from {0}', present.nameOf(file)),
      detail: model === null ? t('{0} is set there.', value) : t('{0} for {1}.', value, model),
    };
  });
}

/** Beside a file: what counts before it; `null` where nothing does. */
export function outrankedBy(file: string, present: PresentWindows, t: Translate): string | null {
  const found = autoCompactWindowOf(present.model, present.windows);
  if (found?.movedBy == null) return null;
  const rankOf = (other: string | null): number =>
    present.files.findIndex((each) => each.file === other);
  // what is none of them, the environment or an organization's file, comes before all of them
  return rankOf(found.movedBy.file) < rankOf(file)
    ? t('{0} takes precedence.', placeWords(found.movedBy, present, t))
    : null;
}

function placeWords(
  origin: Parameters<typeof originWords>[0] | null,
  { nameOf }: PresentWindows,
  t: Translate,
): string {
  if (origin === null) return '';
  const { file, key } = origin;
  return originWords({ key, file: file === null ? null : nameOf(file) }, t);
}
