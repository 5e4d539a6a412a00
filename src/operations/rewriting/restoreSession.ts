import { resolve } from 'node:path';
import { laterCounters, raisedReplies } from '../../domain/pruning/laterCounters';
import { LineRewriter } from '../../domain/pruning/lineRewriter';
import { rescueFirst } from './rescueLines';
import { backupOf, markStanding } from './sessionBackups';
import { laterEntries, type LaterEntries } from './laterEntries';
import { planUndo } from './undoRewriter';
import type { ReadSession } from './lastReadSession';
import { readPruneSource } from './readPruneSource';
import { effectOn } from './effectOn';
import {
  ownerOf,
  refused,
  rewriteSession,
  withLock,
  type Refused,
  type Rewritten,
  type RewriteTools,
} from './rewriteSession';
import { isRewrite, type Backup } from '../../io/keeping/backupManifest';
import { standingPrunes } from '../../io/keeping/backupHistory';
import { isIntact, withContent } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';
import { sessionKey } from '../../io/keeping/sessionKey';

export interface RestoreRequest {
  readonly path: string;
  /**
   * A whole backup, in place of what stands there now; `null` undoes the last prune and keeps what
   * came after.
   */
  readonly backupId: string | null;
}

/** What restoring a whole backup takes away. */
export type RestoreLoss = LaterEntries;

export interface Restored {
  readonly kind: 'restored';
  readonly way: 'undo' | 'whole';
  readonly path: string;
  /** What was put back. */
  readonly from: Backup;
  /** What stood there before; to go back once more. */
  readonly backup: Backup;
  /** Nothing, for an undo. */
  readonly lost: RestoreLoss;
  /** What the prune took out and an undo could not bring back: it was changed or removed since. */
  readonly leftItems: number;
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  readonly takesEffect: 'atNextStart' | 'afterResume';
  /** Lines of an earlier rewrite that came back first, see `rescueLines`. */
  readonly rescuedLines: number;
  readonly warning: string | null;
}

const NO_LOSS: RestoreLoss = {
  lines: 0,
  prompts: 0,
  sidechainLines: 0,
  titles: 0,
  costRecords: 0,
  outputTokens: 0,
};
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
      const outcome = await (request.backupId === null
        ? undoLast(step, tools)
        : restoreWhole(step, request.backupId, tools));
      if (outcome.kind !== 'refused' || outcome.reason !== 'changed') return outcome;
    }
    return refused('changed');
  });
}

interface RestoreStep {
  readonly path: string;
  readonly session: ReadSession;
  readonly rescuedLines: number;
  readonly sessionId: string;
  readonly isLockHeld: () => Promise<boolean>;
}

/**
 * The newest prune that still has something to take back: one that ended with its process may have
 * changed nothing.
 */
async function undoLast(step: RestoreStep, tools: RewriteTools): Promise<Restored | Refused> {
  const timeline = timelineOf(await backupsOfFile(tools, step.sessionId, step.path));
  const prunes = standingPrunes(timeline).filter(({ undoneMs }) => undoneMs === null);
  for (const backup of prunes) {
    if (!(await isIntact(tools, backup))) return refused('damagedBackup', backup.id);
    const outcome = await undo(step, backup, tools);
    if (outcome !== null) return outcome;
  }
  return refused(timeline[0]?.reason === 'restore' ? 'restoredSince' : 'noBackup');
}

/** @returns `null` where everything stands already as it was. */
async function undo(
  step: RestoreStep,
  backup: Backup,
  tools: RewriteTools,
): Promise<Restored | Refused | null> {
  const { session } = step;
  const beforeTokens = tokensOf(session);
  let leftItems = 0;
  const outcome = await withContent(tools, backup, async (content) => {
    const planned = await withSessionFile(step.path, tools, (file) =>
      planUndo({
        itemIds: backup.itemIds,
        backup: { file: content, bytes: backup.sizeBytes },
        session: { file, bytes: session.state.sizeBytes },
      }),
    );
    const { rewriter } = planned;
    leftItems = planned.leftItems;
    const counters = laterCounters(session.source, { ...backup, lines: planned.lines });
    const raised = new LineRewriter(counters);
    return rewriteSession(
      {
        ...step,
        planned: session.state,
        rewriteLine: (line) => rewriter.rewriteLine(line) ?? raised.rewriteLine(line),
        extentsOf: content,
        edits: 'undo',
        problem: () => (rewriter.restored.size === 0 ? NOTHING_TO_UNDO : null),
        backup: {
          reason: 'undo',
          beforeTokens,
          afterTokens: null,
          itemIds: backup.itemIds,
          reported: raisedReplies(session.source, counters),
          putBackId: backup.id,
          newLines: session.source.transcript.lines,
        },
      },
      tools,
    );
  });
  if (outcome === NOTHING_TO_UNDO) return null;
  if (outcome.kind === 'refused') return outcome;
  const back = { way: 'undo', from: backup, lost: NO_LOSS, leftItems, beforeTokens } as const;
  return restored(step, back, outcome, tools);
}

const NOTHING_TO_UNDO = refused('noBackup');

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
  const beforeTokens = tokensOf(session);
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
          beforeTokens,
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
        { way: 'whole', from: backup, lost, leftItems: 0, beforeTokens },
        outcome,
        tools,
      );
}

async function restored(
  { path, sessionId, rescuedLines }: RestoreStep,
  back: Pick<Restored, 'way' | 'from' | 'lost' | 'leftItems' | 'beforeTokens'>,
  { backup, lostSight }: Rewritten,
  tools: RewriteTools,
): Promise<Restored> {
  // what was done is noted with the backup; the marks are for the list
  await markStanding(path, sessionId, tools).catch(() => undefined);
  // it is done by now, whatever fails in looking at it
  const now = await readPruneSource(path, tools).catch(() => null);
  const afterTokens = now === null || 'kind' in now ? null : tokensOf(now);
  return {
    kind: 'restored',
    ...back,
    path,
    backup,
    afterTokens,
    takesEffect: await effectOn(backup.heldBy, { path, now }, tools),
    rescuedLines,
    warning: lostSight?.code ?? null,
  };
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

async function withSessionFile<Result>(
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

function tokensOf({ source }: ReadSession): number | null {
  const { tokens } = source.usage;
  return tokens === null ? null : Math.round(tokens);
}
