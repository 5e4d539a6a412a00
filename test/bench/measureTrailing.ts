import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { SeededRandom } from '../fixtures/seededRandom';
import { TranscriptWriter } from '../fixtures/transcriptWriter';
import type { AppendOrder } from './appender';
import { watchSession } from './subject';

const BURSTS = 50;
const LINES_PER_BURST = 4;
/** Half of what the slow stat of the active file would take to cover up a lost event. */
const DEADLINE_MS = 1000;

export interface TrailingAppends {
  readonly bursts: number;
  readonly lost: number;
  /** From the last append of a burst until its number was told. */
  readonly ms: readonly number[];
}

/**
 * Bursts of quick appends from another process, 1 to 60 ms apart: is the number of the last one
 * always told?
 */
export async function trailingAppends(): Promise<TrailingAppends> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-bench-')));
  const workspace = path.join(root, 'ledger');
  const configDirectory = path.join(root, 'claude');
  const writer = new TranscriptWriter({ seed: 12, cwd: workspace, startTimeMs: Date.now() });
  const file = path.join(
    configDirectory,
    'projects',
    projectSlug(workspace),
    `${writer.sessionId}.jsonl`,
  );
  await mkdir(workspace);
  await mkdir(path.dirname(file), { recursive: true });
  writer.prompt('Begin.');
  const respond = (contextTokens: number): void =>
    void writer.response({
      blocks: [{ type: 'text', text: 'Done.' }],
      usage: { contextTokens, outputTokens: 0 },
    });
  respond(20_000);
  writer.appendTo(file);
  writer.take();

  let told: number | null = null;
  const watched = watchSession({
    configDirectory,
    workspace,
    onTokens: (tokens) => (told = tokens),
  });
  const appender = fork(__filename, ['appender'], { stdio: 'inherit' });
  const random = new SeededRandom(13);
  const ms: number[] = [];
  let lost = 0;
  try {
    await until(() => told === 20_000, 10_000);
    await pause(500); // the watch on the file has to stand
    for (let burst = 1; burst <= BURSTS; burst++) {
      const last = 20_000 + burst * 100;
      for (let line = 1; line <= LINES_PER_BURST; line++) respond(last - LINES_PER_BURST + line);
      const order: AppendOrder = {
        file,
        lines: writer.take(),
        gapMs: 1 + Math.round(((burst - 1) / (BURSTS - 1)) * 59),
      };
      appender.send(order);
      await once(appender, 'message');
      const start = performance.now();
      if (await until(() => told === last, DEADLINE_MS)) ms.push(performance.now() - start);
      else lost++;
      await pause(random.integer(0, 120));
    }
  } finally {
    appender.kill();
    await watched.dispose();
    await rm(root, { recursive: true, force: true });
  }
  return { bursts: BURSTS, lost, ms };
}

async function until(holds: () => boolean, timeLimitMs: number): Promise<boolean> {
  const end = performance.now() + timeLimitMs;
  while (!holds()) {
    if (performance.now() > end) return false;
    await pause(1);
  }
  return true;
}
