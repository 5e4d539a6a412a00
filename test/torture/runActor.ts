import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { ActMessage, ActOrder } from './actor';

/** How a process that did one operation ended. */
export interface Acted {
  /** `null` where it was ended before. */
  readonly outcome: string | null;
  /** Calls that change something. */
  readonly calls: number;
  /** From the order to the end. */
  readonly durationMs: number;
}

interface ActorLimits {
  /** It is ended so long after the order. */
  readonly killAfterMs?: number;
  /** No file may become larger. */
  readonly mostFileKb?: number;
}

/** No operation takes a tenth of it. */
const TIME_LIMIT_MS = 30_000;

/** Does an operation in a process of its own. @param script the bundle of actor.ts. */
export async function runActor(
  script: string,
  order: ActOrder,
  { killAfterMs, mostFileKb }: ActorLimits = {},
): Promise<Acted> {
  const limit = mostFileKb === undefined ? '' : `ulimit -f ${String(mostFileKb)}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$0" "$1"`, process.execPath, script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { HOME: order.folder, TMPDIR: dirname(order.folder), PATH: process.env['PATH'] },
  });
  const closed = once(child, 'close');
  await once(child, 'message'); // it is ready
  const ended: { outcome: string | null; calls: number } = { outcome: null, calls: 0 };
  child.on('message', (message: ActMessage) => {
    if (message.kind === 'ended') Object.assign(ended, message);
  });
  const startedMs = performance.now();
  child.send(order);
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs ?? TIME_LIMIT_MS);
  await closed;
  clearTimeout(timer);
  return { outcome: ended.outcome, calls: ended.calls, durationMs: performance.now() - startedMs };
}
