import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import type { FollowedSession } from '../../operations/following/following';

/** What was seen of a session since the window opened. */
export interface Seen {
  /**
   * Its size at first sight: a session that does not grow any more is over, and nobody waits for
   * it.
   */
  readonly firstTokens: number | null;
  readonly hasGrown: boolean;
  /** Its size when it was compacted last without being asked: never twice for the same. */
  readonly compactedAtTokens: number | null;
}

/** Counts what was seen on. */
export function seenAgain(seen: Seen | undefined, tokens: number | null): Seen {
  const firstTokens = seen?.firstTokens ?? tokens;
  return {
    firstTokens,
    hasGrown:
      seen?.hasGrown === true || (tokens !== null && firstTokens !== null && tokens > firstTokens),
    compactedAtTokens: seen?.compactedAtTokens ?? null,
  };
}

/**
 * Whether a session may be compacted without being asked: nobody has it open, it grew while this
 * window watched, it is about to reach a wall at 200K or below, and it was not tried at that size
 * before. Where Claude Code may do that itself, never: two must not compact the same session.
 */
export function isDueWhenIdle(
  { snapshot, openness }: FollowedSession,
  seen: Seen,
  latePercent: number,
): boolean {
  const { usage, nearestWall, isComplete, isCounted, idleCompaction } = snapshot;
  if (
    idleCompaction.isOn ||
    openness !== 'closed' ||
    !isComplete ||
    !isCounted ||
    usage.tokens === null ||
    nearestWall === null
  )
    return false;
  if (!seen.hasGrown || seen.compactedAtTokens === usage.tokens) return false;
  return (
    nearestWall.tokens <= STANDARD_WINDOW_TOKENS &&
    usage.tokens * 100 >= latePercent * nearestWall.tokens
  );
}
