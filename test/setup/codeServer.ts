import { existsSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import type { Report } from './cachedInstall';
import { cachedInstall, npmInstall } from './cachedInstall';

/** Carries Code 1.139.1. */
const codeServerVersion = '4.139.1';
const installTimeLimitMs = 10 * 60_000;

/**
 * Returns the script that starts code-server, a real VS Code whose window is a web page, fetched
 * into `cacheDirectory` when absent. It runs on Node 24 only.
 *
 * Install scripts stay off: they compile for minutes, and the packages bring what matters
 * (terminals, file watching) ready built. Only the log writer is missing then; spdlogStandIn.ts
 * takes its place.
 *
 * @throws Error with one sentence when npm fails or takes too long, or when there is no code-server
 * for this platform.
 */
export async function fetchCodeServer(cacheDirectory: string, report: Report): Promise<string> {
  if (process.platform === 'win32')
    throw new Error('code-server does not run on Windows; the tests need desktop VS Code there.');

  const directory = path.join(cacheDirectory, 'code-server', codeServerVersion);
  const entry = ['node_modules', 'code-server', 'out', 'node', 'entry.js'];
  await cachedInstall(directory, async (partial) => {
    report(`code-server ${codeServerVersion}: fetching with npm (620 MB)`);
    await npmInstall(
      partial,
      ['--ignore-scripts', `code-server@${codeServerVersion}`],
      installTimeLimitMs,
    );
    const vscode = path.join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
    await npmInstall(vscode, ['--ignore-scripts', '--omit=dev'], installTimeLimitMs);
    await npmInstall(
      path.join(vscode, 'extensions'),
      ['--ignore-scripts', '--omit=dev'],
      installTimeLimitMs,
    );
    await build({
      entryPoints: [path.join(__dirname, 'spdlogStandIn.ts')],
      outfile: path.join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js'),
      allowOverwrite: true,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    if (!existsSync(path.join(partial, ...entry)))
      throw new Error(`code-server ${codeServerVersion} has no ${entry.join('/')}.`);
  });
  return path.join(directory, ...entry);
}
