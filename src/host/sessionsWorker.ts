import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { SnapshotPreferences } from '../domain/accounting/snapshot';
import type { Following } from '../operations/following/sessionFollower';
import type { FollowTarget } from '../operations/following/surveySessions';
import type { ItemContent } from '../operations/reading/itemContent';
import type { SessionSummary } from '../operations/reading/sessionSummary';
import type { Report, Request } from '../worker/protocol';
import {
  WRITING_TASKS,
  type TaskName,
  type TaskProgress,
  type TaskRequest,
  type Tasks,
} from '../worker/tasks';
import { PRODUCT } from '../product';
import { SEMI_SPACE_MB } from '../worker/youngGeneration';
import { InspectionSubscription } from './inspectionSubscription';

export type { InspectionSubscription };

interface RunningTask {
  readonly resolve: (answer: Tasks[TaskName]['answer'] | null) => void;
  readonly onProgress: ((progress: TaskProgress) => void) | undefined;
}

/** A worker that dies is started again, but not for ever. */
const MAX_RESTARTS = 1;

/**
 * The worker that reads sessions, seen from the extension host. What it is asked to follow survives
 * its death.
 */
export class SessionsWorker implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Following>();
  readonly onDidChange = this.changed.event;
  private readonly died = new vscode.EventEmitter<{ restarted: boolean }>();
  readonly onDidDie = this.died.event;
  private readonly listings = new Map<number, (sessions: readonly SessionSummary[]) => void>();
  private readonly inspections = new Map<number, InspectionSubscription>();
  private readonly contents = new Map<number, (content: ItemContent) => void>();
  private readonly tasks = new Map<number, RunningTask>();
  private readonly scriptPath: string;
  private readonly log: vscode.LogOutputChannel;
  private worker: Worker | null = null;
  private wanted: Request | null = null;
  private restarts = 0;
  private nextId = 1;
  private isDisposed = false;

  /** @param scriptPath of the bundled worker. */
  constructor(scriptPath: string, log: vscode.LogOutputChannel) {
    this.scriptPath = scriptPath;
    this.log = log;
  }

  follow(target: FollowTarget, preferences: SnapshotPreferences): void {
    this.wanted = { type: 'follow', target, preferences };
    this.running().postMessage(this.wanted);
  }

  /** Sessions to choose from, newest first; empty when the worker dies meanwhile. */
  list(scope: 'workspace' | 'everywhere'): Promise<readonly SessionSummary[]> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.listings.set(id, resolve);
      this.running().postMessage({ type: 'list', id, scope } satisfies Request);
    });
  }

  /**
   * Tells what fills a session, until the subscription is disposed of.
   *
   * @param path of the session file; `null` for whichever session is active.
   */
  inspect(path: string | null): InspectionSubscription {
    const id = this.nextId++;
    const post = (request: Request): void => {
      if (request.type === 'inspect') this.running().postMessage(request);
      else this.worker?.postMessage(request);
      if (request.type === 'stopInspecting') this.inspections.delete(id);
    };
    const subscription = new InspectionSubscription(id, path, post);
    this.inspections.set(id, subscription);
    return subscription;
  }

  /**
   * What an item of a session holds that is followed or inspected; gone when the worker dies
   * meanwhile.
   * @param page of a text, from 0.
   */
  content(path: string, itemId: string, page: number | 'whole'): Promise<ItemContent> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.contents.set(id, resolve);
      this.running().postMessage({ type: 'content', id, path, itemId, page } satisfies Request);
    });
  }

  /**
   * Has the worker do something once.
   * @returns `null` when that failed, or the worker died meanwhile; the log says how.
   * @throws Error for what writes, in a restricted window: whoever asks has to look first.
   */
  run<Name extends TaskName>(
    name: Name,
    ask: Tasks[Name]['ask'],
    options: {
      readonly token?: vscode.CancellationToken;
      readonly onProgress?: (progress: TaskProgress) => void;
    } = {},
  ): Promise<Tasks[Name]['answer'] | null> {
    if (WRITING_TASKS[name] && !vscode.workspace.isTrusted)
      return Promise.reject(new Error(`A restricted window writes nothing: ${name}.`));
    const id = this.nextId++;
    const cancelling = options.token?.onCancellationRequested(() =>
      this.worker?.postMessage({ type: 'cancel', id } satisfies Request),
    );
    const answered = new Promise<Tasks[TaskName]['answer'] | null>((resolve) => {
      this.tasks.set(id, { resolve, onProgress: options.onProgress });
      this.running().postMessage({
        type: 'run',
        id,
        task: { name, ask } as TaskRequest,
      } satisfies Request);
    });
    return answered.finally(() => void cancelling?.dispose());
  }

  dispose(): void {
    this.isDisposed = true;
    this.changed.dispose();
    this.died.dispose();
    void this.worker?.terminate();
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker;
    // A young generation has three semi-spaces.
    const worker = new Worker(this.scriptPath, {
      name: PRODUCT,
      resourceLimits: { maxYoungGenerationSizeMb: 3 * SEMI_SPACE_MB },
    });
    this.worker = worker;
    worker.on('message', (report: Report) => this.receive(report));
    worker.on('error', (error) => this.log.error(`The session reader failed: ${error.message}`));
    worker.on('exit', () => this.onExit(worker));
    return worker;
  }

  private receive(report: Report): void {
    switch (report.type) {
      case 'following':
        this.changed.fire(report.following);
        break;
      case 'listed':
        this.listings.get(report.id)?.(report.sessions);
        this.listings.delete(report.id);
        break;
      case 'inspecting':
        this.inspections.get(report.id)?.tell(report.state);
        break;
      case 'inspected':
        this.inspections.get(report.id)?.receive(report.part, report.isCounting);
        break;
      case 'contentRead':
        this.contents.get(report.id)?.(report.content);
        this.contents.delete(report.id);
        break;
      case 'ran':
        this.tasks.get(report.id)?.resolve(report.answer);
        this.tasks.delete(report.id);
        break;
      case 'progress':
        this.tasks.get(report.id)?.onProgress?.(report.progress);
        break;
      case 'log':
        this.log[report.level](report.message);
        break;
    }
  }

  private onExit(worker: Worker): void {
    if (this.isDisposed || this.worker !== worker) return;
    this.worker = null;
    for (const resolve of this.listings.values()) resolve([]);
    this.listings.clear();
    for (const resolve of this.contents.values()) resolve({ kind: 'gone' });
    this.contents.clear();
    for (const { resolve } of this.tasks.values()) resolve(null);
    this.tasks.clear();
    const restarted = this.restarts < MAX_RESTARTS && this.wanted !== null;
    this.log.error(
      restarted
        ? 'The session reader ended; starting it again.'
        : 'The session reader ended again; reload the window to start it.',
    );
    if (restarted && this.wanted !== null) {
      this.restarts++;
      this.running().postMessage(this.wanted);
    }
    for (const inspection of [...this.inspections.values()]) {
      if (restarted) inspection.begin();
      else inspection.tell({ kind: 'problem', path: null, problem: 'readerDied' });
    }
    this.died.fire({ restarted });
  }
}
