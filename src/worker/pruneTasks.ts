import type { TokenCount } from '../domain/accounting/tokenCount';
import type { Log } from '../log';
import { compactSession } from '../operations/compacting/compactSession';
import { archivedSessions, archiveSession } from '../operations/leaving/archiveSession';
import { cleanUp } from '../operations/rewriting/cleanUp';
import { settleLeft } from '../operations/loading/settleCompaction';
import { previewPrunes } from '../operations/rewriting/previewPrunes';
import { pruneSession } from '../operations/rewriting/pruneSession';
import { backupsOf } from '../operations/rewriting/sessionBackups';
import { rescueAllLines, rescueLines, type Rescued } from '../operations/rewriting/rescueLines';
import { lossOf, restoreSession } from '../operations/rewriting/restoreSession';
import {
  refusalOf,
  rewriteTools,
  type BackupPlace,
  type RewriteTools,
} from '../operations/rewriting/rewriteSession';
import type { LastReadSession } from '../operations/rewriting/lastReadSession';
import type { HeldFiles } from '../io/keeping/heldFiles';
import { deleteAllBackups, totalOfBackups } from '../io/keeping/backupRetention';
import type { TaskProgress, Tasks } from './tasks';

export type PruneTask = {
  readonly [Name in PruneTaskName]: { readonly name: Name; readonly ask: Tasks[Name]['ask'] };
}[PruneTaskName];
type PruneTaskName =
  | 'archive'
  | 'listArchived'
  | 'deleteArchived'
  | 'compact'
  | 'cleanUp'
  | 'previewPrunes'
  | 'prune'
  | 'undoPrune'
  | 'putBackItem'
  | 'listBackups'
  | 'lossOfRestoring'
  | 'restoreBackup'
  | 'rescueLines'
  | 'totalOfBackups'
  | 'deleteBackups';

export interface PruneTaskContext {
  readonly log: Log;
  readonly loadTokenCount: () => Promise<TokenCount>;
  readonly held: HeldFiles;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TaskProgress) => void;
  readonly lastRead: LastReadSession;
}

/** All that keeps sessions and rewrites their files, for the extension. */
export async function runPruneTask(
  { name, ask }: PruneTask,
  context: PruneTaskContext,
): Promise<Tasks[PruneTaskName]['answer']> {
  const tools = toolsFor(ask.place, context);
  switch (name) {
    case 'previewPrunes':
      return previewPrunes(ask.path, ask.ways, tools);
    case 'prune':
      return pruneSession(ask.request, tools);
    case 'undoPrune':
      return restoreSession({ path: ask.path, backupId: null }, tools);
    case 'putBackItem':
      return restoreSession({ path: ask.path, backupId: null, itemId: ask.itemId }, tools);
    case 'listBackups':
      return backupsOf(ask.path, tools);
    case 'lossOfRestoring':
      return lossOf(ask.path, ask.backupId, tools);
    case 'restoreBackup':
      return restoreSession({ path: ask.path, backupId: ask.backupId }, tools);
    case 'rescueLines':
      // A compaction that answered too late for whoever asked is done by the last look.
      if (ask.path !== null && ask.isLast) await settleLeft(tools);
      return ask.path === null ? rescueAllLines(tools) : lookAgain(ask.path, ask.isLast, tools);
    case 'totalOfBackups':
      return totalOfBackups(tools);
    case 'deleteBackups':
      return deleteAllBackups(tools, 'notArchived').catch(refusalOf);
    case 'cleanUp':
      await settleLeft(tools);
      return cleanUp(tools);
    case 'archive':
      return archiveSession(ask.session, tools);
    case 'listArchived':
      return archivedSessions(tools);
    case 'deleteArchived':
      return deleteAllBackups(tools, 'archived').catch(refusalOf);
    case 'compact':
      return compact(ask, tools, context);
  }
}

/** A look that finds the session locked is made up for by the next. */
async function lookAgain(
  path: string,
  isLast: boolean,
  tools: RewriteTools,
): Promise<readonly Rescued[]> {
  try {
    const rescued = await rescueLines(path, tools);
    if (rescued.kind === 'rescued') return [rescued];
    tools.log.info(`Late lines were not looked for: ${rescued.reason}.`);
    return [];
  } finally {
    if (isLast) await tools.held?.release(path);
  }
}

function compact(
  { request }: Tasks['compact']['ask'],
  tools: RewriteTools,
  { signal, onProgress }: PruneTaskContext,
): Promise<Tasks['compact']['answer']> {
  return compactSession(request, tools, {
    env: process.env,
    signal,
    onDidReach: (stage) => onProgress({ done: stage === 'reading' ? 1 : 2, total: 3 }),
  });
}

/** By what the extension rewrites sessions. */
export function toolsFor(
  place: BackupPlace,
  { log, loadTokenCount, held, lastRead }: Omit<PruneTaskContext, 'signal' | 'onProgress'>,
): RewriteTools {
  return rewriteTools({ ...place, log, loadTokenCount, held, lastRead });
}
