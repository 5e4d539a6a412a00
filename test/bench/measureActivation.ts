import path from 'node:path';
import { anything, installVscodeStub } from './vscodeStub';

/** An extension host has loaded these parts of Node long before it comes to an extension. */
const LOADED_BEFORE = ['node:child_process', 'node:crypto', 'node:worker_threads'];

/**
 * Loads and activates the built extension in plain Node with a stub in place of the vscode API, so
 * without what VS Code itself adds. Its worker starts and finds no session. In milliseconds.
 */
export function activation(dist: string): Promise<{ loadMs: number; activateMs: number }> {
  return activationIn([], dist);
}

/** The same in a window with these folders, where its worker finds what there is. */
export async function activationIn(
  folders: readonly string[],
  dist: string,
): Promise<{ loadMs: number; activateMs: number }> {
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
  return { loadMs: loaded - start, activateMs: activated - loaded };
}
