import { rm, writeFile } from 'node:fs/promises';
import { readBytes } from '../../src/io/sessionFile/readBytes';
import { type LoopBlock, measureLoopBlock } from './loopBlock';
import { extraMemoryBytes } from './peakMemory';
import { firstTokens, openSession } from './subject';
import { parseAllLines, readInChunks } from './yardsticks';

/** What a reading took and found, in a process that did nothing before. */
export interface Reading {
  readonly ms: number;
  /** What it told: context tokens, or for a yardstick its own count. */
  readonly found: number | null;
}

export const chunkRead = (path: string): Promise<Reading> => timed(() => readInChunks(path));
export const parseAll = (path: string): Promise<Reading> => timed(() => parseAllLines(path));
/**
 * Of a session that was never opened, in a process that has shown another one: what opening a
 * session costs, less the compiling of code.
 */
export async function firstNumber(path: string): Promise<Reading> {
  await warmUp(path);
  return timed(() => firstTokens(path));
}
/** The same in a process that has done nothing before. */
export const firstNumberEver = (path: string): Promise<Reading> => timed(() => firstTokens(path));
export const fullScan = (path: string): Promise<Reading> => timed(() => scan(path));

export const scanBlock = (path: string): Promise<LoopBlock> => measureLoopBlock(() => scan(path));
export const scanMemory = async (path: string): Promise<number> =>
  (await extraMemoryBytes(() => scan(path))).extraBytes;
export const parseAllMemory = async (path: string): Promise<number> =>
  (await extraMemoryBytes(() => parseAllLines(path))).extraBytes;

/** Opens another, small session a few times: the end of this one under another name. */
async function warmUp(path: string): Promise<void> {
  const small = `${path}.small.jsonl`;
  const end = await readBytes(path, 64 * 1024, 'end');
  await writeFile(small, end!.subarray(end!.indexOf(0x0a) + 1));
  for (let time = 0; time < 20; time++) await firstTokens(small);
  await rm(small);
}

async function scan(path: string): Promise<number | null> {
  const session = openSession(path);
  await session.refresh();
  const tokens = session.tokens();
  session.dispose();
  return tokens;
}

async function timed(read: () => Promise<number | null>): Promise<Reading> {
  globalThis.gc?.();
  const start = performance.now();
  const found = await read();
  return { ms: performance.now() - start, found };
}
