import type { SnapshotPreferences } from '../../domain/accounting/snapshot';
import { heldAs, type ActiveSession } from './activeSession';
import { emptySnapshot } from './emptySnapshot';
import type { FollowedFile } from './followedFile';
import type { FollowedSubagents } from './followedSubagents';
import type { FollowedSession } from './following';
import type { LeftSessions } from './leftSessions';
import type { Survey } from './surveySessions';

interface Known {
  readonly survey: Survey | null;
  readonly preferences: SnapshotPreferences;
  readonly left: LeftSessions;
  readonly subagents: FollowedSubagents;
  /** Its file, if it is read. */
  readonly followed: FollowedFile | undefined;
}

/** A session with all that is known of it; `null` as long as its file has told no number. */
export function followedSession(
  { file, open, reason }: ActiveSession,
  { survey, preferences, left, subagents, followed }: Known,
): FollowedSession | null {
  const shared = {
    ...{ reason, ...heldAs(open) },
    isElsewhere: file !== null && survey?.ofWorkspace.has(file.path) === false,
    worktree: survey?.worktrees.get(file?.path ?? '') ?? null,
  };
  if (file === null) {
    const snapshot = emptySnapshot(preferences);
    return { ...shared, snapshot, isLeft: false, subagents: [], olderSubagents: 0 };
  }
  if (followed?.snapshot == null) return null;
  const { snapshot, situation, session } = followed;
  const { reading, sizes } = session;
  return {
    ...shared,
    snapshot,
    isLeft: left.has(file.path, reading?.transcript ?? null),
    ...subagents.of(file.path, situation, reading, sizes.tokensOf),
  };
}
