/**
 * Tokens for people: K and M in every locale, as Claude Code and VS Code write them, and floored,
 * so that 199,950 never reads "200K".
 *
 * @param decimals 1 where there is room (`152.3K`), 0 in the status bar and in toasts (`152K`).
 */
export function formatTokens(tokens: number, decimals: 0 | 1): string {
  const [unit, suffix] =
    tokens >= 1_000_000 ? [1_000_000, 'M'] : tokens >= 1000 ? [1000, 'K'] : [1, ''];
  const digits = unit === 1 ? 0 : unit === 1_000_000 ? 1 : decimals;
  const floored = Math.floor((tokens * 10 ** digits) / unit) / 10 ** digits;
  return `${String(floored)}${suffix}`;
}

/** Percent of a limit, floored: 99.9 % is not yet 100 %. */
export function percentOf(tokens: number, limitTokens: number): number {
  return Math.floor((tokens * 100) / limitTokens); // in this order: 0.29 * 100 is less than 29
}
