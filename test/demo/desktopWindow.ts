import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcessGroup } from '../host/codeServer/processGroup';
import { quietSettings } from '../host/codeServer/quietSettings';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { projectDirectory } from '../setup/cacheDirectory';
import type { OpenWindow, WindowOptions } from './openWindow';
import { desktopVariables } from './windowEnvironment';

/**
 * A VS Code that cannot run here (a library is missing, the display refuses) says so within
 * seconds.
 */
const FAILS_WITHIN_MS = 4000;
const KEPT_OUTPUT = 2000;

/**
 * Opens desktop VS Code with profile and extensions of its own, and the extension run from the
 * project directory.
 *
 * @throws Error with one sentence, and the program's last lines, when it ends at once.
 */
export async function openDesktopWindow(
  executable: string,
  { folder, environment, report }: WindowOptions,
): Promise<OpenWindow> {
  report('Desktop VS Code: starting');
  // A short name: on macOS the path of a socket inside may have 103 characters, and the temporary
  // directory takes 57 of them.
  const temporary = await makeTemporaryDirectory('meter-');
  const userData = path.join(temporary.path, 'data');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));

  const args = desktopArguments({
    folder,
    userData,
    extensions: path.join(temporary.path, 'extensions'),
    isRoot: process.getuid?.() === 0,
  });
  const group = startProcessGroup(executable, args, {
    cwd: temporary.path,
    env: { ...desktopVariables(process.env), ...environment },
  });
  let printed = '';
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream
      ?.setEncoding('utf8')
      .on('data', (text: string) => (printed = (printed + text).slice(-KEPT_OUTPUT)));
  }
  const closed = new AbortController();
  const ended = new Promise<string | null>((resolve) => {
    group.child.once('error', (error) => resolve(error.message));
    group.child.once('exit', (code) => {
      closed.abort();
      resolve(
        code === 0
          ? null
          : `it ended with ${String(code)}. ${printed.trim().split('\n').slice(-3).join(' ')}`,
      );
    });
  });
  const stop = async (): Promise<void> => {
    await group.stop();
    await temporary.remove();
  };
  const problem = await Promise.race([ended, pause(FAILS_WITHIN_MS, null)]);
  if (problem !== null) {
    await stop();
    throw new Error(`${executable} does not run here: ${problem}`);
  }
  return {
    name: `desktop VS Code, ${executable}`,
    address: null,
    logsDirectory: path.join(userData, 'logs'),
    closed: closed.signal,
    stop,
  };
}

/**
 * What desktop VS Code is started with: nothing of the person's own installation is read or
 * written.
 */
export function desktopArguments(open: {
  folder: string | null;
  userData: string;
  extensions: string;
  isRoot: boolean;
}): string[] {
  return [
    ...(open.folder === null ? [] : [open.folder]),
    '--new-window',
    `--user-data-dir=${open.userData}`,
    `--extensions-dir=${open.extensions}`,
    `--extensionDevelopmentPath=${projectDirectory}`,
    '--force-disable-user-env', // a login shell's CLAUDE_CONFIG_DIR would win over the demo's
    '--disable-workspace-trust',
    '--disable-updates',
    '--disable-telemetry',
    '--disable-crash-reporter',
    '--skip-welcome',
    '--skip-release-notes',
    '--password-store=basic',
    ...(open.isRoot ? ['--no-sandbox'] : []),
  ];
}
