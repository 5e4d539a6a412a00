import { Worker } from 'node:worker_threads';
import { PRODUCT } from '../product';
import type { Report, Request } from '../worker/protocol';
import { SEMI_SPACE_MB } from '../worker/youngGeneration';
import { SilenceClock, type SilenceLimits } from './silenceClock';

/** All but the signs of life. */
export type ReportOfWork = Exclude<Report, { readonly type: 'alive' | 'worksOn' }>;

export interface WatchedWorkerOptions {
  /** Of the bundled worker. */
  readonly scriptPath: string;
  /** `null` waits for ever: a worker that stands at a breakpoint is silent as well. */
  readonly limits: SilenceLimits | null;
  readonly onDidReport: (report: ReportOfWork) => void;
  readonly onDidFail: (error: Error) => void;
  /** Once. */
  readonly onDidEnd: (end: WorkerEnd) => void;
}

export interface WorkerEnd {
  /** It gave no sign of life and was ended. */
  readonly wasSilent: boolean;
  /** The session file that it worked on at its end, where it did and could still say so. */
  readonly workedOn: string | null;
}

/** A worker thread that is asked for signs of life, and ended when it gives none. */
export class WatchedWorker {
  private readonly worker: Worker;
  private readonly current = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly paths = new Map<number, string>();
  private readonly clock: SilenceClock | null;
  private ticking: NodeJS.Timeout | null = null;
  private wasSilent = false;

  constructor({ scriptPath, limits, onDidReport, onDidFail, onDidEnd }: WatchedWorkerOptions) {
    this.worker = new Worker(scriptPath, {
      name: PRODUCT,
      workerData: { current: this.current },
      // A young generation has three semi-spaces.
      resourceLimits: { maxYoungGenerationSizeMb: 3 * SEMI_SPACE_MB },
    });
    this.clock = limits === null ? null : new SilenceClock(limits);
    this.worker.on('message', (report: Report) => {
      // Loading its code may take long, and says nothing about any session.
      if (limits !== null)
        this.ticking ??= setInterval(() => this.tick(onDidFail), limits.tickMs).unref();
      if (report.type === 'alive') this.clock?.heard();
      else if (report.type === 'worksOn') this.paths.set(report.number, report.path);
      else onDidReport(report);
    });
    this.worker.on('error', onDidFail);
    this.worker.on('exit', () => {
      if (this.ticking !== null) clearInterval(this.ticking);
      const workedOn = this.paths.get(Atomics.load(this.current, 0)) ?? null;
      onDidEnd({ wasSilent: this.wasSilent, workedOn });
    });
  }

  post(request: Request): void {
    this.worker.postMessage(request);
  }

  /** A person waits for the end of something: it is not waited for as long. */
  hurry(): void {
    this.clock?.hurry();
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private tick(onDidFail: (error: Error) => void): void {
    const next = this.clock?.tick(performance.now());
    if (next === 'ask') this.post({ type: 'areYouAlive' });
    if (next !== 'giveUp' || this.wasSilent) return;
    this.wasSilent = true;
    this.terminate().catch(onDidFail);
  }
}
