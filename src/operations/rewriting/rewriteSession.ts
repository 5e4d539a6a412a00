import { basename, dirname, join } from 'node:path';
import { asHoldingProcess } from '../../domain/accounting/rewriteHistory';
import type { TokenCount } from '../../domain/accounting/tokenCount';
import type { Log } from '../../log';
import type { LineEdits, ComingBack } from '../../domain/pruning/lineEdit';
import { DEFAULT_RETENTION, retainBackups, type Retention } from '../../io/keeping/backupRetention';
import type { Backup } from '../../io/keeping/backupManifest';
import { isSubagentPath } from '../../io/sessions/subagentFiles';
import { wayFrom } from '../../io/sessions/wayFrom';
import {
  backupsDirectory,
  createBackup,
  isSecondName,
  noteCarried,
  prepareBackups,
  removeBackup,
  sealBackup,
  type BackupOrder,
  type BackupStore,
} from '../../io/keeping/backups';
import { checkWritten } from './checkWritten';
import type { ProcessSource } from '../../io/sessions/processTree';
import {
  replaceSessionFile,
  type LostSight,
  type ReplaceOptions,
  type Written,
} from '../../io/keeping/replaceSessionFile';
import type { HeldFiles } from '../../io/keeping/heldFiles';
import { lockSession } from '../../io/keeping/sessionLock';
import {
  codeOf,
  isSameFile,
  localFileSystem,
  type FileState,
  type OpenFile,
  type SessionFileSystem,
} from '../../io/sessionFile/sessionFileSystem';
import { removeStaleTemporaryFiles } from '../../io/keeping/temporaryFile';
import type { LastReadSession } from './lastReadSession';
import { sessionOwner, type OwnedSession, type SessionOwner } from '../../io/sessions/sessionOwner';

/** Where backups are kept, and for how long. */
export interface BackupPlace {
  readonly configDirectory: string;
  readonly retention: Retention;
  /** A person said that nobody has the session open, where that cannot be known. */
  readonly assumeClosed?: boolean;
}

/** By what sessions are rewritten. */
export interface RewriteTools extends BackupPlace {
  readonly log: Log;
  /** `null`: sizes stay estimated by bytes. */
  readonly loadTokenCount: (() => Promise<TokenCount>) | null;
  readonly fileSystem: SessionFileSystem;
  /** Config directories in which a process may say that it has the session open; by default one. */
  readonly registries?: readonly string[];
  readonly processes?: ProcessSource;
  /** Keeps old files in reach that have no second name; they are lost to late looks without. */
  readonly held?: HeldFiles;
  /** Spares a prune the reading that its preview did. */
  readonly lastRead?: LastReadSession;
  readonly nowMs: () => number;
}

export function rewriteTools(
  options: Pick<RewriteTools, 'configDirectory' | 'log' | 'loadTokenCount'> & Partial<RewriteTools>,
): RewriteTools {
  const { loadTokenCount } = options;
  // it takes most of a second, and is asked for several times
  let loading: Promise<TokenCount> | null = null;
  return {
    retention: DEFAULT_RETENTION,
    fileSystem: localFileSystem,
    nowMs: Date.now,
    ...options,
    loadTokenCount: loadTokenCount === null ? null : () => (loading ??= loadTokenCount()),
  };
}

/**
 * Why nothing was written. `busy`: Claude Code works in the session; `open`: it has the session
 * open and would go on behind what is taken away; `maybeOpen`: it may have, and cannot be asked;
 * `locked`: another prune is under way; `changed`:
 * the file kept on changing; `integrity`: the result would have been wrong; `untrustedPath`: the
 * place for backups is no directory of ours; `kept`: the file is itself a backup or an archived
 * copy; `restoredSince`: a whole backup was put back since the
 * last prune; `notPruned`: no prune that stands took this item out, or it was changed since.
 */
export type RefusalReason =
  | 'busy'
  | 'open'
  | 'maybeOpen'
  | 'locked'
  | 'changed'
  | 'integrity'
  | 'symlink'
  | 'missing'
  | 'unreadable'
  | 'noSession'
  | 'unknownVersion'
  | 'untrustedPath'
  | 'kept'
  | 'noBackup'
  | 'restoredSince'
  | 'notPruned'
  | 'damagedBackup'
  | 'noSpace'
  | 'notWritable'
  | 'failed';

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** The version, the kinds of problems, the code of an error: for the log and for programs. */
  readonly detail: string | null;
}

export function refused(reason: RefusalReason, detail: string | null = null): Refused {
  return { kind: 'refused', reason, detail };
}

/** Who has a session open now. */
export async function ownerOf(path: string, tools: RewriteTools): Promise<SessionOwner> {
  return (await ownedBy(path, tools)).owner;
}

function ownedBy(path: string, tools: RewriteTools): Promise<OwnedSession> {
  const registries = tools.registries ?? [tools.configDirectory];
  return sessionOwner(registries, path, tools.nowMs(), tools.processes);
}

/**
 * Holds the session's lock meanwhile. What the file system refuses becomes a refusal: the session
 * file is as it was.
 */
export async function withLock<Result>(
  sessionId: string,
  tools: RewriteTools,
  act: (isHeld: () => Promise<boolean>) => Promise<Result | Refused>,
): Promise<Result | Refused> {
  try {
    const lock = await lockSession({ ...tools, sessionId });
    if (lock === null) return refused('locked');
    try {
      return await act(() => lock.isHeld());
    } finally {
      await lock.release();
    }
  } catch (error) {
    return refusalOf(error);
  }
}

export function refusalOf(error: unknown): Refused {
  const code = codeOf(error);
  if (code === '') throw error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return refused('noSpace', code);
  return refused(
    ['EPERM', 'EACCES', 'EROFS', 'EBUSY'].includes(code) ? 'notWritable' : 'failed',
    code,
  );
}

/** What is rewritten, and what is kept of it. */
export interface SessionRewrite extends Pick<
  ReplaceOptions<Refused>,
  'path' | 'planned' | 'rewriteLine' | 'extentsOf' | 'content'
> {
  readonly sessionId: string;
  /** What may have changed; `null` for a file that is another one altogether. */
  readonly edits: LineEdits | ComingBack | null;
  /** Asked once every line was rewritten: whether all went as planned. */
  readonly problem: () => Refused | null;
  readonly backup: Pick<
    BackupOrder,
    | 'reason'
    | 'beforeTokens'
    | 'afterTokens'
    | 'itemIds'
    | 'freedTokens'
    | 'uncountedIds'
    | 'counterUuids'
    | 'grownBytes'
    | 'reported'
    | 'putBackId'
    | 'newLines'
  >;
  readonly isLockHeld: () => Promise<boolean>;
}

export interface Rewritten {
  readonly kind: 'rewritten';
  readonly backup: Backup;
  readonly owner: SessionOwner;
  readonly lostSight: LostSight | null;
}

/** Rewrites a session file in place: checked, backed up, and only while nobody works in it. */
export async function rewriteSession(
  order: SessionRewrite,
  tools: RewriteTools,
): Promise<Rewritten | Refused> {
  const { path, sessionId } = order;
  const { fileSystem, configDirectory } = tools;
  const store: BackupStore = { configDirectory, fileSystem };
  if (isSubagentPath(path)) return refused('noSession');
  if (wayFrom(backupsDirectory(configDirectory), path) !== null) return refused('kept');
  if (!(await prepareBackups(store, sessionId))) return refused('untrustedPath');
  await removeStaleTemporaryFiles(dirname(path), fileSystem, tools.nowMs());
  const made: { backup: Backup | null; owner: SessionOwner } = { backup: null, owner: 'none' };
  const holdOld = async (old: OpenFile): Promise<boolean> => {
    const { backup } = made;
    if (backup === null || tools.held === undefined) return false;
    if (await isSecondName(store, backup)) return false;
    await tools.held.keep(backup.id, path, old);
    return true;
  };

  const beforeReplacing = async (written: Written): Promise<Refused | null> => {
    const problem = order.problem();
    if (problem !== null) return problem;
    const { edits } = order;
    const unsound = edits === null ? null : await checkWritten(path, written, edits, fileSystem);
    if (unsound !== null) return refused('integrity', unsound);
    const { owner, holder } = await ownedBy(path, tools);
    made.owner = owner;
    if (made.owner === 'busy') return refused('busy');
    if (made.owner === 'unknown' && tools.assumeClosed !== true) return refused('maybeOpen');
    if (!(await order.isLockHeld())) return refused('locked');
    const kept: BackupOrder = {
      ...order.backup,
      sessionId,
      dateMs: tools.nowMs(),
      path,
      sizeBytes: written.oldBytes,
      sha256: written.oldSha256,
      newBytes: written.newBytes,
      carriedToBytes: written.carriedToBytes,
      oldInode: String(order.planned.ino),
      newInode: inodeOf(await fileSystem.stateOf(written.temporaryPath)),
      heldBy: holder && asHoldingProcess(holder),
      archived: null,
    };
    made.backup = await createBackup(store, kept, 'name');
    await removeResumeHead(path, fileSystem);
    return null;
  };

  let replaced;
  try {
    replaced = await replaceSessionFile({ ...order, fileSystem, beforeReplacing, holdOld });
  } catch (error) {
    const now = await fileSystem.stateOf(path).catch(() => null);
    if (now !== null && isSameFile(now, order.planned)) await discard(store, made.backup);
    throw error;
  }
  const { backup, owner } = made;
  if (replaced.kind !== 'replaced' || backup === null) {
    await discard(store, backup);
    if (replaced.kind === 'refusedBefore') return replaced.refusal;
    const reason = replaced.kind === 'refused' ? replaced.reason : 'failed';
    return refused(reason === 'notAFile' ? 'unreadable' : reason);
  }
  await sealBackup(store, backup).catch(() => undefined);
  const { written, appendedBytes } = replaced;
  // Without it the lines in between are told by what they say.
  const noted = await noteCarried(store, backup, written.oldBytes + appendedBytes).catch(
    () => backup,
  );
  await retainBackups(store, tools.retention, backup.id, tools.nowMs());
  return { kind: 'rewritten', backup: noted, owner, lostSight: replaced.lostSight };
}

function inodeOf(state: FileState | null): string | null {
  return state === null ? null : String(state.ino);
}

/**
 * What cannot be removed is no backup as long as the session file stands, and is cleaned up later.
 */
async function discard(store: BackupStore, backup: Backup | null): Promise<void> {
  if (backup !== null) await removeBackup(store, backup).catch(() => undefined);
}

/** Claude Code's cache of how a session begins: it is made again, and would be of the old file. */
async function removeResumeHead(path: string, fileSystem: SessionFileSystem): Promise<void> {
  const sideFolder = join(dirname(path), basename(path, '.jsonl'));
  if ((await fileSystem.stateOf(sideFolder))?.kind !== 'directory') return;
  const head = join(sideFolder, 'resume-head.jsonl');
  if ((await fileSystem.stateOf(head))?.kind === 'file') await fileSystem.remove(head);
}
