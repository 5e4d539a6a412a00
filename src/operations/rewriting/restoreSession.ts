import { resolve } from 'node:path';
import { laterEntries } from './laterEntries';
import type { ReadSession } from './lastReadSession';
import { readPruneSource } from './readPruneSource';
import { rescueFirst } from './rescueLines';
import {
  contextTokensOf,
  restored,
  withSessionFile,
  type Restored,
  type RestoreLoss,
  type RestoreStep,
} from './restoreStep';
import {
  ownerOf,
  refused,
  rewriteSession,
  withLock,
  type Refused,
  type RewriteTools,
} from './rewriteSession';
import { backupOf } from './sessionBackups';
import { takeBackItem, undoLast } from './takeBackPrune';
import { isRewrite, type Backup } from '../../io/keeping/backupManifest';
import { isIntact, withContent } from '../../io/keeping/backups';
import { sessionKey } from '../../io/keeping/sessionKey';

export interface RestoreRequest {
  readonly path: string;
  /**
   * A whole backup, in place of what stands there now; `null` undoes the last prune and keeps what
   * came after.
   */
  readonly backupId: string | null;
  /** One pruned item alone, in place of the last prune. */
  readonly itemId?: string;
}

const ATTEMPTS = 4;

/**
 * What restoring this backup as a whole would take away; `null` where there is no such backup, or
 * no session.
 */
export async function lossOf(
  path: string,
  backupId: string,
  tools: RewriteTools,
): Promise<RestoreLoss | null> {
  const session = await readPruneSource(resolve(path), tools);
  if ('kind' in session) return null;
  const key = sessionKey(resolve(path), session.recordedId);
  const backup = await backupOf(resolve(path), key, backupId, tools);
  return backup === null ? null : lossBetween(resolve(path), session, backup, tools);
}

/**
 * Takes back what was pruned, or puts back a whole backup. Whatever is refused leaves the session
 * file as it was.
 */
export async function restoreSession(
  request: RestoreRequest,
  tools: RewriteTools,
): Promise<Restored | Refused> {
  const path = resolve(request.path);
  return withLock(sessionKey(path, null), tools, async (isLockHeld) => {
    const rescuedLines = await rescueFirst(path, tools);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const session = await readPruneSource(path, tools);
      if ('kind' in session) return session;
      const step: RestoreStep = {
        path,
        session,
        rescuedLines,
        sessionId: sessionKey(path, session.recordedId),
        isLockHeld,
      };
      const { backupId, itemId } = request;
      const outcome = await (backupId !== null
        ? restoreWhole(step, backupId, tools)
        : itemId !== undefined
          ? takeBackItem(step, itemId, tools)
          : undoLast(step, tools));
      if (outcome.kind !== 'refused' || outcome.reason !== 'changed') return outcome;
    }
    return refused('changed');
  });
}

async function restoreWhole(
  step: RestoreStep,
  backupId: string,
  tools: RewriteTools,
): Promise<Restored | Refused> {
  const { session } = step;
  const backup = await backupOf(step.path, step.sessionId, backupId, tools);
  if (backup === null) return refused('noBackup', backupId);
  if (!(await isIntact(tools, backup))) return refused('damagedBackup', backupId);
  const lost = await lossBetween(step.path, session, backup, tools);
  // Its next record would name one as its parent that is not there any more, and a resume would
  // find nothing in front of it.
  if (
    (lost.lines > 0 || !isRewrite(backup)) &&
    ['idle', 'busy'].includes(await ownerOf(step.path, tools))
  )
    return refused('open');
  const outcome = await withContent(tools, backup, (file) =>
    rewriteSession(
      {
        ...step,
        planned: session.state,
        rewriteLine: () => null,
        content: { file, bytes: backup.sizeBytes },
        edits: null,
        problem: () => null,
        backup: {
          reason: 'restore',
          beforeTokens: contextTokensOf(session),
          afterTokens: backup.beforeTokens,
          itemIds: [],
          reported: [],
          putBackId: backup.id,
          newLines: Math.max(0, session.source.transcript.lines - lost.lines),
        },
      },
      tools,
    ),
  );
  return outcome.kind === 'refused'
    ? outcome
    : restored(
        step,
        { way: 'whole', from: backup, itemIds: [], lost, leftItems: 0 },
        outcome,
        tools,
      );
}

async function lossBetween(
  path: string,
  { state }: ReadSession,
  backup: Backup,
  tools: RewriteTools,
): Promise<RestoreLoss> {
  return withSessionFile(path, tools, (file) =>
    withContent(tools, backup, (content) =>
      laterEntries({ file, bytes: state.sizeBytes }, { file: content, bytes: backup.sizeBytes }),
    ),
  );
}
