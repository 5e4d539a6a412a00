import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXTENSION_ID } from '../fixtures/extensionId';

const LOOK_EVERY_MS = 250;

/**
 * Resolves when the extension is active in the VS Code that keeps its logs there: the extension
 * host gives every extension that opens an output channel a log folder named after it, and ours
 * does so first of all. In code-server no extension host runs before a browser has opened the page,
 * so this also tells that somebody is looking.
 *
 * @returns false when the signal came first.
 */
export async function extensionActivation(
  logsDirectory: string,
  signal?: AbortSignal,
): Promise<boolean> {
  while (signal?.aborted !== true) {
    const entries = await readdir(logsDirectory, { recursive: true }).catch(() => []);
    if (entries.some((entry) => path.basename(entry) === EXTENSION_ID)) return true;
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
