import { copyFile } from 'node:fs/promises';
import type { GeneratedTranscript } from './generateTranscript';
import type { InChild } from './inChild';
import type { Reading } from './measureReading';
import { medianRow, ratioRow, type Row } from './row';
import { percentile } from './statistics';

/** The same session with three different ends. */
export interface Transcripts {
  readonly plain: { readonly file: string; readonly facts: GeneratedTranscript };
  readonly largeImages: { readonly file: string };
  readonly sidechain: { readonly file: string };
}

const MB = 1e6;
const BLOCK_ROUNDS = 3;
/** Three appends of a round decide on its p99, and chance on many of those: the best one counts. */
const APPEND_ROUNDS = 8;

/** How long readings take, each as a ratio to a yardstick of the same round. */
export async function readingRows(
  inChild: InChild,
  { plain, largeImages, sidechain }: Transcripts,
  rounds: number,
): Promise<Row[]> {
  const ms = {
    chunkRead: [] as number[],
    parseAll: [] as number[],
    first: [] as number[],
    images: [] as number[],
    sidechain: [] as number[],
    ever: [] as number[],
    scan: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    const chunkRead = await inChild('chunkRead', plain.file);
    const first = exactly(
      await inChild('firstNumber', plain.file),
      plain.facts.contextTokens,
      'The first number',
    );
    const ever = await inChild('firstNumberEver', plain.file);
    const images = told(
      await inChild('firstNumber', largeImages.file),
      'The first number behind large images',
    );
    const sidechainFirst = exactly(
      await inChild('firstNumber', sidechain.file),
      plain.facts.contextTokens,
      'The first number behind a sidechain',
    );
    const parseAll = await inChild('parseAll', plain.file);
    const scan = exactly(
      await inChild('fullScan', plain.file),
      plain.facts.contextTokens,
      'The number after a full scan',
    );
    ms.images.push(images.ms);
    ms.sidechain.push(sidechainFirst.ms);
    ms.chunkRead.push(chunkRead.ms);
    ms.parseAll.push(parseAll.ms);
    ms.first.push(first.ms);
    ms.ever.push(ever.ms);
    ms.scan.push(scan.ms);
  }
  return [
    ratioRow('First number ÷ reading the file in 1 MiB chunks', 0.15, ms.first, ms.chunkRead),
    // These are parsed, not only read: measured by what parsing costs on this machine. Reading a
    // file from memory took 18 to 71 ms within one run.
    ratioRow('  with three 5 MB image lines at the end ÷ parsing all', 0.1, ms.images, ms.parseAll),
    ratioRow('  with a sidechain of 300 entries ÷ parsing all', 0.03, ms.sidechain, ms.parseAll),
    ratioRow('Full scan ÷ JSON.parse of every line', 1, ms.scan, ms.parseAll),
    medianRow('  reading in 1 MiB chunks', 'ms', null, ms.chunkRead),
    medianRow('  JSON.parse of every line', 'ms', null, ms.parseAll),
    medianRow('  first number', 'ms', null, ms.first),
    medianRow('  first number of all, code compiled along', 'ms', null, ms.ever),
    medianRow('  full scan', 'ms', null, ms.scan),
  ];
}

/** Memory and the event loop, watched in runs of their own because watching costs time. */
export async function footprintRows(inChild: InChild, file: string, dist: string): Promise<Row[]> {
  const scan: number[] = [];
  const host: number[] = [];
  const memory: number[] = [];
  const workerMs = { first: [] as number[], complete: [] as number[] };
  for (let round = 0; round < BLOCK_ROUNDS; round++) {
    const { workMs, idleMs } = await inChild('scanBlock', file);
    scan.push(workMs - idleMs);
    const opened = await inChild('workerOpens', file, dist);
    host.push(opened.block.workMs - opened.block.idleMs);
    workerMs.first.push(opened.firstMs);
    workerMs.complete.push(opened.completeMs);
    memory.push((await inChild('scanMemory', file)) / MB);
  }
  const parseAll = (await inChild('parseAllMemory', file)) / MB;
  return [
    bestRow('Longest block of the loop that scans', 25, scan),
    bestRow('Longest block of the main thread while its worker scans', 25, host),
    medianRow('  first number from the worker, its start included', 'ms', null, workerMs.first),
    medianRow('  whole session read by the worker', 'ms', null, workerMs.complete),
    medianRow('Extra memory of a full scan', 'MB', 48, memory),
    { name: '  of JSON.parse of every line', value: parseAll, unit: 'MB', gate: null },
  ];
}

/** What was appended to a copy of the session takes until it shows. */
export async function appendRows(
  inChild: InChild,
  { file, facts }: Transcripts['plain'],
): Promise<Row[]> {
  const p50: number[] = [];
  const p99: number[] = [];
  const parse: number[] = [];
  let size = '';
  for (let round = 0; round < APPEND_ROUNDS; round++) {
    const copy = `${file}.appended`;
    await copyFile(file, copy);
    const { ms, parseMs, lineBytes } = await inChild('appends', copy, facts.leafUuid);
    parse.push(percentile(parseMs, 0.5));
    p50.push(percentile(ms, 0.5));
    p99.push(percentile(ms, 0.99));
    size = (lineBytes / 1000).toFixed(1);
  }
  return [
    ratioRow(`Append of ${size} KB until its number stands ÷ 100 parses of it, p50`, 2, p50, parse),
    ratioRow('  p99', 12, p99, parse),
    bestRow('  append until its number stands, p50', null, p50),
    bestRow('  append until its number stands, p99', null, p99),
  ];
}

/**
 * What the machine adds by chance differs from round to round, what the code does stays: the least
 * of the rounds counts.
 */
function bestRow(name: string, gate: number | null, samples: readonly number[]): Row {
  return { ...medianRow(name, 'ms', gate, samples), value: Math.min(...samples) };
}

/** A quick wrong answer is no answer. */
function exactly(reading: Reading, tokens: number, what: string): Reading {
  if (reading.found !== tokens)
    throw new Error(`${what} is ${String(reading.found)}, not ${tokens}.`);
  return reading;
}

function told(reading: Reading, what: string): Reading {
  if (reading.found === null) throw new Error(`${what} is not known.`);
  return reading;
}
