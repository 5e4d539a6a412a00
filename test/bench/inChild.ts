import { fork } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { SEMI_SPACE_MB } from '../../src/worker/youngGeneration';
import type { Measurements } from './measure';

const TIME_LIMIT_MS = 180_000;

/** Runs one measurement in a fresh process and returns what it measured. */
export type InChild = <Name extends keyof Measurements>(
  name: Name,
  ...args: Parameters<Measurements[Name]>
) => Promise<Awaited<ReturnType<Measurements[Name]>>>;

/**
 * Bundles the measurements as the extension is bundled, so that no TypeScript loader is measured
 * along.
 *
 * @param folder temporary: holds the bundle, and stands for the home directory, so that no real
 * session is read.
 */
export async function childRunner(folder: string): Promise<InChild> {
  const script = path.join(folder, 'measure.js');
  await build({
    entryPoints: [path.join(__dirname, 'measure.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    USERPROFILE: folder,
    CLAUDE_CONFIG_DIR: path.join(folder, 'claude'),
    TMPDIR: folder,
    TEMP: folder,
  };
  // As the worker of the extension runs.
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      const child = fork(script, [name, ...args], {
        execArgv: ['--expose-gc', `--max-semi-space-size=${SEMI_SPACE_MB}`],
        env,
        timeout: TIME_LIMIT_MS,
      });
      let result: Awaited<ReturnType<Measurements[typeof name]>> | undefined;
      child.on('message', (message) => (result = message as typeof result));
      child.on('error', reject);
      child.on('close', (code, signal) => {
        const after = signal === null ? '' : `, after ${TIME_LIMIT_MS / 1000} s`;
        if (result !== undefined) resolve(result);
        else reject(new Error(`${name} ended with ${signal ?? String(code)}${after}.`));
      });
    });
}
