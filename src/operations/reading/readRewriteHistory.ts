import { basename, dirname, resolve } from 'node:path';
import {
  NOT_REWRITTEN,
  type FileRewrite,
  type ReportedReply,
  type RewriteHistory,
} from '../../domain/accounting/rewriteHistory';
import { standingPrunes } from '../../io/keeping/backupHistory';
import { isRewrite, type Backup } from '../../io/keeping/backupManifest';
import type { BackupStore } from '../../io/keeping/backups';
import { backupsOfFile, timelineOf } from '../../io/keeping/fileBackups';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';

/** What was done to a session file, by its backups. Never throws. */
export async function readRewriteHistory(
  configDirectory: string,
  path: string,
): Promise<RewriteHistory> {
  const store: BackupStore = { configDirectory, fileSystem: localFileSystem };
  const backups = await backupsOfFile(store, basename(path, '.jsonl'), path).catch(() => null);
  return backups === null ? NOT_REWRITTEN : historyOf(timelineOf(backups));
}

/** The same for a file that was named without one: session files lie two directories below it. */
export function readRewriteHistoryBeside(path: string): Promise<RewriteHistory> {
  const file = resolve(path);
  return readRewriteHistory(resolve(dirname(file), '..', '..'), file);
}

/** @param timeline newest first. */
function historyOf(timeline: readonly Backup[]): RewriteHistory {
  const standing = new Set(
    standingPrunes(timeline).flatMap(({ id, undoneMs }) => (undoneMs === null ? [id] : [])),
  );
  const freed = new Freed();
  const rewrites: FileRewrite[] = [];
  const reported = new Map<string, ReportedReply>();
  for (const backup of timeline.toReversed()) {
    // Of a reply whose counter was changed twice, the first one has what the reply reported.
    for (const reply of backup.reported)
      if (!reported.has(reply.uuid)) reported.set(reply.uuid, reply);
    const freedTokens = freed.by(backup);
    if (isRewrite(backup))
      rewrites.push({
        ...backup,
        kind: backup.reason,
        freedTokens,
        stands: standing.has(backup.id),
      });
  }
  return { rewrites, reported: [...reported.values()] };
}

/** How much each rewrite took out of the file, or brought back. */
class Freed {
  /** By all so far; `null` once it cannot be known. */
  private total: number | null = 0;
  private readonly before = new Map<string, number | null>();
  private readonly own = new Map<string, number | null>();

  by(backup: Backup): number | null {
    const { id, reason, beforeTokens, afterTokens, putBackId } = backup;
    this.before.set(id, this.total);
    let freed: number | null = 0;
    if (reason === 'prune') freed = difference(beforeTokens, afterTokens);
    if (reason === 'undo')
      freed = difference(0, putBackId === null ? null : (this.own.get(putBackId) ?? null));
    if (reason === 'restore')
      freed = difference(
        putBackId === null ? null : (this.before.get(putBackId) ?? null),
        this.total,
      );
    this.own.set(id, freed);
    this.total = freed === null || this.total === null ? null : this.total + freed;
    return freed;
  }
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
