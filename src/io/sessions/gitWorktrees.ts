import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readBytes } from '../sessionFile/readBytes';
import { isRemotePath } from './remotePath';

const MAX_POINTER_BYTES = 4096;

/**
 * The other working trees of the repository whose top folder is `folder`, as `git worktree list`
 * would name them: the linked ones and, seen from a linked one, the main one. Read from the files
 * under `.git`, without running git. A listed tree counts only if its own `.git` points back; none
 * for a folder inside a repository, for a submodule without worktrees or when anything cannot be
 * read.
 */
export async function gitWorktrees(folder: string): Promise<readonly string[]> {
  const gitDirectory = await gitDirectoryOf(folder);
  const commonDirectory = await commonDirectoryOf(gitDirectory);
  const administrative = join(commonDirectory, 'worktrees');
  const names = await readdir(administrative).catch(() => []);
  const linked = await Promise.all(names.map((name) => linkedWorktree(join(administrative, name))));
  const isLinked = commonDirectory !== gitDirectory;
  const main = isLinked && basename(commonDirectory) === '.git' ? [dirname(commonDirectory)] : [];
  return [...main, ...linked].filter(
    (tree): tree is string => tree !== null && tree !== resolve(folder),
  );
}

/** `.git` itself, or where a `.git` file says that it is. */
async function gitDirectoryOf(folder: string): Promise<string> {
  const dotGit = join(folder, '.git');
  const pointer = followed((await readPointer(dotGit))?.match(/^gitdir: (.+)$/)?.[1]);
  return pointer === undefined ? dotGit : resolve(folder, pointer);
}

async function commonDirectoryOf(gitDirectory: string): Promise<string> {
  const pointer = followed(await readPointer(join(gitDirectory, 'commondir')));
  return pointer === undefined ? gitDirectory : resolve(gitDirectory, pointer);
}

async function linkedWorktree(administrative: string): Promise<string | null> {
  const pointer = followed(await readPointer(join(administrative, 'gitdir')));
  if (pointer === undefined) return null;
  const tree = dirname(resolve(administrative, pointer));
  return (await isSameDirectory(await gitDirectoryOf(tree), administrative)) ? tree : null;
}

async function isSameDirectory(a: string, b: string): Promise<boolean> {
  const [realA, realB] = await Promise.all([a, b].map((path) => realpath(path).catch(() => null)));
  return realA !== null && realA === realB;
}

/** The pointer, where it does not lead to another machine. */
function followed(pointer: string | null | undefined): string | undefined {
  return pointer == null || isRemotePath(pointer, process.platform) ? undefined : pointer;
}

/** The first line of one of git's small files; `null` when there is none. */
async function readPointer(path: string): Promise<string | null> {
  const bytes = await readBytes(path, MAX_POINTER_BYTES);
  return bytes?.toString('utf8').split(/\r?\n/, 1)[0]?.trim() || null;
}
