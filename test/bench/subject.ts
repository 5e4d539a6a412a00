import { Worker } from 'node:worker_threads';
import { NO_CONTROLS } from '../../src/io/claudeSettings/claudeControls';
import type { SnapshotPreferences } from '../../src/domain/accounting/snapshot';
import { SessionReader } from '../../src/operations/reading/sessionReader';
import type { Log } from '../../src/log';
import { WorkspaceSessions } from '../../src/io/sessions/workspaceSessions';
import { listSessions } from '../../src/operations/following/listSessions';
import { KnownSummaries } from '../../src/operations/reading/knownSummaries';
import { SessionFollower } from '../../src/operations/following/sessionFollower';
import type { FollowTarget } from '../../src/operations/following/surveySessions';
import type { Report, Request } from '../../src/worker/protocol';

export { loadTokenCount } from '../../src/domain/accounting/loadTokenCount';
export { searchSession } from '../../src/operations/searching/searchSession';

const PREFERENCES: SnapshotPreferences = { limitTokens: 0, usageCreditsWall: 'auto' };
const nothing = (): void => undefined;
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A session that is read, sized by bytes, as far as the benchmark is concerned. */
export interface OpenSession {
  readonly refresh: () => Promise<unknown>;
  /** The number as it was told last. */
  readonly tokens: () => number | null;
  readonly dispose: () => void;
}

export function openSession(
  path: string,
  onDidTell: (tokens: number | null) => void = nothing,
): OpenSession {
  let told: number | null = null;
  const session = new SessionReader({
    path,
    log: SILENT,
    settings: () => ({ ...PREFERENCES, controls: NO_CONTROLS }),
    loadTokenCount: null,
    onDidChange: ({ usage }) => {
      told = usage.tokens;
      onDidTell(told);
    },
  });
  return { refresh: () => session.refresh(), tokens: () => told, dispose: () => session.dispose() };
}

/** The first number that a person sees, long before the whole file is read. */
export function firstTokens(path: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const session = openSession(path, (tokens) => {
      resolve(tokens);
      session.dispose();
    });
    session.refresh().catch(reject);
  });
}

/** Finds and follows the session of a workspace, events of the file system included. */
export function watchSession(at: {
  configDirectory: string;
  workspace: string;
  onTokens: (tokens: number | null) => void;
}): { dispose: () => Promise<void> } {
  const follower = new SessionFollower({
    log: SILENT,
    loadTokenCount: null,
    onDidChange: ({ active }) => at.onTokens(active?.snapshot.usage.tokens ?? null),
  });
  follower.follow(targetOf(at), PREFERENCES);
  return { dispose: () => follower.dispose() };
}

/**
 * Starts the built worker and waits until it has read the whole session. Times are from the start
 * of the worker.
 */
export async function followInWorker(at: {
  script: string;
  configDirectory: string;
  workspace: string;
}): Promise<{ firstMs: number; completeMs: number }> {
  const start = performance.now();
  const worker = new Worker(at.script);
  let firstMs = NaN;
  const completeMs = await new Promise<number>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (report: Report) => {
      if (report.type !== 'following' || report.following.active?.snapshot.usage.tokens == null)
        return;
      const elapsedMs = performance.now() - start;
      if (Number.isNaN(firstMs)) firstMs = elapsedMs;
      if (report.following.active.snapshot.isComplete) resolve(elapsedMs);
    });
    worker.postMessage({
      type: 'follow',
      target: targetOf(at),
      preferences: PREFERENCES,
    } satisfies Request);
  });
  await worker.terminate();
  return { firstMs, completeMs };
}

/**
 * Lists what there is of a folder and of the machine, and keeps it for the next window. In
 * milliseconds, the keeping alone.
 */
export async function keepSummaries(configDirectory: string, workspace: string): Promise<number> {
  const sessions = new WorkspaceSessions(configDirectory, SILENT);
  const summaries = new KnownSummaries(configDirectory, SILENT);
  const target = targetOf({ configDirectory, workspace });
  for (const scope of ['workspace', 'everywhere'] as const)
    await listSessions(scope, { sessions, summaries }, target, []);
  const start = performance.now();
  await summaries.keep();
  return performance.now() - start;
}

function targetOf({
  configDirectory,
  workspace,
}: {
  configDirectory: string;
  workspace: string;
}): FollowTarget {
  return {
    configDirectory,
    folders: [workspace],
    windowPids: [process.pid],
    focus: [],
    pinnedPath: null,
  };
}
