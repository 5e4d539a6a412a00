import type { LastCompaction } from '../../domain/accounting/lastCompaction';
import type { Snapshot } from '../../domain/accounting/snapshot';

/** Of each session the compaction that was seen last, by path; `null` where it had none. */
export type SeenCompactions = ReadonlyMap<string, string | null>;

/** More than anybody works in at a time. */
const MOST_SEEN = 200;

/**
 * Whether a session was compacted since it was seen last. One that was never seen has nothing to
 * tell: its compaction may be a month old.
 */
export function compactionSince(
  { path, isComplete, isCounted, lastCompaction, usage }: Snapshot,
  seen: SeenCompactions,
): LastCompaction | null {
  const before = seen.get(path);
  if (!isComplete || before === undefined || lastCompaction === null) return null;
  // Right after it the size is a guess by bytes, and becomes a counted one within a moment.
  if (usage.tokens === null || !isCounted) return null;
  return lastCompaction.id === before ? null : lastCompaction;
}

/** With what a session tells now; sessions seen longest ago are forgotten. */
export function seenWith(
  seen: SeenCompactions,
  { path, isComplete, lastCompaction }: Snapshot,
): SeenCompactions {
  const id = lastCompaction?.id ?? null;
  if (!isComplete || (seen.has(path) && seen.get(path) === id)) return seen;
  const next = new Map(seen);
  next.delete(path);
  next.set(path, id);
  const [oldest] = next.keys();
  if (next.size > MOST_SEEN && oldest !== undefined) next.delete(oldest);
  return next;
}
