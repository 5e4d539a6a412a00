import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseToldFigures } from '../../src/domain/accounting/parseToldFigures';
import type { ToldFigures } from '../../src/domain/accounting/toldFigures';
import { readTold } from '../../src/io/companion/liveFiles';
import type { ClaudeSandbox } from './claudeSandbox';
import { until } from './until';

export const companionSource = path.join(__dirname, '../../companion');

/** Those that the companion is tested with; `test/setup/claudeCli.ts` says which they are. */
export const companionReleases = [
  { name: 'the measured release', binary: process.env['CLAUDE_BINARY']! },
  { name: 'the newest tested release', binary: process.env['COMPANION_CLAUDE_BINARY']! },
];

const TOLD_WITHIN_MS = 20_000;
const COMMAND_LIMIT_MS = 60_000;

/** The folder of the companion in a sandbox. */
export function companionFolder({ configDirectory }: ClaudeSandbox): string {
  return path.join(configDirectory, 'leeway', 'companion');
}

/** Installs the companion as the extension does: a folder that stays, and the official command. */
export async function installCompanion(sandbox: ClaudeSandbox): Promise<void> {
  const folder = companionFolder(sandbox);
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  await cp(companionSource, folder, { recursive: true });
  const said = await runPluginCommand(
    sandbox,
    'install',
    'leeway',
    '--marketplace',
    folder,
    '--json',
  );
  assert.match(said, /"outcome":"ok"/);
}

/** @returns what it printed. */
export function runPluginCommand(sandbox: ClaudeSandbox, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      sandbox.binary,
      ['plugin', ...args],
      { cwd: sandbox.workspace, env: sandbox.environment, timeout: COMMAND_LIMIT_MS },
      (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`)),
    );
  });
}

/** Waits until a session's companion has told something that fits, and returns it. */
export function toldBy(
  sandbox: ClaudeSandbox,
  sessionId: string,
  fits: (told: ToldFigures) => boolean = () => true,
): Promise<ToldFigures> {
  return until('the companion to tell', TOLD_WITHIN_MS, async () => {
    const told = await readTold(sandbox.configDirectory, sessionId);
    return told
      .flatMap((value) => parseToldFigures(value, sessionId) ?? [])
      .sort((a, b) => b.atMs - a.atMs)
      .find(fits);
  });
}

/** All texts of all files in which the companion and Leeway speak of a session. */
export async function liveTexts(sandbox: ClaudeSandbox, sessionId: string): Promise<string> {
  const folder = path.join(sandbox.configDirectory, 'leeway', 'live', sessionId);
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('\n');
}
