import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Carried } from './carried';
import { copyBytes, hashOf, rewriteLines, type RewriteLine } from './rewriteLines';
import {
  codeOf,
  isSameFile,
  isSameState,
  type FileState,
  type OpenFile,
  type SessionFileSystem,
} from '../sessionFile/sessionFileSystem';
import { withTemporaryFile, type TemporaryFile } from './temporaryFile';

export interface ReplaceOptions<Refusal> {
  readonly path: string;
  /** The file as it was when the plan was made. */
  readonly planned: FileState;
  readonly rewriteLine: RewriteLine;
  /**
   * The new content, in place of rewritten lines: nothing is carried over then, and a file that
   * grows meanwhile is refused.
   */
  readonly content?: { readonly file: OpenFile; readonly bytes: number };
  /** What extents refer to: the backup that is put back. */
  readonly extentsOf?: OpenFile;
  /**
   * Looks at what was written, and keeps the old bytes, before anything is replaced. A refusal
   * leaves all as it was.
   */
  readonly beforeReplacing: (written: Written) => Promise<Refusal | null>;
  /** Takes the old file over, open, once it was replaced, and closes it; else it is closed here. */
  readonly holdOld?: (old: OpenFile) => Promise<boolean>;
  readonly fileSystem: SessionFileSystem;
}

/** The new file, complete but not yet in place. */
export interface Written {
  readonly temporaryPath: string;
  /** The planned bytes of the old file: how many, and their hash. */
  readonly oldBytes: number;
  readonly oldSha256: string;
  /**
   * How much of the old file is in the new one: more than was planned on, where it grew meanwhile.
   */
  readonly carriedToBytes: number;
  readonly newBytes: number;
}

export type Replaced<Refusal> =
  | {
      readonly kind: 'replaced';
      readonly written: Written;
      readonly appendedBytes: number;
      readonly lostSight: LostSight | null;
    }
  | { readonly kind: 'refused'; readonly reason: NotAsPlanned }
  | { readonly kind: 'refusedBefore'; readonly refusal: Refusal };

/**
 * `changed`: it is another file by now, or its planned bytes are others. `symlink`: it could lead
 * anywhere.
 */
export type NotAsPlanned = 'missing' | 'changed' | 'symlink' | 'notAFile';

/**
 * A failure after the new file was in place: the end of what others appended to the old one may be
 * missing from it.
 */
export interface LostSight {
  readonly code: string;
  /** How much of the old file is in the new one. */
  readonly carriedToBytes: number;
}

/**
 * An appender opens by path, writes and closes; one that opened the old file in the last moment has
 * mostly written by then. What comes later still is looked for when nobody waits any more.
 */
const LATE_LOOKS_MS = [10, 40];

/**
 * Replaces a session file by itself with some lines rewritten. Until the rename the old file is
 * untouched, from then on the new one is whole; what others append at any time is carried over.
 * Only a rename of the finished copy ever touches the path.
 *
 * @throws what the file system throws, with the old file in place and the copy gone.
 */
export async function replaceSessionFile<Refusal>(
  options: ReplaceOptions<Refusal>,
): Promise<Replaced<Refusal>> {
  const { path, planned, fileSystem } = options;
  const reason = notAsPlanned(await fileSystem.stateOf(path), planned);
  if (reason !== null) return { kind: 'refused', reason };
  const old = await fileSystem.openToRead(path);
  let isHeld = false;
  try {
    if (!isSameFile(await old.state(), planned)) return { kind: 'refused', reason: 'changed' };
    const replaced = await replaceOpened(options, old);
    isHeld = replaced.kind === 'replaced' && (await options.holdOld?.(old)) === true;
    return replaced;
  } finally {
    if (!isHeld) await old.close().catch(() => undefined);
  }
}

export function notAsPlanned(now: FileState | null, planned: FileState): NotAsPlanned | null {
  if (now === null) return 'missing';
  if (now.kind === 'symlink') return 'symlink';
  if (now.kind !== 'file') return 'notAFile';
  return isSameState(now, planned) ? null : 'changed';
}

async function replaceOpened<Refusal>(
  options: ReplaceOptions<Refusal>,
  old: OpenFile,
): Promise<Replaced<Refusal>> {
  const { path, fileSystem } = options;
  return withTemporaryFile(path, fileSystem, async (copy): Promise<Replaced<Refusal>> => {
    const found = await writeCopy(options, old, copy);
    if (found.kind !== 'ready') return found;
    const { carried, written } = found;
    const lostSight = await carryLateAppends(
      carried,
      path,
      fileSystem,
      options.content === undefined ? LATE_LOOKS_MS : [],
    );
    return {
      kind: 'replaced',
      written,
      appendedBytes: carried.position - written.oldBytes,
      lostSight,
    };
  });
}

async function writeCopy<Refusal>(
  options: ReplaceOptions<Refusal>,
  old: OpenFile,
  temporary: TemporaryFile,
) {
  const { path, planned, fileSystem } = options;
  const copy = temporary.file;
  await takeOver(planned, copy);
  const sha256 = await writeContent(options, old, copy);
  if (sha256 === null) return { kind: 'refused', reason: 'changed' } as const;
  const carries = options.content === undefined;
  const carried = new Carried(old, copy, planned.sizeBytes);
  if (carries) await carried.carry();
  await copy.sync();
  const newBytes = (await copy.state()).sizeBytes;
  const written: Written = {
    temporaryPath: temporary.path,
    oldBytes: planned.sizeBytes,
    oldSha256: sha256,
    carriedToBytes: carried.position,
    newBytes,
  };
  const refusal = await options.beforeReplacing(written);
  if (refusal !== null) return { kind: 'refusedBefore', refusal } as const;
  const changed = await temporary.replace(async () => {
    if (carries) await carried.carryToWholeLine();
    const now = await fileSystem.stateOf(path);
    const hasGrown = !carries && now !== null && now.sizeBytes > planned.sizeBytes;
    return now === null ||
      hasGrown ||
      !isSameFile(now, planned) ||
      now.sizeBytes < carried.position ||
      (now.sizeBytes === planned.sizeBytes && now.mtimeNs !== planned.mtimeNs)
      ? ({ kind: 'refused', reason: 'changed' } as const)
      : null;
  });
  return changed ?? ({ kind: 'ready', carried, written } as const);
}

/** @returns the hash of the planned bytes of the old file; `null` where it has become shorter. */
async function writeContent<Refusal>(
  { planned, rewriteLine, content, extentsOf }: ReplaceOptions<Refusal>,
  old: OpenFile,
  copy: OpenFile,
): Promise<string | null> {
  if (content === undefined)
    return (
      (
        await rewriteLines({
          from: old,
          upToBytes: planned.sizeBytes,
          to: copy,
          rewriteLine,
          extentsOf: extentsOf ?? null,
        })
      )?.sha256 ?? null
    );
  if ((await copyBytes(content.file, 0, content.bytes, copy)) < content.bytes)
    throw new Error('The content has become shorter than it was.');
  return hashOf(old, planned.sizeBytes);
}

/** Mode and owner are those of the old file: Claude Code must be able to go on in it. */
export async function takeOver(planned: FileState, copy: OpenFile): Promise<void> {
  const { uid, gid } = await copy.state();
  if (uid !== planned.uid || gid !== planned.gid) {
    try {
      await copy.setOwner(planned.uid, planned.gid);
    } catch (error) {
      if (uid !== planned.uid) throw error;
    }
  }
  await copy.setMode(planned.mode);
}

/** From here on the new file is in place: nothing may fail any more, only be told. */
async function carryLateAppends(
  carried: Carried,
  path: string,
  fileSystem: SessionFileSystem,
  looksMs: readonly number[],
): Promise<LostSight | null> {
  let problem: unknown = null;
  try {
    // Before anything else: what others append by the new name from now on comes after it.
    if (looksMs.length > 0) await carried.carry('wholeLines');
    await fileSystem.syncDirectory(dirname(path));
    for (const waitMs of looksMs) {
      await delay(waitMs);
      // the rest of a torn line would come behind what others have appended by then
      if ((await carried.carry('wholeLines')) > 0) await carried.sync();
    }
  } catch (error) {
    problem = error;
  }
  return problem === null
    ? null
    : { code: codeOf(problem) || 'unknown', carriedToBytes: carried.position };
}
