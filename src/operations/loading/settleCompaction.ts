import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CallValues, CompactionRepair } from '../../domain/pruning/compactionRepair';
import { answeredCompaction, copiedItems } from '../../domain/pruning/copiedContext';
import { begunCompactions } from '../../io/companion/begunCompactions';
import { standingPrunes } from '../../io/keeping/backupHistory';
import type { Backup } from '../../io/keeping/backupManifest';
import { withContent } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import { sessionKey } from '../../io/keeping/sessionKey';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';
import { sessionFileAt } from '../../io/sessions/sessionFiles';
import { eachLine } from '../../io/sessionFile/compareLines';
import { readSession } from '../reading/readSession';
import { pruneSession } from '../rewriting/pruneSession';
import { readPruneSource } from '../rewriting/readPruneSource';
import { rescueFirst } from '../rewriting/rescueLines';
import {
  rewriteSession,
  withLock,
  type Refused,
  type RewriteTools,
} from '../rewriting/rewriteSession';
import { wireItemsIn } from './wire';

/** `none`: nothing is there that would have to be settled. */
export type Settled = 'settled' | 'none' | Refused;

interface SettleOptions {
  readonly signal?: AbortSignal;
  /** A turn runs: it is settled when that has ended. */
  readonly onWaiting?: () => void;
}

const LOOK_AGAIN_MS = 300;
/** Claude Code writes a moment after it has compacted. */
const APPEARS_WITHIN_MS = 5000;
/** Whoever asked for a compaction has had its answer by then. */
const ASKED_FOR_MS = 10 * 60 * 1000;
/** What is refused for these will not be for long. */
const PASSING: readonly string[] = ['busy', 'locked', 'changed'];

/**
 * Settles what a compaction left in the file of a session that the companion answered: the boundary
 * says then that it keeps nothing, so a resume sends what the process holds and no more; and all
 * that was pruned is pruned behind it as well, with a backup in which it stands whole, so that an
 * undo brings it back there. Done once, wherever it was broken off. Waits for the end of a turn.
 *
 * @param sinceMs when the compaction was asked for.
 */
export async function settleCompaction(
  path: string,
  sinceMs: number,
  tools: RewriteTools,
  { signal, onWaiting }: SettleOptions = {},
): Promise<Settled> {
  const began = Date.now();
  for (;;) {
    const settled = await settleOnce(path, sinceMs, tools);
    const isPassing =
      typeof settled === 'string'
        ? settled === 'none' && Date.now() - began < APPEARS_WITHIN_MS
        : PASSING.includes(settled.reason);
    if (!isPassing || signal?.aborted === true) return settled;
    if (typeof settled !== 'string' && settled.reason === 'busy') onWaiting?.();
    await delay(LOOK_AGAIN_MS);
  }
}

/**
 * Settles what was begun and nobody ended, of all sessions. A session that somebody works in is
 * left for the next time. Never throws.
 *
 * @returns how many were settled.
 */
export async function settleLeft(tools: RewriteTools): Promise<number> {
  let count = 0;
  const begun = await begunCompactions(tools.configDirectory);
  const open = begun.length === 0 ? [] : await readOpenSessions(tools.configDirectory);
  for (const { sessionId, pid, atMs, forget } of begun) {
    const path = await fileOf(sessionId, tools);
    const settled =
      path === null ? 'none' : await settleOnce(path, atMs, tools).catch(() => 'failed' as const);
    if (settled === 'settled') count++;
    // Another window may be asking for it at this moment.
    const isOver =
      !holdersOf(sessionId, open).some((holder) => holder.pid === pid) ||
      tools.nowMs() - atMs > ASKED_FOR_MS;
    if (settled === 'settled' || (settled === 'none' && isOver)) await forget();
  }
  return count;
}

async function fileOf(sessionId: string, tools: RewriteTools): Promise<string | null> {
  const projects = join(tools.configDirectory, 'projects');
  for (const name of await tools.fileSystem.namesIn(projects).catch(() => [])) {
    const file = await sessionFileAt(join(projects, name, `${sessionId}.jsonl`));
    if (file !== null) return file.path;
  }
  return null;
}

async function settleOnce(path: string, sinceMs: number, tools: RewriteTools): Promise<Settled> {
  const repaired = await withLock(sessionKey(path, null), tools, (isLockHeld) =>
    repair({ path, sinceMs, isLockHeld }, tools),
  );
  if (repaired !== null && 'kind' in repaired) return repaired;
  const ids = repaired ?? (await repairedBefore(path, sinceMs, tools));
  if (ids === 'pruned') return 'settled';
  if (ids === null) return 'none';
  const placeholders = await placeholdersBefore(path, ids);
  const choice = { kind: 'items', ids, placeholders } as const;
  const pruned = await pruneSession({ path, choice }, tools);
  return pruned.kind === 'refused' ? pruned : 'settled';
}

/** What came back when it was repaired; `pruned` where it has gone again since. */
async function repairedBefore(
  path: string,
  sinceMs: number,
  tools: RewriteTools,
): Promise<readonly string[] | 'pruned' | null> {
  const timeline = timelineOf(await backupsOfFile(tools, sessionKey(path, null), path));
  const at = timeline.findIndex(({ reason, dateMs }) => reason === 'repair' && dateMs >= sinceMs);
  if (at === -1) return null;
  const { itemIds } = timeline[at]!;
  const isGone = ({ reason, itemIds: gone }: Backup): boolean =>
    reason === 'prune' && itemIds.some((id) => gone.includes(id));
  return timeline.slice(0, at).some(isGone) ? 'pruned' : itemIds;
}

/**
 * What stands in front of the compaction in place of items behind it, which is what the process
 * holds; by the ids of these.
 */
async function placeholdersBefore(
  path: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const read = await readSession(path);
  const boundary = 'problem' in read ? undefined : read.transcript.boundaries.at(-1);
  if ('problem' in read || boundary === undefined) return new Map();
  const former = copiedItems(read.transcript, boundary, ids, 'before');
  const items = await wireItemsIn(
    path,
    read.transcript,
    former.map(({ copyId }) => copyId),
  );
  return new Map(
    items.flatMap((item, at) => (item === null ? [] : [[former[at]!.id, item.text] as const])),
  );
}

interface RepairStep {
  readonly path: string;
  readonly sinceMs: number;
  readonly isLockHeld: () => Promise<boolean>;
}

/** @returns where all that was pruned stands behind the compaction; `null` where there is none. */
async function repair(
  { path, sinceMs, isLockHeld }: RepairStep,
  tools: RewriteTools,
): Promise<readonly string[] | Refused | null> {
  await rescueFirst(path, tools);
  const session = await readPruneSource(path, tools, []);
  if ('kind' in session) return session;
  const { transcript } = session.source;
  const boundary = answeredCompaction(transcript, sinceMs);
  if (boundary === null) return null;
  const sessionId = sessionKey(path, session.recordedId);
  const standing = standingPrunes(timelineOf(await backupsOfFile(tools, sessionId, path)));
  const pruned = standing.flatMap(({ itemIds }) => itemIds);
  const copies = copiedItems(transcript, boundary, pruned, 'behind');
  const values = new CallValues(new Set(copies.map(({ key }) => key)));
  // In the oldest none of it was pruned, unless it came later.
  for (const { backup } of standing.toReversed())
    if (!values.isComplete) await readValues(backup, values, tools);
  const repairing = new CompactionRepair(boundary, values.found);
  // What no backup has whole stays as it is, and stands in no prune.
  const ids = copies.filter(({ key }) => values.found.has(key)).map(({ copyId }) => copyId);
  const rewritten = await rewriteSession(
    {
      ...{ path, sessionId, isLockHeld },
      planned: session.state,
      rewriteLine: (line) => repairing.rewriteLine(line),
      edits: 'repair',
      problem: () =>
        repairing.isClosed ? null : { kind: 'refused', reason: 'integrity', detail: 'no boundary' },
      backup: {
        reason: 'repair',
        beforeTokens: null,
        afterTokens: null,
        itemIds: ids,
        reported: [],
        putBackId: null,
        newLines: transcript.lines,
      },
    },
    tools,
  );
  return rewritten.kind === 'refused' ? rewritten : ids;
}

/** Of a backup that is gone or damaged nothing is read: what it had stays as it is. */
async function readValues(backup: Backup, values: CallValues, tools: RewriteTools): Promise<void> {
  await withContent(tools, backup, (file) =>
    eachLine(file, backup.sizeBytes, (line) => values.add(line)),
  ).catch(() => undefined);
}
