import type { Snapshot } from '../../domain/accounting/snapshot';
import { standardWindowTokens } from '../../domain/accounting/modelFamily';

/** What a compaction of one session would be, before anybody agreed to it. */
export interface CompactPlan {
  readonly sessionId: string;
  readonly sessionFile: string;
  readonly cwd: string;
  readonly title: string | null;
  /** Writes the summary. */
  readonly model: string;
  /** Goes on afterwards; `null` when the session never named one. */
  readonly formerModel: string | null;
  readonly tokens: number | null;
  readonly isExact: boolean;
  /** About how many will be left. */
  readonly afterTokens: number | null;
  /**
   * The history is larger than the model reads: the newest rounds stay word for word, and only the
   * rest is summarized (2.1.329).
   */
  readonly isOverWindow: boolean;
}

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

/** @returns `null` for a session that has nothing to compact yet, or does not say where it runs. */
export function planCompact(snapshot: Snapshot, model: string): CompactPlan | null {
  const { sessionId, path, cwd, title, usage } = snapshot;
  if (sessionId === null || cwd === null || path === '') return null;
  const readTokens = (standardWindowTokens(model) ?? Infinity) - ANSWER_TOKENS;
  const { tokens, exact } = usage;
  const afterTokens =
    tokens === null ? null : Math.min(tokens, LEFT_TOKENS + Math.max(0, tokens - readTokens));
  return {
    sessionId,
    sessionFile: path,
    cwd,
    title,
    model,
    formerModel: snapshot.requestedModel ?? snapshot.model,
    tokens,
    isExact: exact,
    afterTokens: afterTokens === null ? null : roundTo(afterTokens, 1_000),
    isOverWindow: (tokens ?? 0) > readTokens,
  };
}

/** The model to try after one that the account may not use; `null` when all were tried. */
export function nextModel(models: readonly string[], tried: ReadonlySet<string>): string | null {
  return models.find((model) => !tried.has(model)) ?? null;
}

function roundTo(tokens: number, step: number): number {
  return Math.round(tokens / step) * step;
}
