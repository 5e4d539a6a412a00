import { idleCompactionMs } from '../domain/accounting/idleCompaction';
import type { FollowedSession } from '../operations/following/following';
import type { Translate } from './translate';
import { timeOf } from './wallWords';

/**
 * What Claude Code may do to a session that nobody uses, as a row says it; `null` where nothing is
 * to be expected.
 */
export function idleCompactionWords(
  session: FollowedSession,
  nowMs: number,
  t: Translate,
): string | null {
  const dueMs = idleCompactionMs(session, nowMs);
  return dueMs === null
    ? null
    : t('may be compacted at about {0} if left alone', timeOf(dueMs, nowMs));
}
