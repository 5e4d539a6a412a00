import {
  NOT_REWRITTEN,
  type FileRewrite,
  type PrunedItem,
  type ReportedReply,
  type RewriteHistory,
} from '../../domain/accounting/rewriteHistory';
import { standingPrunes, tokensFreedBy, type StandingPrune } from '../../io/keeping/backupHistory';
import { isRewrite, type Backup } from '../../io/keeping/backupManifest';
import type { BackupStore } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import { sessionKey } from '../../io/keeping/sessionKey';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';

/** What was done to a session file, by its backups. Never throws. */
export async function readRewriteHistory(
  configDirectory: string,
  path: string,
): Promise<RewriteHistory> {
  const timeline = await readTimeline(configDirectory, path);
  if (timeline.length === 0) return NOT_REWRITTEN;
  const standing = standingIn(timeline);
  const prunes = new Map(standing.map((prune) => [prune.backup.id, prune]));
  const freed = new Freed();
  const rewrites: FileRewrite[] = [];
  const reported = new Map<string, ReportedReply>();
  for (const backup of timeline.toReversed()) {
    // Of a reply whose counter was changed twice, the first one has what the reply reported.
    for (const reply of backup.reported)
      if (!reported.has(reply.uuid)) reported.set(reply.uuid, reply);
    const freedTokens = freed.by(backup);
    if (!isRewrite(backup)) continue;
    const prune = prunes.get(backup.id);
    rewrites.push({
      ...(prune === undefined ? backup : asItStands(prune)),
      kind: backup.reason,
      freedTokens,
      stands: prune !== undefined,
    });
  }
  return { rewrites, reported: [...reported.values()], pruned: prunedItems(standing) };
}

/** A prune without what was put back of it since. */
function asItStands({ backup, putBacks, grownBytes }: StandingPrune): Backup {
  const backTokens = putBacks.reduce(
    (tokens, back) => tokens + tokensFreedBy(backup, back.itemIds),
    0,
  );
  return {
    ...backup,
    newBytes: backup.newBytes + grownBytes,
    afterTokens: backup.afterTokens === null ? null : backup.afterTokens + backTokens,
  };
}

/** All that is pruned, newest prune first. Never throws. */
export async function standingPrunesOf(
  configDirectory: string,
  path: string,
): Promise<readonly StandingPrune[]> {
  return standingIn(await readTimeline(configDirectory, path));
}

async function readTimeline(configDirectory: string, path: string): Promise<readonly Backup[]> {
  const store: BackupStore = { configDirectory, fileSystem: localFileSystem };
  const backups = await backupsOfFile(store, sessionKey(path, null), path).catch(() => null);
  return backups === null ? [] : timelineOf(backups);
}

function standingIn(timeline: readonly Backup[]): readonly StandingPrune[] {
  return standingPrunes(timeline).filter(({ backup }) => backup.undoneMs === null);
}

function prunedItems(standing: readonly StandingPrune[]): PrunedItem[] {
  return standing.flatMap(({ backup, itemIds }) => {
    const isThere = new Set(itemIds);
    return backup.itemIds.flatMap((id, index) =>
      isThere.has(id)
        ? [{ id, freedTokens: backup.freedTokens[index] ?? null, prunedMs: backup.dateMs }]
        : [],
    );
  });
}

/** How much each rewrite took out of the file, or brought back. */
class Freed {
  /** By all so far; `null` once it cannot be known. */
  private total: number | null = 0;
  private readonly before = new Map<string, number | null>();
  /** What still stands of each prune. */
  private readonly standing = new Map<string, number | null>();
  private readonly prunes = new Map<string, Backup>();

  by(backup: Backup): number | null {
    this.before.set(backup.id, this.total);
    const freed = this.freedBy(backup);
    this.total = backup.reason === 'repair' ? 0 : added(this.total, freed);
    return freed;
  }

  private freedBy(backup: Backup): number | null {
    const { id, reason, putBackId, itemIds, beforeTokens, afterTokens } = backup;
    const prune = this.prunes.get(putBackId ?? '');
    switch (reason) {
      case 'prune': {
        const freed = added(beforeTokens, negative(afterTokens));
        this.prunes.set(id, backup);
        this.standing.set(id, freed);
        return freed;
      }
      case 'undo':
        return negative(this.standing.get(putBackId ?? '') ?? null);
      case 'putBack': {
        if (prune === undefined) return null;
        const back = negative(tokensFreedBy(prune, itemIds));
        this.standing.set(prune.id, added(this.standing.get(prune.id) ?? null, back));
        return back;
      }
      case 'restore':
        return added(this.before.get(putBackId ?? '') ?? null, negative(this.total));
      // What comes back behind a compaction was in front of it alone, and goes again at once.
      case 'repair':
      case 'compact':
      case 'archive':
        return 0;
    }
  }
}

function added(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function negative(tokens: number | null): number | null {
  return tokens === null ? null : 0 - tokens;
}
