import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';
import { EXTENSION_ID } from '../../fixtures/extensionId';
import { projectDirectory } from '../../setup/cacheDirectory';
import type { Observed } from './observedPath';

const DIRECTORY = path.join(projectDirectory, 'out', 'paths');
const FILE = path.join(DIRECTORY, 'observed.jsonl');

/**
 * From now on the windows of this process write down which paths the extension asks for.
 *
 * @returns what reads them.
 */
export async function observePaths(): Promise<() => Observed[]> {
  rmSync(DIRECTORY, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(__dirname, 'recordPaths.ts')],
    outdir: DIRECTORY,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
  });
  process.env.LEEWAY_OBSERVED_PATHS = FILE;
  return () =>
    readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Observed);
}

/** What a server is started with for its extension host to write its paths down. */
export function observing(isRestricted: boolean): {
  preload?: string;
  environment?: Record<string, string>;
} {
  const { LEEWAY_OBSERVED_PATHS: file } = process.env;
  if (file === undefined) return {};
  return {
    preload: path.join(DIRECTORY, 'recordPaths.js'),
    environment: {
      LEEWAY_OBSERVED_PATHS: file,
      LEEWAY_OBSERVED_RESTRICTED: isRestricted ? 'yes' : 'no',
      LEEWAY_OBSERVED_CODE: [
        `/extensions/${EXTENSION_ID}-[^/]+/dist/`,
        `${projectDirectory}/dist/`,
      ].join('|'),
    },
  };
}
