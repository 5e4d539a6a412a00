import path from 'node:path';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { Following } from '../../src/operations/following/following';
import type { Report } from '../../src/worker/protocol';
import { anything, installVscodeStub } from './vscodeStub';

/** An extension host has loaded these parts of Node long before it comes to an extension. */
const LOADED_BEFORE = ['node:child_process', 'node:crypto', 'node:worker_threads'];

const WORKER_LIMIT_MS = 30_000;

/** All in milliseconds, from the moment at which the extension is loaded. */
interface Activation {
  readonly loadMs: number;
  readonly activateMs: number;
  /** Until its worker told what it follows. */
  readonly followingMs: number;
}

/**
 * Loads and activates the built extension in plain Node with a stub in place of the vscode API, so
 * without what VS Code itself adds. Its worker starts and finds no session.
 */
export function activation(dist: string): Promise<Activation> {
  return activationIn([], dist, 'noFolder');
}

/**
 * The same in a window with these folders, where its worker finds what there is.
 * @throws where the worker tells of another situation, or of none.
 */
export async function activationIn(
  folders: readonly string[],
  dist: string,
  situation: Following['situation'],
): Promise<Activation> {
  const root = path.join(dist, '..');
  installVscodeStub(path.join(root, 'node_modules/@types/vscode/index.d.ts'), folders);
  const subscriptions: unknown[] = [];
  const context = anything({
    subscriptions,
    asAbsolutePath: (relative: string) => path.join(root, relative),
    workspaceState: { get: () => undefined, update: () => Promise.resolve() },
    globalState: { get: () => undefined, update: () => Promise.resolve() },
  });
  for (const module of LOADED_BEFORE) process.getBuiltinModule(module);
  const first = firstFollowing();
  const start = performance.now();
  // The bundle is loaded as VS Code loads it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const extension = require(path.join(dist, 'extension.js')) as {
    activate: (context: unknown) => unknown;
  };
  const loaded = performance.now();
  await extension.activate(context);
  const activated = performance.now();
  if (subscriptions.length === 0) throw new Error('The extension activated nothing.');
  const { following, atMs } = await first;
  if (following.situation !== situation)
    throw new Error(`The worker tells of ${following.situation}.`);
  return { loadMs: loaded - start, activateMs: activated - loaded, followingMs: atMs - start };
}

/** What the next worker of this process tells first that it follows, and when. */
function firstFollowing(): Promise<{ readonly following: Following; readonly atMs: number }> {
  const threads = process.getBuiltinModule('node:worker_threads');
  const { Worker: Plain } = threads;
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      reject(new Error('The worker does not tell what it follows.'));
    }, WORKER_LIMIT_MS);
    threads.Worker = class extends Plain implements Worker {
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        this.on('error', reject);
        this.on('message', (report: Report) => {
          if (report.type !== 'following') return;
          clearTimeout(limit);
          resolve({ following: report.following, atMs: performance.now() });
        });
      }
    };
  });
}
