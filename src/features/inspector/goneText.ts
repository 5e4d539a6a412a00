import type { Inspection } from '../../domain/accounting/inspection';
import type { Translate } from '../../wording/translate';

/** Why items left the context between two inspections; empty where that is not known. */
export function goneWords(before: Inspection | null, now: Inspection, t: Translate): string {
  const compactions = ({ history }: Inspection): number =>
    history.filter(({ event }) => event === 'compaction').length;
  if (before === null) return '';
  const { lastPrune } = now.snapshot;
  if (lastPrune !== null && lastPrune.dateMs !== before.snapshot.lastPrune?.dateMs)
    return t('They were pruned.');
  if (compactions(now) <= compactions(before)) return '';
  return t(
    'Claude Code compacted the session at turn {0}.',
    now.history.findLast(({ event }) => event === 'compaction')?.turn ?? now.turn,
  );
}
