import type { ProcessContext } from './heldContent';
import type { FileRewrite, RewriteHistory } from './rewriteHistory';

/** The last prune of a session, as long as it says something about the context. */
export interface LastPrune {
  readonly dateMs: number;
  readonly beforeTokens: number;
  readonly predictedTokens: number;
  /** When the running Claude Code said that it had read the file since; `null` where it did not. */
  readonly loadedAtMs: number | null;
  /**
   * What the first reply has told that was made without the content; `null` before there is one.
   */
  readonly measured: MeasuredPrune | null;
  /**
   * The API refused a request after it, and no reply has come since. Whether that is because of the
   * prune nobody can tell.
   */
  readonly isRefused: boolean;
}

/** Saved is what the context was, and what came in between, less what the reply was sent. */
export interface MeasuredPrune {
  readonly fromTokens: number;
  readonly addedTokens: number;
  readonly contextTokens: number;
  readonly savedTokens: number;
  readonly predictedTokens: number;
  /** The reply is of another model, which counts otherwise. */
  readonly isOtherModel: boolean;
}

/** @returns `null` where no prune stands, or a compaction has come since. */
export function lastPrune(
  { rewrites }: RewriteHistory,
  { takenUp, loadedAtMs: toldMs }: Pick<ProcessContext, 'takenUp' | 'loadedAtMs'>,
  isOfContext: (rewrite: FileRewrite) => boolean,
  isRefusedSince: (rewrite: FileRewrite) => boolean = () => false,
): LastPrune | null {
  const prune = rewrites.findLast(({ kind, stands }) => kind === 'prune' && stands);
  if (prune?.beforeTokens == null || prune.afterTokens === null || !isOfContext(prune)) return null;
  const { dateMs, beforeTokens, afterTokens } = prune;
  const loadedAtMs = toldMs !== null && toldMs > dateMs ? toldMs : null;
  const taken = takenUp.get(prune);
  if (taken === undefined)
    return {
      ...{ dateMs, beforeTokens, predictedTokens: afterTokens, loadedAtMs, measured: null },
      isRefused: isRefusedSince(prune),
    };
  const { fromTokens, addedTokens, contextTokens, isOtherModel } = taken;
  return {
    dateMs,
    beforeTokens,
    predictedTokens: afterTokens,
    loadedAtMs,
    measured: {
      fromTokens,
      addedTokens,
      contextTokens,
      savedTokens: Math.round(fromTokens + addedTokens - contextTokens),
      predictedTokens: taken.freedTokens ?? beforeTokens - afterTokens,
      isOtherModel,
    },
    isRefused: false,
  };
}
