/**
 * What a session file was kept before. Ours rewrite it: `prune`, `undo`, `putBack` (some of what
 * was pruned), `restore`, `repair` (of a compaction that a plugin answered: all that was pruned
 * stands behind it once more, whole). Claude Code goes on in it, or replaces it: `compact`. It was
 * left for a fresh one: `archive`.
 */
type BackupReason = (typeof REASONS)[number];

const REASONS = ['prune', 'undo', 'putBack', 'restore', 'repair', 'compact', 'archive'] as const;

/** How a session that was left is found again. */
export interface Archived {
  readonly title: string | null;
  readonly cwd: string | null;
  /** Why, and where it went on: shown with it. */
  readonly note: string;
}

interface ReportedCounter {
  readonly uuid: string;
  readonly contextTokens: number;
}

interface Holder {
  readonly pid: number;
  /** When it began, as it says itself. */
  readonly startedMs: number | null;
  readonly entrypoint: string | null;
}

/** What is known of one backup. */
export interface Backup {
  /** Sorts by date. */
  readonly id: string;
  readonly sessionId: string;
  readonly reason: BackupReason;
  readonly dateMs: number;
  /** The session file that was kept. */
  readonly originalPath: string;
  readonly sizeBytes: number;
  /** Of the kept bytes. */
  readonly sha256: string;
  /**
   * Size of the file that took its place, at first: what stands behind that came later. Its own,
   * where nothing of ours took its place.
   */
  readonly newBytes: number;
  /** The same in lines; `null` where it is not known. */
  readonly newLines: number | null;
  /** The process that had the session open then, and went on; `null` for none. */
  readonly heldBy: Holder | null;
  /**
   * How much of the old file is in the new one: what slow writers append to the old one later comes
   * behind that. `null` where it is not known.
   */
  readonly carriedToBytes: number | null;
  /** Which files the old and the new one are, by their inodes; `null` where it is not known. */
  readonly oldInode: string | null;
  readonly newInode: string | null;
  /** The context before and after what followed, in tokens; `null` where it was not known. */
  readonly beforeTokens: number | null;
  readonly afterTokens: number | null;
  /** What was pruned, or came back. */
  readonly itemIds: readonly string[];
  /**
   * Of a prune, in the order of its items: by how many tokens each of them made the context
   * smaller. Empty where an earlier build pruned.
   */
  readonly freedTokens: readonly number[];
  /** Of a prune: items that came behind the newest reply, and so were in no counter. */
  readonly uncountedIds: readonly string[];
  /**
   * Records whose counters were changed: by a prune those of the newest reply or compaction, by
   * what was put back those of later replies that were made without it.
   */
  readonly counterUuids: readonly string[];
  /**
   * Of what came back: by how many bytes the part of the file grew that had been pruned; negative
   * where that is shorter than what stood there. 0 for anything else.
   */
  readonly grownBytes: number;
  /** Replies whose counters were lowered, by the uuid of their first line, with the old numbers. */
  readonly reported: readonly ReportedCounter[];
  /** The backup that was put back by what followed; `null` for a prune, and where it is not known. */
  readonly putBackId: string | null;
  /** When what followed was taken back; `null` while it stands. */
  readonly undoneMs: number | null;
  /** Of an archive alone. */
  readonly archived: Archived | null;
}

/** Whether a file of ours took the place of what was kept. */
export function isRewrite<Of extends Pick<Backup, 'reason'>>(
  backup: Of,
): backup is Of & { readonly reason: Exclude<BackupReason, 'compact' | 'archive'> } {
  return backup.reason !== 'compact' && backup.reason !== 'archive';
}

/** @returns `null` for what is none. Never throws. */
export function parseBackup(bytes: Buffer): Backup | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const {
      id,
      sessionId,
      reason,
      dateMs,
      originalPath,
      sizeBytes,
      sha256,
      newBytes,
      newLines,
      heldBy,
      beforeTokens,
      afterTokens,
      itemIds,
      freedTokens,
      uncountedIds,
      counterUuids,
      grownBytes,
      reported,
      putBackId,
      undoneMs,
      carriedToBytes,
      oldInode,
      newInode,
      archived,
    } = value as Record<string, unknown>;
    if (
      !isText(id) ||
      !isText(sessionId) ||
      !isReason(reason) ||
      !isText(originalPath) ||
      !isText(sha256) ||
      !isSize(dateMs) ||
      !isSize(sizeBytes) ||
      !isSize(newBytes)
    )
      return null;
    if (!Array.isArray(itemIds) || !itemIds.every(isText)) return null;
    return {
      id,
      sessionId,
      reason,
      dateMs,
      originalPath,
      sizeBytes,
      sha256,
      newBytes,
      newLines: sizeOrNull(newLines),
      heldBy: holderFrom(heldBy),
      carriedToBytes: sizeOrNull(carriedToBytes),
      oldInode: isText(oldInode) ? oldInode : null,
      newInode: isText(newInode) ? newInode : null,
      beforeTokens: sizeOrNull(beforeTokens),
      afterTokens: sizeOrNull(afterTokens),
      itemIds,
      freedTokens: Array.isArray(freedTokens) ? freedTokens.filter(isSize) : [],
      uncountedIds: textsOf(uncountedIds),
      counterUuids: textsOf(counterUuids),
      grownBytes: typeof grownBytes === 'number' && Number.isFinite(grownBytes) ? grownBytes : 0,
      reported: Array.isArray(reported) ? reported.filter(isReported) : [],
      putBackId: isText(putBackId) ? putBackId : null,
      undoneMs: sizeOrNull(undoneMs),
      archived: reason === 'archive' ? archivedFrom(archived) : null,
    };
  } catch {
    return null;
  }
}

function isReason(value: unknown): value is BackupReason {
  return REASONS.some((reason) => reason === value);
}

function archivedFrom(value: unknown): Archived {
  const { title, cwd, note } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    title: isText(title) ? title : null,
    cwd: isText(cwd) ? cwd : null,
    note: isText(note) ? note : '',
  };
}

function holderFrom(value: unknown): Holder | null {
  if (typeof value !== 'object' || value === null) return null;
  const { pid, startedMs, entrypoint } = value as Record<string, unknown>;
  return isSize(pid)
    ? {
        pid,
        startedMs: sizeOrNull(startedMs),
        entrypoint: isText(entrypoint) ? entrypoint : null,
      }
    : null;
}

function isReported(value: unknown): value is ReportedCounter {
  if (typeof value !== 'object' || value === null) return false;
  const { uuid, contextTokens } = value as Record<string, unknown>;
  return isText(uuid) && isSize(contextTokens);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function sizeOrNull(value: unknown): number | null {
  return isSize(value) ? value : null;
}
