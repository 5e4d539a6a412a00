import { Worker } from 'node:worker_threads';
import { inspect, type Inspection } from '../../src/domain/accounting/inspection';
import { NO_CONTROLS } from '../../src/io/claudeSettings/claudeControls';
import { SessionReader } from '../../src/operations/reading/sessionReader';
import { silentLog } from '../../src/log';
import { AssembledInspection } from '../../src/worker/inspectionParts';
import type { Report, Request } from '../../src/worker/protocol';

/** A built worker that has read a session. */
export interface InspectedInWorker {
  /** Asks for the items; resolves with the milliseconds until the first ones are assembled. */
  readonly begin: () => Promise<number>;
  readonly until: (isSo: (inspection: Inspection) => boolean) => Promise<Inspection>;
  readonly dispose: () => Promise<unknown>;
}

/** Reads a session and tells what it costs to compute its items thereafter, sized by bytes. */
export async function itemsOnce(path: string): Promise<{ ms: number; items: number }> {
  const session = new SessionReader({
    path,
    log: silentLog,
    loadTokenCount: null,
    settings: () => ({ limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS }),
    onDidChange: () => undefined,
  });
  await session.refresh();
  const { reading, sizes } = session;
  if (reading === null) throw new Error('The session could not be read.');
  globalThis.gc?.();
  const start = performance.now();
  const { items } = inspect(
    {
      transcript: reading.transcript,
      chain: reading.chain,
      model: reading.snapshot.model,
      tokensOf: sizes.tokensOf,
      isCounted: () => false,
      digestOf: () => null,
    },
    reading.snapshot,
  );
  return { ms: performance.now() - start, items: items.length };
}

/** Starts the built worker and waits until it has read the whole session of a workspace. */
export async function inspectInWorker(at: {
  readonly script: string;
  readonly configDirectory: string;
  readonly workspace: string;
}): Promise<InspectedInWorker> {
  const worker = new Worker(at.script);
  const post = (request: Request): void => worker.postMessage(request);
  const assembled = new AssembledInspection();
  const waiting = new Set<() => void>();
  let last: Inspection | null = null;
  const isRead = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (report: Report) => {
      if (report.type === 'following' && report.following.active?.snapshot.isComplete === true)
        resolve();
      if (report.type !== 'inspected') return;
      const inspection = assembled.add(report.part);
      post({ type: 'inspectionReceived', id: report.id });
      if (inspection === null) return;
      last = inspection;
      for (const look of [...waiting]) look();
    });
  });
  const until: InspectedInWorker['until'] = (isSo) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (last === null || !isSo(last)) return;
        waiting.delete(look);
        resolve(last);
      };
      waiting.add(look);
      look();
    });
  post({
    type: 'follow',
    target: {
      configDirectory: at.configDirectory,
      folders: [at.workspace],
      windowPids: [process.pid],
      focus: [],
      pinnedPath: null,
    },
    preferences: { limitTokens: 0, usageCreditsWall: 'auto' },
  });
  await isRead;
  return {
    begin: async () => {
      const start = performance.now();
      post({ type: 'inspect', id: 1, path: null });
      await until(() => true);
      return performance.now() - start;
    },
    until,
    dispose: () => worker.terminate(),
  };
}
