import type { TokenCount } from '../domain/accounting/tokenCount';
import type { Log } from '../log';
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
import type { HeldFiles } from '../io/keeping/heldFiles';
import { deleteCheckpoints } from '../io/keeping/sessionCheckpoint';
import { deleteAllBackups } from '../io/keeping/backupRetention';
import type { Tasks } from './tasks';

export type PruneTask = {
  readonly [Name in PruneTaskName]: { readonly name: Name; readonly ask: Tasks[Name]['ask'] };
}[PruneTaskName];
type PruneTaskName =
  | 'previewPrunes'
  | 'prune'
  | 'undoPrune'
  | 'listBackups'
  | 'lossOfRestoring'
  | 'restoreBackup'
  | 'rescueLines'
  | 'deleteBackups';

export interface PruneTaskContext {
  readonly log: Log;
  readonly loadTokenCount: () => Promise<TokenCount>;
  readonly held: HeldFiles;
}

/** All that rewrites session files, for the extension. */
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
    case 'listBackups':
      return backupsOf(ask.path, tools);
    case 'lossOfRestoring':
      return lossOf(ask.path, ask.backupId, tools);
    case 'restoreBackup':
      return restoreSession({ path: ask.path, backupId: ask.backupId }, tools);
    case 'rescueLines':
      return ask.path === null ? rescueAllLines(tools) : lookAgain(ask.path, ask.isLast, tools);
    case 'deleteBackups':
      return deleteAll(tools).catch(refusalOf);
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

/** What was kept before a compaction is a backup to a person as well. */
async function deleteAll(tools: RewriteTools): Promise<number> {
  return (await deleteAllBackups(tools)) + (await deleteCheckpoints(tools.configDirectory));
}

function toolsFor(
  place: BackupPlace,
  { log, loadTokenCount, held }: PruneTaskContext,
): RewriteTools {
  return rewriteTools({ ...place, log, loadTokenCount, held });
}
