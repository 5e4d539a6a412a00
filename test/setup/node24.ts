import { existsSync } from 'node:fs';
import path from 'node:path';

import type { Report } from './cachedInstall';
import { cachedInstall, npmInstall } from './cachedInstall';

const node24Version = '24.21.0';
const installTimeLimitMs = 5 * 60_000;

/**
 * Returns a Node 24 binary: the one running this, or else one from `cacheDirectory`, fetched when
 * absent.
 *
 * It has a directory of its own: installed inside the project it would come first in the PATH of
 * every npm script.
 *
 * @throws Error with one sentence when npm fails or takes longer than five minutes.
 */
export async function fetchNode24(cacheDirectory: string, report: Report): Promise<string> {
  if (process.versions.node.startsWith('24.')) return process.execPath;

  const directory = path.join(cacheDirectory, 'node', node24Version);
  const binary = ['node_modules', 'node', 'bin', 'node'];
  await cachedInstall(directory, async (partial) => {
    report(`Node ${node24Version}: fetching with npm (190 MB)`);
    await npmInstall(
      partial,
      ['--ignore-scripts=false', `node@${node24Version}`],
      installTimeLimitMs,
    );
    if (!existsSync(path.join(partial, ...binary)))
      throw new Error(`The npm package node@${node24Version} left no ${binary.join('/')}.`);
  });
  return path.join(directory, ...binary);
}
