import { readdir } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { isRemotePath } from '../sessions/remotePath';

export interface SettingsFile {
  readonly path: string;
  /**
   * An organization's: Claude Code drops what is wrong in it and keeps the rest. Of other files
   * with a mistake it takes nothing.
   */
  readonly isManaged: boolean;
}

export interface SettingsPlaces {
  readonly configDirectory: string;
  /** Where the session runs; `null` when that is not known. */
  readonly projectFolder: string | null;
  readonly platform: NodeJS.Platform;
  /** For tests; by default where Claude Code looks on this platform. */
  readonly managedDirectory?: string;
}

/**
 * Claude Code's settings files, strongest first: managed, local, project, user (the order measured
 * with 2.1.329). What an organization delivers by server, plist or registry is not read. Files need
 * not exist.
 */
export async function settingsFiles({
  configDirectory,
  projectFolder,
  platform,
  managedDirectory,
}: SettingsPlaces): Promise<readonly SettingsFile[]> {
  const path = platform === 'win32' ? win32 : posix;
  const own =
    projectFolder === null || isRemotePath(projectFolder, platform)
      ? []
      : [
          path.join(projectFolder, '.claude', 'settings.local.json'),
          path.join(projectFolder, '.claude', 'settings.json'),
        ];
  return [
    ...(await managedFiles(managedDirectory ?? managedDirectoryOf(platform), path)).map((file) => ({
      path: file,
      isManaged: true,
    })),
    ...[...own, path.join(configDirectory, 'settings.json')].map((file) => ({
      path: file,
      isManaged: false,
    })),
  ];
}

/** The folder under `C:\ProgramData` counted until 2.1.75. */
export function managedDirectoryOf(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return 'C:\\Program Files\\ClaudeCode';
    case 'darwin':
      return '/Library/Application Support/ClaudeCode';
    default:
      return '/etc/claude-code';
  }
}

/** Where an organization's fragments come and go. */
export function managedFragments({
  platform,
  managedDirectory,
}: Pick<SettingsPlaces, 'platform' | 'managedDirectory'>): string {
  const path = platform === 'win32' ? win32 : posix;
  return fragmentsIn(managedDirectory ?? managedDirectoryOf(platform), path);
}

function fragmentsIn(directory: string, path: typeof posix): string {
  return path.join(directory, 'managed-settings.d');
}

/**
 * Fragments are laid over the main file in the order of their names; hidden ones and other endings
 * do not count (measured with 2.1.329).
 */
async function managedFiles(directory: string, path: typeof posix): Promise<string[]> {
  const fragments = fragmentsIn(directory, path);
  const names = await readdir(fragments).catch(() => []);
  const files = names
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .reverse()
    .map((name) => path.join(fragments, name));
  return [...files, path.join(directory, 'managed-settings.json')];
}
