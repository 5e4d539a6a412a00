import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readCutPoints } from '../../src/operations/leaving/branchSession';
import { makeHandoff } from '../../src/operations/leaving/writeHandoff';
import { HOSTILE_SHAPES } from './hostileShapes';
import { itemsOnce } from './inspectionSubject';

export interface ShapeGrowth {
  readonly shape: string;
  /** At least 50: what is quicker is as good as its noise. */
  readonly ms: number;
  readonly doubledMs: number;
}

const ROUNDS = 5;
const LEAST_MS = 50;
const FIRST_COUNT = 2_000;
/** Small enough for a few seconds a shape; a quick one is as good as its noise. */
const MOST_COUNT = 64_000;
const HANDOFF_TOKENS = 4_000;

/** What each hostile shape costs, and what twice of it does: the best of some rounds. */
export async function hostileShapes(): Promise<ShapeGrowth[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leeway-bench-'));
  const [file, doubled] = [path.join(folder, 'one.jsonl'), path.join(folder, 'two.jsonl')];
  try {
    const growths: ShapeGrowth[] = [];
    for (const [shape, linesOf] of Object.entries(HOSTILE_SHAPES)) {
      let count = FIRST_COUNT;
      let ms: number;
      for (; ; count *= 2) {
        await writeFile(file, linesOf(count));
        ms = Math.min(await timeOf(file), await timeOf(file));
        if (ms >= LEAST_MS || count >= MOST_COUNT) break;
      }
      await writeFile(doubled, linesOf(2 * count));
      let doubledMs = Infinity;
      for (let round = 0; round < ROUNDS; round++) {
        ms = Math.min(ms, await timeOf(file));
        doubledMs = Math.min(doubledMs, await timeOf(doubled));
        // Chance only ever makes it slower.
        if (round > 0 && doubledMs <= 2 * Math.max(ms, LEAST_MS)) break;
      }
      growths.push({ shape, ms: Math.max(ms, LEAST_MS), doubledMs });
    }
    return growths;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that is done with a session: it is read, inspected, cut and handed over. */
async function timeOf(file: string): Promise<number> {
  globalThis.gc?.();
  const start = performance.now();
  await itemsOnce(file).catch(() => null); // a session without a number has no items
  await readCutPoints(file);
  await makeHandoff(file, { budgetTokens: HANDOFF_TOKENS, countTokens: null });
  return performance.now() - start;
}
