import type { Snapshot } from '../../domain/accounting/snapshot';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import type { Log } from '../../log';
import { readPrunedItem } from '../reading/readPrunedItem';
import { readRewriteHistory } from '../reading/readRewriteHistory';
import { SessionReader } from '../reading/sessionReader';
import type { SessionSituation } from './sessionSituation';

/** A session file that is read as it grows. */
export interface FollowedFile {
  readonly session: SessionReader;
  /** The newest; `null` before the first one. */
  snapshot: Snapshot | null;
  situation: SessionSituation;
}

export interface FollowOptions {
  readonly log: Log;
  readonly loadTokenCount: (() => Promise<TokenCount>) | null;
  readonly configDirectory: string;
  readonly onDidTell: (followed: FollowedFile) => void;
}

/** Begins with nothing read: `refresh` of its session does that. */
export function followFile(
  path: string,
  situation: SessionSituation,
  { log, loadTokenCount, configDirectory, onDidTell }: FollowOptions,
): FollowedFile {
  const followed: FollowedFile = {
    situation,
    snapshot: null,
    session: new SessionReader({
      ...{ path, log, loadTokenCount },
      chains: isSubagentPath(path) ? 'all' : 'main',
      settings: () => followed.situation.settings,
      holders: () => followed.situation.holders,
      told: () => followed.situation.told,
      readHistory: () => readRewriteHistory(configDirectory, path),
      readPruned: (id, page) => readPrunedItem(configDirectory, path, id, page),
      onDidChange: (snapshot) => {
        followed.snapshot = snapshot;
        onDidTell(followed);
      },
    }),
  };
  return followed;
}
