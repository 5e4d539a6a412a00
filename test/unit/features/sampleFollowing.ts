import type { Snapshot } from '../../../src/core/accounting/snapshot';
import type { FollowedSession, Following } from '../../../src/core/sessionFollower';
import { sampleSnapshot } from '../wording/sampleSnapshot';

export function followed(
  changes: Partial<Snapshot> = {},
  more: Partial<FollowedSession> = {},
): FollowedSession {
  return { snapshot: sampleSnapshot(changes), reason: 'lastWritten', liveness: 'live', ...more };
}

export function following(
  changes: Partial<Snapshot> = {},
  others: readonly FollowedSession[] = [],
): Following {
  return { situation: 'following', active: followed(changes), others };
}

export const absent = (situation: Following['situation']): Following => ({
  situation,
  active: null,
  others: [],
});
