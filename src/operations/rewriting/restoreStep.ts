import { effectOn } from './effectOn';
import type { LaterEntries } from './laterEntries';
import type { ReadSession } from './lastReadSession';
import { readPruneSource } from './readPruneSource';
import type { Rewritten, RewriteTools } from './rewriteSession';
import { markStanding } from './sessionBackups';
import type { Backup } from '../../io/keeping/backupManifest';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';

/** What restoring a whole backup takes away. */
export type RestoreLoss = LaterEntries;

export interface Restored {
  readonly kind: 'restored';
  readonly way: 'undo' | 'item' | 'whole';
  readonly path: string;
  /** What was put back. */
  readonly from: Backup;
  /** The pruned items that were to come back; none of a whole backup. */
  readonly itemIds: readonly string[];
  /** What stood there before; to go back once more. */
  readonly backup: Backup;
  /** Nothing, unless a whole backup was put back. */
  readonly lost: RestoreLoss;
  /** What of them could not be brought back: it was changed or removed since. */
  readonly leftItems: number;
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  readonly takesEffect: 'atNextStart' | 'afterResume';
  /** Lines of an earlier rewrite that came back first, see `rescueLines`. */
  readonly rescuedLines: number;
  readonly warning: string | null;
}

/** One attempt, on one reading of the session. */
export interface RestoreStep {
  readonly path: string;
  readonly session: ReadSession;
  readonly rescuedLines: number;
  readonly sessionId: string;
  readonly isLockHeld: () => Promise<boolean>;
}

/** What there is to tell once it is done. */
export async function restored(
  { path, sessionId, rescuedLines, session }: RestoreStep,
  back: Pick<Restored, 'way' | 'from' | 'itemIds' | 'lost' | 'leftItems'>,
  { backup, lostSight }: Rewritten,
  tools: RewriteTools,
): Promise<Restored> {
  // what was done is noted with the backup; the marks are for the list
  await markStanding(path, sessionId, tools).catch(() => undefined);
  // it is done by now, whatever fails in looking at it
  const now = await readPruneSource(path, tools).catch(() => null);
  return {
    kind: 'restored',
    ...back,
    path,
    backup,
    beforeTokens: contextTokensOf(session),
    afterTokens: now === null || 'kind' in now ? null : contextTokensOf(now),
    takesEffect: await effectOn(backup.heldBy, { path, now }, tools),
    rescuedLines,
    warning: lostSight?.code ?? null,
  };
}

export async function withSessionFile<Result>(
  path: string,
  { fileSystem }: RewriteTools,
  use: (file: OpenFile) => Promise<Result>,
): Promise<Result> {
  const file = await fileSystem.openToRead(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

export function contextTokensOf({ source }: ReadSession): number | null {
  const { tokens } = source.usage;
  return tokens === null ? null : Math.round(tokens);
}
