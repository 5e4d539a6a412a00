/**
 * System prompt and tools, the summary, the last round, and the files that Claude Code reads again
 * (50K tokens came to 24K, measured with 2.1.329).
 */
const LEFT_TOKENS = 25_000;
/**
 * Of the model's window, what its answer takes (2.1.329 asks for 32,000 at most, and came to 192K
 * of 200K).
 */
const ANSWER_TOKENS = 10_000;

/** What compacting a session would come to. */
export interface CompactedSize {
  /** About how many tokens will be left. */
  readonly tokens: number;
  /**
   * The history is larger than the model reads: the newest rounds stay word for word, and only the
   * rest is summarized (2.1.329).
   */
  readonly isOverWindow: boolean;
}

/** @param windowTokens of the model that writes the summary; `Infinity` where nobody knows it. */
export function compactedSize(tokens: number, windowTokens: number): CompactedSize {
  const unread = Math.max(0, tokens - (windowTokens - ANSWER_TOKENS));
  return { tokens: Math.min(tokens, LEFT_TOKENS + unread), isOverWindow: unread > 0 };
}
