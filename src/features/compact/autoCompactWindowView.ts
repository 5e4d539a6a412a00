import { formatTokens } from '../../wording/formatTokens';
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
/**
 * 200,000 stays below the credits wall with room for a large turn; the others compact earlier
 * still.
 */
export const OFFERED_WINDOWS_TOKENS = [200_000, 170_000, 130_000] as const;

/** Where a session with that window is compacted. */
export function compactedAtTokens(windowTokens: number): number {
  return windowTokens - FREE_TOKENS;
}

export function windowDetail(windowTokens: number, t: Translate): string {
  return t(
    'Sessions are compacted at about {0}.',
    formatTokens(compactedAtTokens(windowTokens), 0),
  );
}

/** `150000`, `150,000`, `150K`; `null` for what Claude Code would ignore. */
export function parseWindow(typed: string): number | null {
  const [, digits, unit] = /^(\d[\d_,.' ]*)([km]?)$/i.exec(typed.trim()) ?? [];
  if (digits === undefined) return null;
  const tokens =
    Number(digits.replace(/[_,' ]/g, '')) *
    (unit?.toLowerCase() === 'k' ? 1_000 : unit?.toLowerCase() === 'm' ? 1_000_000 : 1);
  return Number.isInteger(tokens) && tokens >= MIN_WINDOW_TOKENS && tokens <= MAX_WINDOW_TOKENS
    ? tokens
    : null;
}
