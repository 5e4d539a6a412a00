import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { standardWindowTokens } from '../../domain/models/modelFamily';
import { compactedSize } from '../../domain/recovery/compactedSize';

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
  /** The size to get below, where that is more; `null` where it gets there. */
  readonly missedTokens: number | null;
  /** See {@link compactedSize}. */
  readonly isOverWindow: boolean;
}

/** @returns `null` for a session that has nothing to compact yet, or does not say where it runs. */
export function planCompact(snapshot: Snapshot, model: string): CompactPlan | null {
  const { sessionId, path, cwd, title, usage } = snapshot;
  if (sessionId === null || cwd === null || path === '') return null;
  const { tokens, exact } = usage;
  const after =
    tokens === null ? null : compactedSize(tokens, standardWindowTokens(model) ?? Infinity);
  const goalTokens = Math.min(STANDARD_WINDOW_TOKENS, snapshot.nearestWall?.tokens ?? Infinity);
  return {
    sessionId,
    sessionFile: path,
    cwd,
    title,
    model,
    formerModel: snapshot.requestedModel ?? snapshot.model,
    tokens,
    isExact: exact,
    afterTokens: after === null ? null : roundTo(after.tokens, 1_000),
    missedTokens: after !== null && after.tokens >= goalTokens ? goalTokens : null,
    isOverWindow: after?.isOverWindow === true,
  };
}

/** The model to try after one that the account may not use; `null` when all were tried. */
export function nextModel(models: readonly string[], tried: ReadonlySet<string>): string | null {
  return models.find((model) => !tried.has(model)) ?? null;
}

function roundTo(tokens: number, step: number): number {
  return Math.round(tokens / step) * step;
}
