import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';

import { cacheDirectory } from '../../setup/cacheDirectory';
import type { Report } from '../../setup/cachedInstall';

const downloadTimeLimitMs = 60_000;

/**
 * Returns the program of a desktop VS Code that can open a window here: `VSCODE_PATH`, else the one
 * that `code` on the PATH belongs to, else a download into the cache. Otherwise returns why there
 * is none.
 */
export async function findDesktop(
  report: Report,
): Promise<{ executable: string } | { absent: string }> {
  const chosen = process.env.VSCODE_PATH;
  if (chosen !== undefined && chosen !== '')
    return existsSync(chosen)
      ? { executable: chosen }
      : { absent: `VSCODE_PATH names ${chosen}, which is not there` };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { absent: 'there is no display to open a window on' };
  }
  const onPath = programOfCodeOnPath();
  if (onPath !== undefined) return { executable: onPath };

  report('Desktop VS Code: trying to download it (time limit 60 s)');
  const download = downloadAndUnzipVSCode({
    cachePath: path.join(cacheDirectory, 'vscode'),
    reporter: new SilentReporter(),
  });
  const limit = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('it took longer than 60 s')), downloadTimeLimitMs).unref();
  });
  try {
    return { executable: await Promise.race([download, limit]) };
  } catch (error) {
    return {
      absent: `the download failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/**
 * `code` is a script that leaves at once; tests need the program it starts, whose place depends on
 * the platform.
 */
function programOfCodeOnPath(): string | undefined {
  const script = process.platform === 'win32' ? 'code.cmd' : 'code';
  const programs = {
    win32: ['../Code.exe'],
    darwin: ['../../../MacOS/Code', '../../../MacOS/Electron'],
    linux: ['../code'],
  }[process.platform as 'win32' | 'darwin' | 'linux'];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((directory) => path.join(directory, script))
    .filter((file) => existsSync(file))
    .flatMap((file) =>
      programs.map((program) => path.join(path.dirname(realpathSync(file)), program)),
    )
    .find((file) => existsSync(file));
}
