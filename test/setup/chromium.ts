import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

import type { Report } from './cachedInstall';
import { runCommand } from './runCommand';

const aptTimeLimitMs = 10 * 60_000;
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const shell = 'chromium-headless-shell';
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Returns a Chromium or Chrome: `CHROMIUM_PATH`, else an installed one, else it installs Debian's
 * when run as root there.
 *
 * @throws Error with one sentence that says what to install when there is none.
 */
export async function findOrInstallChromium(report: Report): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (!isExecutable(chosen))
      throw new Error(`CHROMIUM_PATH names ${chosen}, which is no program that can be run.`);
    return chosen;
  }
  const installed = findInstalled();
  if (installed !== undefined) return installed;

  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      'No Chromium found: install chromium or google-chrome, or name one in CHROMIUM_PATH.',
    );
  }
  report('Chromium: installing with apt-get (350 MB)');
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeLimitMs: aptTimeLimitMs,
  };
  await runCommand('apt-get', ['update', '-qq'], options);
  const install = (...packages: string[]): Promise<unknown> =>
    runCommand('apt-get', ['install', '-qq', '--no-install-recommends', ...packages], options);
  await install('chromium', 'fonts-dejavu-core');
  await install(shell).catch(() => report(`${shell}: not to be had here, the pages use chromium`));
  const fresh = findInstalled();
  if (fresh === undefined)
    throw new Error('apt-get installed chromium, but no chromium is on the PATH.');
  return fresh;
}

/**
 * The same for pages that need no window around them: the engine alone where it is installed, in
 * which a page opens in two thirds of the time.
 */
export async function findOrInstallShell(report: Report): Promise<string> {
  const browser = await findOrInstallChromium(report);
  return process.env.CHROMIUM_PATH === browser ? browser : (onPath([shell]) ?? browser);
}

function findInstalled(): string | undefined {
  return onPath(browsers) ?? macApplications.find(isExecutable);
}

function onPath(names: readonly string[]): string | undefined {
  const directories = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((directory) => directory !== '');
  return directories
    .flatMap((directory) => names.map((name) => path.join(directory, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
