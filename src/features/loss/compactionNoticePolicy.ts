import type { LastCompaction } from '../../domain/accounting/lastCompaction';
import type { FollowedSession } from '../../operations/following/following';

/**
 * Of each session when the newest compaction that was seen was made, by path; 0 where it had none.
 */
export type SeenCompactions = ReadonlyMap<string, number>;

/** More than anybody works in at a time. */
const MOST_SEEN = 200;
/** An older one is no news, whoever did not see it. */
const NEWS_MS = 24 * 60 * 60_000;

/**
 * The compaction that a session has gone through since it was seen last. One that was never seen
 * has nothing to tell, and one that was taken back to before a later one has nothing new. A session
 * of a worktree, or of another folder, is told of in the window of that.
 *
 * @param isActive of the session that the meter shows.
 */
export function compactionSince(
  { snapshot, worktree, isElsewhere, isLeft }: FollowedSession,
  isActive: boolean,
  seen: SeenCompactions,
  nowMs: number,
): LastCompaction | null {
  const { path, isComplete, isCounted, lastCompaction, usage } = snapshot;
  const seenMs = seen.get(path);
  const atMs = lastCompaction?.atMs ?? null;
  if (!isComplete || isLeft || seenMs === undefined || atMs === null) return null;
  if (!isActive && (worktree !== null || isElsewhere)) return null;
  // Right after it the size is a guess by bytes, and becomes a counted one within a moment.
  if (usage.tokens === null || !isCounted) return null;
  return atMs > seenMs && nowMs - atMs < NEWS_MS ? lastCompaction : null;
}

/** With what a session tells now; sessions seen longest ago are forgotten. */
export function seenWith(
  seen: SeenCompactions,
  { snapshot: { path, isComplete, lastCompaction } }: Pick<FollowedSession, 'snapshot'>,
): SeenCompactions {
  const before = seen.get(path);
  const atMs = Math.max(before ?? 0, lastCompaction?.atMs ?? 0);
  if (!isComplete || before === atMs) return seen;
  const next = new Map(seen);
  next.delete(path);
  next.set(path, atMs);
  const [oldest] = next.keys();
  if (next.size > MOST_SEEN && oldest !== undefined) next.delete(oldest);
  return next;
}
