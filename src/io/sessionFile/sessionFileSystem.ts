import { constants, type BigIntStats } from 'node:fs';
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rmdir,
  unlink,
} from 'node:fs/promises';

/** What tells one state of a file from another. */
export interface FileState {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly dev: bigint;
  readonly ino: bigint;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  /** Of the last change of whatever kind, new names included; nobody can set it. */
  readonly ctimeNs: bigint;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** An open file. Writes go to its end, wherever that is by then, and are whole. */
export interface OpenFile {
  state(): Promise<FileState>;
  /** @returns how many bytes were read; 0 at the end of the file. */
  read(buffer: Buffer, position: number): Promise<number>;
  write(pieces: readonly Buffer[]): Promise<void>;
  sync(): Promise<void>;
  setMode(mode: number): Promise<void>;
  setOwner(uid: number, gid: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * All that rewriting asks of a file system; errors are those of Node. Symlinks are followed nowhere
 * but in the directories above.
 */
export interface SessionFileSystem {
  /** `null` where there is nothing. */
  stateOf(path: string): Promise<FileState | null>;
  openToRead(path: string): Promise<OpenFile>;
  /** A file that is there. */
  openToAppend(path: string): Promise<OpenFile>;
  /**
   * A new file. @param mode permission bits, of which the umask takes its share; by default for its
   * owner alone.
   */
  create(path: string, mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails across file systems, and where there is no such thing. */
  link(existing: string, path: string): Promise<void>;
  remove(path: string): Promise<void>;
  removeDirectory(path: string): Promise<void>;
  /** With those above it, for the owner alone. */
  makeDirectory(path: string): Promise<void>;
  /** Empty where there is no directory. */
  namesIn(path: string): Promise<readonly string[]>;
  /** Makes renames and new names in it last. */
  syncDirectory(path: string): Promise<void>;
}

/**
 * Undefined, hence 0, on Windows. Without O_NONBLOCK, opening a named pipe would hold a thread for
 * ever.
 */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const APPEND =
  constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const CREATE =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_EXCL |
  constants.O_NOFOLLOW |
  constants.O_APPEND;

export const localFileSystem: SessionFileSystem = {
  stateOf: async (path) => {
    try {
      return stateFrom(await lstat(path, { bigint: true }));
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
      throw error;
    }
  },
  openToRead: async (path) => openFile(await open(path, READ)),
  openToAppend: async (path) => openFile(await open(path, APPEND)),
  create: async (path, mode = 0o600) => openFile(await open(path, CREATE, mode)),
  rename,
  link,
  remove: unlink,
  removeDirectory: rmdir,
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  namesIn: async (path) => {
    try {
      return await readdir(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
      throw error;
    }
  },
  syncDirectory: async (path) => {
    if (process.platform === 'win32') return; // directories cannot be opened there
    const directory = await open(path, constants.O_RDONLY);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};

/** Node's code of a file system error; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The same file with the same bytes, as far as its dates tell. */
export function isSameState(one: FileState, other: FileState): boolean {
  return (
    isSameFile(one, other) && one.sizeBytes === other.sizeBytes && one.mtimeNs === other.mtimeNs
  );
}

/** The same, and not touched at all: nobody wrote to it and put the date back. */
export function isUntouched(one: FileState, other: FileState): boolean {
  return isSameState(one, other) && one.ctimeNs === other.ctimeNs;
}

/** The same file, whatever was written in it. */
export function isSameFile(one: FileState, other: FileState): boolean {
  return one.kind === other.kind && one.dev === other.dev && one.ino === other.ino;
}

/** To read what a path leads to, symlinks included; a named pipe holds no thread. */
export async function openThroughLinks(path: string): Promise<OpenFile> {
  return openFile(await open(path, constants.O_RDONLY | constants.O_NONBLOCK));
}

function openFile(file: FileHandle): OpenFile {
  return {
    state: async () => stateFrom(await file.stat({ bigint: true })),
    read: async (buffer, position) =>
      (await file.read(buffer, 0, buffer.length, position)).bytesRead,
    write: async (pieces) => {
      for (const piece of pieces)
        for (let written = 0; written < piece.length;)
          written += (await file.write(piece, written)).bytesWritten;
    },
    sync: () => file.sync(),
    setMode: (mode) => file.chmod(mode),
    setOwner: (uid, gid) => file.chown(uid, gid),
    close: () => file.close(),
  };
}

function stateFrom(stats: BigIntStats): FileState {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : 'other';
  const { dev, ino, mtimeNs, ctimeNs } = stats;
  return {
    kind,
    dev,
    ino,
    sizeBytes: Number(stats.size),
    mtimeNs,
    ctimeNs,
    mode: Number(stats.mode) & 0o777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
  };
}
