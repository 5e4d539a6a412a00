import * as vscode from 'vscode';
import type { SnapshotPreferences } from '../domain/accounting/snapshot';
import type { Following } from '../operations/following/following';
import type { FollowTarget } from '../operations/following/surveySessions';
import type { ItemContent } from '../operations/reading/itemContent';
import type { SessionSummary } from '../operations/reading/sessionSummary';
import type { Request } from '../worker/protocol';
import type { TaskName, TaskProgress, TaskRequest, Tasks } from '../worker/tasks';
import { WRITING_TASKS } from '../worker/writingTasks';
import { logFailure } from '../log';
import { InspectionSubscription } from './inspectionSubscription';
import { LeftOutSessions } from './leftOutSessions';
import { mayThisWindow } from './windowActs';
import type { SilenceLimits } from './silenceClock';
import { WatchedWorker, type ReportOfWork, type WorkerEnd } from './watchedWorker';

export type { InspectionSubscription };

interface RunningTask {
  readonly resolve: (answer: Tasks[TaskName]['answer'] | null) => void;
  readonly onProgress: ((progress: TaskProgress) => void) | undefined;
  /** Of the session file that it is about, where it is about one. */
  readonly path: string | null;
}

interface RunOptions {
  readonly token?: vscode.CancellationToken;
  readonly onProgress?: (progress: TaskProgress) => void;
}

/**
 * `null` when it failed, or the worker died meanwhile; the log says how. `restricted` where the
 * window may not, which has been said then.
 */
type TaskOutcome<Name extends TaskName> =
  Tasks[Name]['answer'] | null | ((typeof WRITING_TASKS)[Name] extends true ? 'restricted' : never);

/** A worker that ends for no known reason is started again, but not for ever. */
const MAX_RESTARTS = 1;

/**
 * The worker that reads sessions, seen from the extension host. What it is asked to follow survives
 * its death, and so does the rest of it where one session alone held it up: that one is left out.
 */
export class SessionsWorker implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Following>();
  readonly onDidChange = this.changed.event;
  private readonly died = new vscode.EventEmitter<{ restarted: boolean }>();
  readonly onDidDie = this.died.event;
  private readonly hasLeftOut = new vscode.EventEmitter<string>();
  /** A session held the worker up or ended it, and is not read any more. By its path. */
  readonly onDidLeaveOut = this.hasLeftOut.event;
  private readonly listings = new Map<number, (sessions: readonly SessionSummary[]) => void>();
  private readonly inspections = new Map<number, InspectionSubscription>();
  private readonly contents = new Map<number, (content: ItemContent) => void>();
  private readonly tasks = new Map<number, RunningTask>();
  private readonly scriptPath: string;
  private readonly log: vscode.LogOutputChannel;
  private readonly limits: SilenceLimits | null;
  private readonly leftOut = new LeftOutSessions();
  private worker: WatchedWorker | null = null;
  private wanted: Extract<Request, { type: 'follow' }> | null = null;
  private restarts = 0;
  private nextId = 1;
  private isDisposed = false;

  /**
   * @param scriptPath of the bundled worker.
   * @param limits of a worker's silence; `null` waits for ever.
   */
  constructor(scriptPath: string, log: vscode.LogOutputChannel, limits: SilenceLimits | null) {
    this.scriptPath = scriptPath;
    this.log = log;
    this.limits = limits;
  }

  follow(target: FollowTarget, preferences: SnapshotPreferences): void {
    this.wanted = { type: 'follow', target, preferences };
    this.postWanted();
  }

  /** Reads a session again that was left out: a person asked for it. */
  readAgain(path: string): void {
    if (this.leftOut.delete(path)) this.postWanted();
  }

  private postWanted(): void {
    if (this.wanted === null) return;
    const { target, preferences } = this.wanted;
    this.running().post({
      type: 'follow',
      target: { ...target, leftOut: this.leftOut.all },
      preferences,
    });
  }

  /** Sessions to choose from, newest first; empty when the worker dies meanwhile. */
  list(scope: 'workspace' | 'everywhere'): Promise<readonly SessionSummary[]> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.listings.set(id, resolve);
      this.running().post({ type: 'list', id, scope });
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
      if (request.type === 'inspect') this.running().post(request);
      else this.worker?.post(request);
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
      this.running().post({ type: 'content', id, path, itemId, page });
    });
  }

  /** Has the worker do something once. */
  run<Name extends TaskName>(
    name: Name,
    ask: Tasks[Name]['ask'],
    options: RunOptions = {},
  ): Promise<TaskOutcome<Name>> {
    if (WRITING_TASKS[name] && !mayThisWindow('writes'))
      return Promise.resolve('restricted' as TaskOutcome<Name>);
    const id = this.nextId++;
    const cancelling = options.token?.onCancellationRequested(() => {
      this.worker?.post({ type: 'cancel', id });
      this.worker?.hurry();
    });
    const answered = new Promise<Tasks[TaskName]['answer'] | null>((resolve) => {
      const path = 'path' in ask ? ask.path : null;
      this.tasks.set(id, { resolve, onProgress: options.onProgress, path });
      this.running().post({ type: 'run', id, task: { name, ask } as TaskRequest });
    });
    return answered.finally(() => void cancelling?.dispose());
  }

  dispose(): void {
    this.isDisposed = true;
    this.changed.dispose();
    this.died.dispose();
    this.hasLeftOut.dispose();
    this.worker?.terminate().catch(logFailure(this.log, 'Ending the session reader'));
  }

  private running(): WatchedWorker {
    if (this.worker !== null) return this.worker;
    const worker = new WatchedWorker({
      scriptPath: this.scriptPath,
      limits: this.limits,
      onDidReport: (report) => this.receive(report),
      onDidFail: (error) => this.log.error(`The session reader failed: ${error.message}`),
      onDidEnd: (end) => this.onEnd(worker, end),
    });
    this.worker = worker;
    return worker;
  }

  private receive(report: ReportOfWork): void {
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

  private onEnd(worker: WatchedWorker, { wasSilent, workedOn }: WorkerEnd): void {
    if (this.isDisposed || this.worker !== worker) return;
    this.worker = null;
    const tasks = [...this.tasks.values()];
    const suspect = workedOn ?? (tasks.length === 1 ? tasks[0]!.path : null);
    for (const resolve of this.listings.values()) resolve([]);
    this.listings.clear();
    for (const resolve of this.contents.values()) resolve({ kind: 'gone' });
    this.contents.clear();
    this.tasks.clear();
    for (const { resolve } of tasks) resolve(null);
    const how = wasSilent ? 'gave no sign of life and was ended' : 'ended';
    this.log.error(`The session reader ${how}${suspect === null ? '' : `, reading ${suspect}`}.`);
    this.restart(suspect);
  }

  private restart(suspect: string | null): void {
    const restarted = suspect !== null || (this.restarts < MAX_RESTARTS && this.wanted !== null);
    if (suspect === null && restarted) this.restarts++;
    if (suspect !== null) {
      // Known at once; when it is tried again is told a moment later.
      this.leftOut
        .add(suspect)
        .then(() => this.isDisposed || this.postWanted())
        .catch(logFailure(this.log, 'Starting the session reader again'));
      this.hasLeftOut.fire(suspect);
    }
    this.log.error(
      restarted ? 'It is started again.' : 'It is not started again before the window is reloaded.',
    );
    if (restarted) this.postWanted();
    for (const inspection of [...this.inspections.values()]) {
      if (restarted) inspection.begin();
      else inspection.tell({ kind: 'problem', path: null, problem: 'readerDied' });
    }
    this.died.fire({ restarted });
  }
}
