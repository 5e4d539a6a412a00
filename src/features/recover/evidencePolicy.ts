import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Unblocked } from './recoverState';

/**
 * Whether a block is over, by the session file alone: a reply that the API measured, or a context
 * that became small enough.
 *
 * @param before what was found so far; a refusal that comes later takes it back.
 */
export function unblockedBy(
  { blocked, usage }: Pick<Snapshot, 'blocked' | 'usage'>,
  before: Unblocked | null,
  nowMs: number,
): Unblocked | null {
  if (blocked !== null || usage.tokens === null) return null;
  const how = usage.exact ? 'replied' : 'smaller';
  if (before !== null && (before.how === 'replied' || before.how === how))
    return before.how === 'smaller' ? { ...before, tokens: usage.tokens } : before;
  return { how, atMs: nowMs, tokens: usage.tokens };
}
