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

/** A built worker, and what it told last of the session that is active. */
export class StartedWorker {
  private readonly worker: Worker;
  private readonly waiting = new Set<() => void>();
  private assembled = new AssembledInspection();
  private last: Inspection | null = null;
  private isRead = false;
  private id = 0;

  constructor(script: string) {
    this.worker = new Worker(script);
    this.worker.on('message', (report: Report) => {
      if (report.type === 'following')
        this.isRead ||= report.following.active?.snapshot.isComplete === true;
      else if (report.type === 'inspected' && report.id === this.id) {
        this.last = this.assembled.add(report.part) ?? this.last;
        this.post({ type: 'inspectionReceived', id: report.id });
      } else return;
      for (const look of [...this.waiting]) look();
    });
  }

  follow(configDirectory: string, workspace: string): void {
    this.post({
      type: 'follow',
      target: {
        configDirectory,
        folders: [workspace],
        windowPids: [process.pid],
        focus: [],
        pinnedPath: null,
      },
      preferences: { limitTokens: 0, usageCreditsWall: 'auto' },
    });
  }

  /** Waits until the whole session has been read. */
  async read(): Promise<void> {
    await this.when(() => (this.isRead ? this : null));
  }

  /** Asks anew for all items; resolves with the first ones that are complete. */
  inspect(): Promise<Inspection> {
    if (this.id > 0) this.post({ type: 'stopInspecting', id: this.id });
    this.assembled = new AssembledInspection();
    this.last = null;
    this.post({ type: 'inspect', id: ++this.id, path: null });
    return this.when(() => this.last);
  }

  until(isSo: (inspection: Inspection) => boolean): Promise<Inspection> {
    return this.when(() => (this.last !== null && isSo(this.last) ? this.last : null));
  }

  terminate(): Promise<unknown> {
    return this.worker.terminate();
  }

  private when<Found>(find: () => Found | null): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === null) return;
        this.waiting.delete(look);
        this.worker.off('error', reject);
        resolve(found);
      };
      this.waiting.add(look);
      this.worker.on('error', reject);
      look();
    });
  }

  private post(request: Request): void {
    this.worker.postMessage(request);
  }
}

/** Starts the built worker and waits until it has read the whole session of a workspace. */
export async function inspectInWorker(at: {
  readonly script: string;
  readonly configDirectory: string;
  readonly workspace: string;
}): Promise<InspectedInWorker> {
  const worker = new StartedWorker(at.script);
  worker.follow(at.configDirectory, at.workspace);
  await worker.read();
  return {
    begin: async () => {
      const start = performance.now();
      await worker.inspect();
      return performance.now() - start;
    },
    until: (isSo) => worker.until(isSo),
    dispose: () => worker.terminate(),
  };
}
