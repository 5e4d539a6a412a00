import { rm } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

/**
 * Bundles the test files with their runner and returns the path of the runner, which VS Code takes
 * as a tests path.
 */
export async function buildSuite(testFiles: string[], outputDirectory: string): Promise<string> {
  await rm(outputDirectory, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(__dirname, 'index.ts'), ...testFiles],
    outdir: outputDirectory,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outputDirectory, 'index.js');
}
