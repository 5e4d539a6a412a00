import { basename, dirname, join } from 'node:path';
import { notAsPlanned, takeOver, type NotAsPlanned } from './replaceSessionFile';
import { copyBytes, rewriteLines, type RewriteLine } from './rewriteLines';
import { withSessionId } from '../sessionFile/sessionIdKeys';
import {
  isSameFile,
  type FileState,
  type OpenFile,
  type SessionFileSystem,
} from '../sessionFile/sessionFileSystem';
import { TemporaryFile } from './temporaryFile';

export interface CopyOptions<Refusal> {
  readonly path: string;
  /** The file as it was when the plan was made; the copy is of that moment. */
  readonly planned: FileState;
  readonly newSessionId: string;
  readonly rewriteLine: RewriteLine;
  /** What the copy says in addition, as its last line. */
  readonly lastLine: Buffer;
  /** Looks at the rewritten lines, still under the old id, before the copy appears. */
  readonly beforeAppearing: (temporaryPath: string) => Promise<Refusal | null>;
  readonly fileSystem: SessionFileSystem;
}

export type Copied<Refusal> =
  | { readonly kind: 'copied'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'refused'; readonly reason: NotAsPlanned }
  | { readonly kind: 'refusedBefore'; readonly refusal: Refusal };

/** A loader's cache of the old file. */
const NOT_COPIED = ['resume-head.jsonl'];
const MAX_DEPTH = 16;
const LINE_FEED = Buffer.from('\n');

/**
 * Makes a new session out of a session file with some lines rewritten: only its own `sessionId`
 * keys change besides, one line is added, and what lies in its side folder (subagents, large
 * outputs) is copied. The original is only read. The new session file appears last, and whole.
 *
 * @throws what the file system throws, with nothing left of the copy.
 */
export async function copySession<Refusal>(
  options: CopyOptions<Refusal>,
): Promise<Copied<Refusal>> {
  const { path, planned, newSessionId, fileSystem } = options;
  const reason = notAsPlanned(await fileSystem.stateOf(path), planned);
  if (reason !== null) return { kind: 'refused', reason };
  const directory = dirname(path);
  const newPath = join(directory, `${newSessionId}.jsonl`);
  const sideFolder = join(directory, basename(path, '.jsonl'));
  const newSideFolder = join(directory, newSessionId);
  const made: TemporaryFile[] = [];
  const temporary = async (): Promise<TemporaryFile> => {
    const file = await TemporaryFile.create(newPath, fileSystem);
    made.push(file);
    return file;
  };
  let hasAppeared = false;
  try {
    const rewritten = await temporary();
    const isRewritten = await opened(
      fileSystem.openToRead(path),
      async (old) =>
        isSameFile(await old.state(), planned) &&
        (await rewriteLines({
          from: old,
          upToBytes: planned.sizeBytes,
          to: rewritten.file,
          rewriteLine: options.rewriteLine,
          extentsOf: null,
        })) !== null,
    );
    if (!isRewritten) return { kind: 'refused', reason: 'changed' };
    const refusal = await options.beforeAppearing(rewritten.path);
    if (refusal !== null) return { kind: 'refusedBefore', refusal };
    const renamed = await temporary();
    const sizeBytes = await opened(fileSystem.openToRead(rewritten.path), async (from) => {
      const upToBytes = (await from.state()).sizeBytes;
      await rewriteLines({
        from,
        upToBytes,
        to: renamed.file,
        rewriteLine: ({ bytes }) => (bytes === null ? null : withSessionId(bytes, newSessionId)),
        extentsOf: null,
      });
      const end = (await endsItsLine(from, upToBytes)) ? [] : [LINE_FEED];
      await renamed.file.write([...end, options.lastLine, LINE_FEED]);
      await takeOver(planned, renamed.file);
      return (await renamed.file.state()).sizeBytes;
    });
    await renamed.finish();
    await copyFolder(sideFolder, newSideFolder, fileSystem, MAX_DEPTH);
    if (!(await renamed.appear())) throw new Error(`There is a session ${newSessionId} already.`);
    hasAppeared = true;
    await fileSystem.syncDirectory(directory).catch(() => undefined);
    return { kind: 'copied', path: newPath, sizeBytes };
  } finally {
    for (const leftover of made) await leftover.dispose();
    if (!hasAppeared)
      await removeFolder(newSideFolder, fileSystem, MAX_DEPTH).catch(() => undefined);
  }
}

/** Whether the last line is whole: what is written behind a torn one would become a part of it. */
async function endsItsLine(file: OpenFile, sizeBytes: number): Promise<boolean> {
  const last = Buffer.alloc(1);
  return (
    sizeBytes === 0 || ((await file.read(last, sizeBytes - 1)) === 1 && last.equals(LINE_FEED))
  );
}

async function opened<Result>(
  opening: OpenFile | Promise<OpenFile>,
  use: (file: OpenFile) => Promise<Result>,
): Promise<Result> {
  const file = await opening;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Files and folders only: a symlink could lead anywhere. */
async function copyFolder(
  from: string,
  to: string,
  fileSystem: SessionFileSystem,
  depth: number,
): Promise<void> {
  if ((await fileSystem.stateOf(from))?.kind !== 'directory' || depth === 0) return;
  await fileSystem.makeDirectory(to);
  for (const name of await fileSystem.namesIn(from)) {
    const state = NOT_COPIED.includes(name) ? null : await fileSystem.stateOf(join(from, name));
    if (state?.kind === 'directory')
      await copyFolder(join(from, name), join(to, name), fileSystem, depth - 1);
    if (state?.kind !== 'file') continue;
    await opened(fileSystem.openToRead(join(from, name)), (source) =>
      opened(fileSystem.create(join(to, name)), async (copy) => {
        await copyBytes(source, 0, state.sizeBytes, copy);
        await takeOver(state, copy);
        await copy.sync();
      }),
    );
  }
}

async function removeFolder(
  path: string,
  fileSystem: SessionFileSystem,
  depth: number,
): Promise<void> {
  if ((await fileSystem.stateOf(path))?.kind !== 'directory' || depth === 0) return;
  for (const name of await fileSystem.namesIn(path)) {
    if ((await fileSystem.stateOf(join(path, name)))?.kind === 'directory')
      await removeFolder(join(path, name), fileSystem, depth - 1);
    else await fileSystem.remove(join(path, name));
  }
  await fileSystem.removeDirectory(path);
}
