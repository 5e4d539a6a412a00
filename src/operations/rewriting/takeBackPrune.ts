import { laterCounters, raisedReplies } from '../../domain/pruning/laterCounters';
import { LineRewriter } from '../../domain/pruning/lineRewriter';
import {
  contextTokensOf,
  restored,
  withSessionFile,
  type Restored,
  type RestoreStep,
} from './restoreStep';
import { refused, rewriteSession, type Refused, type RewriteTools } from './rewriteSession';
import { planUndo, type StayingItems } from './undoRewriter';
import { tokensFreedBy, standingPrunes, type StandingPrune } from '../../io/keeping/backupHistory';
import type { Backup } from '../../io/keeping/backupManifest';
import { isIntact, withContent } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import type { OpenFile } from '../../io/sessionFile/sessionFileSystem';

/**
 * The newest prune that still has something to take back: one that ended with its process may have
 * changed nothing.
 */
export async function undoLast(
  step: RestoreStep,
  tools: RewriteTools,
): Promise<Restored | Refused> {
  const timeline = timelineOf(await backupsOfFile(tools, step.sessionId, step.path));
  const standing = standingPrunes(timeline);
  for (const prune of standing) {
    const { backup, itemIds } = prune;
    if (backup.undoneMs !== null) continue;
    if (!(await isIntact(tools, backup))) return refused('damagedBackup', backup.id);
    const outcome = await takeBack(
      step,
      { timeline, standing, prune, itemIds, way: 'undo' },
      tools,
    );
    if (outcome !== null) return outcome;
  }
  return refused(timeline[0]?.reason === 'restore' ? 'restoredSince' : 'noBackup');
}

/** One item of the newest prune that it stands in; what came later stays, and so does the rest. */
export async function takeBackItem(
  step: RestoreStep,
  itemId: string,
  tools: RewriteTools,
): Promise<Restored | Refused> {
  const timeline = timelineOf(await backupsOfFile(tools, step.sessionId, step.path));
  const standing = standingPrunes(timeline);
  const prune = standing.find(
    ({ backup, itemIds }) => backup.undoneMs === null && itemIds.includes(itemId),
  );
  if (prune === undefined) return refused('notPruned', itemId);
  if (!(await isIntact(tools, prune.backup))) return refused('damagedBackup', prune.backup.id);
  return (
    (await takeBack(step, { timeline, standing, prune, itemIds: [itemId], way: 'item' }, tools)) ??
    refused('notPruned', itemId)
  );
}

interface TakenBack {
  /** All that was done to the file, newest first. */
  readonly timeline: readonly Backup[];
  /** Newest first. */
  readonly standing: readonly StandingPrune[];
  readonly prune: StandingPrune;
  readonly itemIds: readonly string[];
  readonly way: 'undo' | 'item';
}

/** @returns `null` where everything stands already as it was. */
async function takeBack(
  step: RestoreStep,
  taken: TakenBack,
  tools: RewriteTools,
): Promise<Restored | Refused | null> {
  const { session } = step;
  const { prune, itemIds, way } = taken;
  const { backup } = prune;
  let leftItems = 0;
  const outcome = await withReported(taken, tools, async (content, reported) => {
    const planned = await withSessionFile(step.path, tools, (file) =>
      planUndo({
        itemIds,
        backup: { file: content, bytes: backup.sizeBytes },
        session: { file, bytes: session.state.sizeBytes },
        stays: isPlain(taken) ? null : stayingItems(taken, content, reported),
      }),
    );
    const { rewriter } = planned;
    leftItems = planned.leftItems;
    const counters = laterCounters(session.source, {
      ...backup,
      lines: planned.lines,
      backTokens: backTokensOf(taken),
      raisedSince: raisedSince(taken.standing),
    });
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
          reason: way === 'undo' ? 'undo' : 'putBack',
          beforeTokens: contextTokensOf(session),
          afterTokens: null,
          itemIds,
          counterUuids: counters.records.flatMap(({ uuid }) => (uuid === null ? [] : [uuid])),
          grownBytes: rewriter.grownBytes,
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
  const back = { way, from: backup, itemIds, lost: NO_LOSS, leftItems } as const;
  return restored(step, back, outcome, tools);
}

const NOTHING_TO_UNDO = refused('noBackup');

const NO_LOSS: Restored['lost'] = {
  lines: 0,
  prompts: 0,
  sidechainLines: 0,
  titles: 0,
  costRecords: 0,
  outputTokens: 0,
};

/**
 * Opens the backup, and the one that has the counters as they were reported; `null` for that one
 * where it is not kept any more.
 */
async function withReported<Result>(
  { prune: { backup, first } }: TakenBack,
  tools: RewriteTools,
  use: (content: OpenFile, reported: OpenFile | null) => Promise<Result>,
): Promise<Result> {
  const isKept = first.id !== backup.id && (await isIntact(tools, first));
  return withContent(tools, backup, (content) =>
    isKept
      ? withContent(tools, first, (reported) => use(content, reported))
      : use(content, first.id === backup.id ? content : null),
  );
}

/** All that is pruned comes back as the newest backup has it. */
function isPlain({ timeline, standing, prune, itemIds }: TakenBack): boolean {
  const [newest, ...older] = standing;
  const { backup } = prune;
  return (
    prune === newest &&
    itemIds.length === prune.itemIds.length &&
    (prune.first === backup || older.some((each) => each.backup === prune.first)) &&
    // A prune of which all was put back stands no more, but its backup still has it pruned.
    !timeline.some(
      ({ reason, id, putBackId }) =>
        reason === 'putBack' && id > backup.id && putBackId !== backup.id,
    )
  );
}

function stayingItems(
  taken: TakenBack,
  content: OpenFile,
  reported: OpenFile | null,
): StayingItems {
  const { standing, prune, itemIds } = taken;
  const { backup, first } = prune;
  const back = new Set(itemIds);
  const newer = standing.slice(0, standing.indexOf(prune));
  return {
    restIds: prune.itemIds.filter((id) => !back.has(id)),
    newerIds: newer.flatMap((each) => each.itemIds),
    reported:
      reported === null
        ? { file: content, bytes: backup.sizeBytes }
        : { file: reported, bytes: first.sizeBytes },
    counterUuids: backup.counterUuids,
    raisedTokens: tokensFreedBy(
      backup,
      itemIds.filter((id) => !backup.uncountedIds.includes(id)),
    ),
  };
}

/** By how much the context grows again. */
function backTokensOf({
  prune: { backup, itemIds: standing, putBacks },
  itemIds,
}: TakenBack): number {
  if (itemIds.length < standing.length) return tokensFreedBy(backup, itemIds);
  const { beforeTokens, afterTokens } = backup;
  const freedTokens = (beforeTokens ?? 0) - (afterTokens ?? 0);
  return putBacks.reduce((rest, back) => rest - tokensFreedBy(backup, back.itemIds), freedTokens);
}

/** By how much replies were raised when some of what they were made without came back. */
function raisedSince(standing: readonly StandingPrune[]): ReadonlyMap<string, number> {
  const raised = new Map<string, number>();
  for (const { backup, putBacks } of standing)
    for (const { counterUuids, itemIds } of putBacks)
      for (const uuid of counterUuids)
        raised.set(uuid, (raised.get(uuid) ?? 0) + tokensFreedBy(backup, itemIds));
  return raised;
}
