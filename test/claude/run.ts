// Runs the tests that drive the real Claude Code CLI:
//   npm run test:claude -- [--newest] [words of a title]
// With `--newest` all of them are run with the newest release there is.
import { spawn, spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import Mocha from 'mocha';
import { COMPANION_VERSION, fetchClaudeCli, newestClaudeVersion } from '../setup/claudeCli';

const isolatedMark = 'LEEWAY_LOOPBACK_ONLY';
const loopbackUp = 'ip link set lo up';

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  })
  .then((exitCode) => (process.exitCode = exitCode))
  .catch(() => (process.exitCode = 1));

/**
 * Fetches the CLI while there is a network, then runs the tests where there is none, if that is
 * possible.
 */
async function main(): Promise<number> {
  const isIsolated = process.env[isolatedMark] !== undefined;
  const report = (line: string) => isIsolated || console.log(line);
  const args = process.argv.slice(2).filter((arg) => arg !== '--newest');
  if (!isIsolated) {
    const cache = path.join(__dirname, '../../.cache/claude-code');
    const isNewest = args.length < process.argv.length - 2;
    const newest = isNewest ? await newestClaudeVersion(process.cwd()) : undefined;
    process.env['CLAUDE_BINARY'] = await fetchClaudeCli(cache, report, newest);
    process.env['COMPANION_CLAUDE_BINARY'] = await fetchClaudeCli(
      cache,
      report,
      newest ?? COMPANION_VERSION,
    );
  }
  const isolation = isIsolated ? undefined : isolatingCommand();
  return isolation === undefined ? runTests(args.join(' ')) : runAgain(isolation);
}

/**
 * The command that runs another one in a network of its own where only the loopback interface
 * exists; undefined where that is impossible.
 */
function isolatingCommand(): string[] | undefined {
  const unshare = ['unshare', process.getuid?.() === 0 ? '-n' : '-rn', 'sh', '-c'];
  const isPossible =
    process.platform === 'linux' &&
    spawnSync('unshare', [...unshare.slice(1), loopbackUp]).status === 0;
  if (isPossible) return [...unshare, `${loopbackUp} && exec "$@"`, 'sh'];
  console.log('Network: shared with this machine; the CLI is told of no address but the mock.');
  return undefined;
}

async function runAgain([command, ...args]: string[]): Promise<number> {
  console.log('Network: loopback only.');
  const child = spawn(
    command!,
    [...args, process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    {
      stdio: 'inherit',
      env: { ...process.env, [isolatedMark]: '1' },
    },
  );
  return new Promise((resolve) =>
    child.on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1)),
  );
}

async function runTests(titleWords: string): Promise<number> {
  const mocha = new Mocha({ reporter: 'spec', timeout: 60_000, slow: 10_000, fgrep: titleWords });
  for (const name of (await readdir(__dirname)).sort()) {
    if (name.endsWith('.claude.ts')) mocha.addFile(path.join(__dirname, name));
  }
  await mocha.loadFilesAsync();
  let passed = 0;
  let failed = 0;
  await new Promise<void>((resolve) =>
    mocha
      .run(() => resolve())
      .on('pass', () => passed++)
      .on('fail', () => failed++),
  );
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
