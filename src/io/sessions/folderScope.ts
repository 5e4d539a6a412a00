import { realpath } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { gitWorktrees } from './gitWorktrees';
import { foldCase } from './projectDirectory';

/** The places whose sessions belong to this workspace: everything at or below one of them. */
export interface FolderScope {
  /** Per workspace folder: the path as given and its real path. */
  readonly folders: readonly (readonly string[])[];
  /** Git worktrees of those folders, as git writes them and as real paths. */
  readonly worktrees: readonly string[];
  readonly platform: NodeJS.Platform;
  /** All of them in the form in which paths are compared. */
  readonly roots: readonly string[];
}

/**
 * Resolves symlinks and finds git worktrees. A folder that does not exist stays as it was given.
 * Never throws.
 */
export async function folderScope(
  folders: readonly string[],
  platform: NodeJS.Platform,
): Promise<FolderScope> {
  const spelled = await Promise.all(folders.map(spellings));
  const worktrees = await Promise.all(spelled.map((paths) => gitWorktrees(paths.at(-1)!)));
  const spelledWorktrees = await Promise.all(worktrees.flat().map(spellings));
  return scopeOf(spelled, [...new Set(spelledWorktrees.flat())], platform);
}

export function scopeOf(
  folders: FolderScope['folders'],
  worktrees: readonly string[],
  platform: NodeJS.Platform,
): FolderScope {
  const roots = [...folders.flat(), ...worktrees].map((path) => comparable(path, platform));
  return { folders, worktrees, platform, roots };
}

/** Whether a recorded working directory is one of the places of the scope or lies below one. */
export function isInScope({ roots, platform }: FolderScope, cwd: string): boolean {
  if (!pathOf(platform).isAbsolute(cwd)) return false;
  const inner = comparable(cwd, platform);
  return roots.some(
    (root) =>
      inner === root ||
      inner.startsWith(root.endsWith(pathOf(platform).sep) ? root : root + pathOf(platform).sep),
  );
}

/**
 * The git worktree of the workspace that a recorded working directory is in; `null` where it is in
 * a folder of the workspace, or in neither.
 */
export function worktreeOf(scope: FolderScope, cwd: string | null): string | null {
  const { folders, worktrees, platform } = scope;
  if (cwd === null || worktrees.length === 0) return null;
  const isIn = (root: string): boolean => isInScope(scopeOf([[root]], [], platform), cwd);
  const longest = [...folders.flat(), ...worktrees]
    .filter(isIn)
    .reduce((found, root) => (root.length > found.length ? root : found), '');
  return longest !== '' && !folders.flat().includes(longest) ? longest : null;
}

/** Whether a folder is one of these or below one, by real paths: a link may lead anywhere. */
export async function isBelowAny(folders: readonly string[], folder: string): Promise<boolean> {
  const roots = await Promise.all(folders.map((each) => realpath(each).catch(() => each)));
  const scope = scopeOf(
    roots.map((root) => [root]),
    [],
    process.platform,
  );
  return isInScope(scope, await realpath(folder));
}

function comparable(path: string, platform: NodeJS.Platform): string {
  return foldCase(pathOf(platform).resolve(path), platform);
}

function pathOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

async function spellings(folder: string): Promise<readonly string[]> {
  const real = await realpath(folder).catch(() => folder);
  return real === folder ? [folder] : [folder, real];
}
