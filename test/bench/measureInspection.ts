import { appendFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { TranscriptWriter } from '../fixtures/transcriptWriter';
import { inspectInWorker, type InspectedInWorker, itemsOnce } from './inspectionSubject';
import { type LoopBlock, measureLoopBlock } from './loopBlock';
import type { Reading } from './measureReading';

const APPENDS = 40;
/** As Claude Code writes, now and then: a burst is throttled on purpose. */
const APPEND_GAP_MS = 300;

/**
 * All that the inspector shows, computed once for a session that was just read: what comes on top
 * of the reading.
 */
export async function liveItems(file: string): Promise<Reading> {
  const { ms, items } = await itemsOnce(file);
  return { ms, found: items };
}

export interface InspectedLive {
  /** From asking for a session that is already read to its first items, assembled. */
  readonly firstMs: number;
  /** From the append to the inspection that holds it. */
  readonly updateMs: readonly number[];
}

/**
 * Lets the built worker inspect a session while it grows.
 * @param leafUuid the entry that appends follow.
 */
export async function inspectsLive(
  transcript: string,
  leafUuid: string,
  dist: string,
): Promise<InspectedLive> {
  return withWorker(transcript, dist, async (inspected, file) => {
    const firstMs = await inspected.begin();
    await inspected.until((inspection) => inspection.items.every(({ isCounted }) => isCounted));
    const writer = new TranscriptWriter({ seed: 11, model: 'claude-sonnet-4-6' }).branch(leafUuid);
    const updateMs: number[] = [];
    for (let at = 0; at < APPENDS; at++) {
      const uuid = writer.prompt(`Prompt ${String(at)}`);
      const start = performance.now();
      appendFileSync(file, `${writer.take().join('\n')}\n`);
      await inspected.until(({ items }) => items.some(({ id }) => id.startsWith(uuid)));
      updateMs.push(performance.now() - start);
      await pause(APPEND_GAP_MS);
    }
    return { firstMs, updateMs };
  });
}

/**
 * How long taking in the inspection of very many items holds the thread that the extension host
 * would be.
 */
export async function inspectsMany(
  items: string,
  dist: string,
): Promise<LoopBlock & { readonly items: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leeway-bench-'));
  const file = path.join(folder, 'many.jsonl');
  const writer = new TranscriptWriter({ seed: 12, model: 'claude-sonnet-4-6' });
  for (let at = 0; at < Number(items) / 2; at++) {
    writer.prompt(`Prompt ${String(at)}`);
    writer.response({
      blocks: [{ type: 'text', text: `Reply ${String(at)}.` }],
      usage: { contextTokens: 20_000 + at, outputTokens: 20 },
    });
  }
  await writeFile(file, writer.toString());
  try {
    return await withWorker(file, dist, async (inspected) => {
      let found = 0;
      const block = await measureLoopBlock(async () => {
        await inspected.begin();
        const inspection = await inspected.until((each) =>
          each.items.every(({ isCounted }) => isCounted),
        );
        found = inspection.items.length;
      });
      return { ...block, items: found };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withWorker<Found>(
  transcript: string,
  dist: string,
  work: (inspected: InspectedInWorker, file: string) => Promise<Found>,
): Promise<Found> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-bench-')));
  const workspace = path.join(root, 'ledger');
  const configDirectory = path.join(root, 'claude');
  const file = path.join(
    configDirectory,
    'projects',
    projectSlug(workspace),
    '00000000-0000-4000-8000-000000000001.jsonl',
  );
  await mkdir(workspace);
  await mkdir(path.dirname(file), { recursive: true });
  await copyFile(transcript, file);
  const inspected = await inspectInWorker({
    script: path.join(dist, 'worker.js'),
    configDirectory,
    workspace,
  });
  try {
    return await work(inspected, file);
  } finally {
    await inspected.dispose();
    await rm(root, { recursive: true, force: true });
  }
}
