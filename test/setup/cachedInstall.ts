import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runCommand } from './runCommand';

/** Receives one line for every step that takes time. */
export type Report = (line: string) => void;

/**
 * Makes `directory` by calling `fill` on an empty one beside it, unless it exists already.
 *
 * It appears by one rename after `fill` has succeeded: an interrupted install leaves nothing that
 * looks finished, the next run begins anew, and two runs at once do no harm.
 *
 * @throws what `fill` throws.
 */
export async function cachedInstall(
  directory: string,
  fill: (partial: string) => Promise<void>,
): Promise<void> {
  if (existsSync(directory)) return;

  await mkdir(path.dirname(directory), { recursive: true });
  await removeAbandonedInstalls(path.dirname(directory));
  const partial = `${directory}.partial-${process.pid}`;
  try {
    await mkdir(partial);
    await fill(partial);
    await rename(partial, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // otherwise another run was quicker
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Runs `npm install` in `directory`, which needs no package.json and takes none from the
 * directories above it.
 */
export async function npmInstall(
  directory: string,
  args: string[],
  timeLimitMs: number,
): Promise<void> {
  const manifest = path.join(directory, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  await runCommand('npm', ['install', ...args, ...quiet], { cwd: directory, timeLimitMs });
}

/** Each half-done install of a run that lives no more would keep several hundred MB. */
async function removeAbandonedInstalls(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
