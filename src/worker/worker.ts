import { parentPort, workerData } from 'node:worker_threads';
import { loadTokenCount, tokenCountLoader } from '../domain/accounting/loadTokenCount';
import { HeldFiles } from '../io/keeping/heldFiles';
import { logFailure, stackOf, type Log } from '../log';
import { SessionFollower } from '../operations/following/sessionFollower';
import type { ItemContent } from '../operations/reading/itemContent';
import { FixedBlocks } from '../operations/reading/readFixedBlock';
import type { LeftOutSession } from '../operations/following/leftOutSession';
import { LastReadSession } from '../operations/rewriting/lastReadSession';
import { announceWork } from './announceWork';
import { InspectionSender } from './inspectionSender';
import type { Report, Request } from './protocol';
import { runTask } from './runTask';
import type { TaskRequest } from './tasks';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

const report = (message: Report): void => port.postMessage(message);
const log: Log = {
  debug: (message) => report({ type: 'log', level: 'debug', message }),
  info: (message) => report({ type: 'log', level: 'info', message }),
  warn: (message) => report({ type: 'log', level: 'warn', message }),
  error: (message) => report({ type: 'log', level: 'error', message }),
};

// What follows it from elsewhere need not watch it.
const { current } = (workerData ?? {}) as { readonly current?: Int32Array };
if (current !== undefined) announceWork(current, report);

let leftOut: readonly LeftOutSession[] = [];
const loadOnce = tokenCountLoader(() => loadTokenCount(() => new Promise(setImmediate)));
const follower = new SessionFollower({
  log,
  loadTokenCount: loadOnce,
  onDidChange: (following) => report({ type: 'following', following }),
});

const senders = new Map<number, InspectionSender>();

function inspect(id: number, path: string | null): void {
  const sender = new InspectionSender(id, report);
  senders.set(id, sender);
  follower.inspect(id, path, (state) => sender.send(state));
}

const held = new HeldFiles();
const lastRead = new LastReadSession();
const blocks = new FixedBlocks();
const running = new Map<number, AbortController>();

async function run(id: number, task: TaskRequest): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    report({
      type: 'ran',
      id,
      answer: await runTask(task, {
        log,
        loadTokenCount: loadOnce,
        held,
        lastRead,
        blocks,
        signal: controller.signal,
        leftOut,
        onProgress: (progress) => report({ type: 'progress', id, progress }),
      }),
    });
  } catch (error) {
    log.error(`${task.name} failed: ${stackOf(error)}`);
    report({ type: 'ran', id, answer: null });
  } finally {
    running.delete(id);
  }
}

port.on('message', (request: Request) => {
  switch (request.type) {
    case 'follow':
      leftOut = request.target.leftOut ?? [];
      follower.follow(request.target, request.preferences);
      break;
    case 'list':
      follower
        .list(request.scope)
        .catch((error: unknown) => {
          logFailure(log, 'Listing sessions')(error);
          return [];
        })
        .then((sessions) => report({ type: 'listed', id: request.id, sessions }))
        .catch(logFailure(log, 'Telling the sessions'));
      break;
    case 'inspect':
      inspect(request.id, request.path);
      break;
    case 'stopInspecting':
      follower.stopInspecting(request.id);
      senders.delete(request.id);
      break;
    case 'inspectionReceived':
      senders.get(request.id)?.received();
      break;
    case 'content':
      follower
        .content(request.path, request.itemId, request.page)
        .catch((error: unknown): ItemContent => {
          logFailure(log, 'Reading an item')(error);
          return { kind: 'gone' };
        })
        .then((content) => report({ type: 'contentRead', id: request.id, content }))
        .catch(logFailure(log, 'Telling an item'));
      break;
    case 'run':
      run(request.id, request.task).catch(logFailure(log, request.task.name));
      break;
    case 'areYouAlive':
      report({ type: 'alive' });
      break;
    case 'cancel':
      running.get(request.id)?.abort();
      break;
  }
});
report({ type: 'alive' });
