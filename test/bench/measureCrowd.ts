import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Report, Request } from '../../src/worker/protocol';
import { writeOpenSession } from '../fixtures/writeOpenSession';
import { WrittenSubagent } from '../fixtures/writtenSubagents';
import { writeSession } from '../fixtures/writtenSessions';
import { measureLoopBlock, type LoopBlock } from './loopBlock';

const SESSIONS = 50;
const SUBAGENTS_EACH = 4;
/** Those that write: a step of about this size every so often is 2 KB a second. */
const WRITERS = 5;
const STEP_BYTES = 1_000;
const EVERY_MS = 500;
const STEPS = 20;
const NEVER_MS = 60_000;

export interface Crowd {
  /** From each append to the number that tells of it, in the thread that asked. */
  readonly lagMs: readonly number[];
  /** Of the thread that the extension host would be. */
  readonly block: LoopBlock;
  /** Share of the time in which the worker was at work. */
  readonly workerShare: number;
  /** Resident memory of the process with its worker, and before that began. */
  readonly megabytes: number;
  readonly idleMegabytes: number;
}

/** Fifty open sessions with two hundred subagents, five of which write. */
export async function followsCrowd(dist: string): Promise<Crowd> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-crowd-')));
  const configDirectory = path.join(root, 'claude');
  const workspace = path.join(root, 'ledger');
  const processes: ChildProcess[] = [];
  try {
    await mkdir(workspace);
    const writers = await writeCrowd(configDirectory, workspace, processes);
    const idleMegabytes = process.memoryUsage().rss / 1e6;
    const worker = new Worker(path.join(dist, 'worker.js'));
    const told = new Map<string, number | null>();
    const seen = { isWhole: false };
    worker.on('message', (report: Report) => {
      if (report.type !== 'following') return;
      const { active, others } = report.following;
      const sessions = active === null ? others : [active, ...others];
      const subagents = sessions.flatMap((session) => session.subagents);
      for (const { agentId, tokens } of subagents) told.set(agentId, tokens);
      seen.isWhole ||=
        sessions.length === SESSIONS && subagents.length === SESSIONS * SUBAGENTS_EACH;
    });
    worker.postMessage({
      type: 'follow',
      target: {
        ...{ configDirectory, folders: [workspace], windowPids: [process.pid] },
        ...{ focus: [], pinnedPath: null },
      },
      preferences: { limitTokens: 0, usageCreditsWall: 'auto' },
    } satisfies Request);
    while (!seen.isWhole) await pause(20);
    await pause(1_000); // what was read first is settled
    const lagMs: number[] = [];
    const before = worker.performance.eventLoopUtilization();
    const block = await measureLoopBlock(() =>
      Promise.all(writers.map((writer, index) => write(writer, index, told, lagMs))),
    );
    const { utilization } = worker.performance.eventLoopUtilization(before);
    const megabytes = process.memoryUsage().rss / 1e6;
    await worker.terminate();
    return { lagMs, block, workerShare: utilization, megabytes, idleMegabytes };
  } finally {
    for (const child of processes) child.kill();
    await rm(root, { recursive: true, force: true });
  }
}

async function writeCrowd(
  configDirectory: string,
  cwd: string,
  processes: ChildProcess[],
): Promise<readonly WrittenSubagent[]> {
  const writers: WrittenSubagent[] = [];
  for (let at = 0; at < SESSIONS; at++) {
    const session = writeSession(configDirectory, cwd, `session-${String(at)}`);
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    processes.push(child);
    const { sessionId } = session;
    await writeOpenSession(configDirectory, { sessionId, cwd, pid: child.pid! });
    for (let each = 0; each < SUBAGENTS_EACH; each++) {
      const id = `a${String(at)}x${String(each)}`;
      const subagent = new WrittenSubagent({ ...session, cwd }, id).asked(`Task ${id}`).step(9_000);
      if (each > 0) subagent.answer(10_000).finish();
      else if (writers.length < WRITERS) writers.push(subagent);
    }
  }
  return writers;
}

async function write(
  subagent: WrittenSubagent,
  index: number,
  told: ReadonlyMap<string, number | null>,
  lagMs: number[],
): Promise<void> {
  await pause((index * EVERY_MS) / WRITERS);
  for (let step = 1; step <= STEPS; step++) {
    const tokens = 20_000 + step * 1_000;
    subagent.writer.response({
      blocks: [{ type: 'text', text: 'x'.repeat(STEP_BYTES / 2) }],
      usage: { contextTokens: tokens - 100, outputTokens: 100 },
      stopReason: 'tool_use',
    });
    subagent.writer.appendTo(subagent.path);
    const start = performance.now();
    const next = start + EVERY_MS;
    while (told.get(subagent.agentId) !== tokens && performance.now() < next) await pause(2);
    // one that was never told before the next came
    lagMs.push(told.get(subagent.agentId) === tokens ? performance.now() - start : NEVER_MS);
    await pause(Math.max(0, next - performance.now()));
  }
}
