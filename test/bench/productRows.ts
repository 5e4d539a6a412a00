import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InChild } from './inChild';
import { medianRow, type Row } from './row';
import { percentile } from './statistics';

const KB = 1000;
const EXTENSION_GATE_KB = 200;
/**
 * No input of 200,000 characters may cost more than this many times as much as reading source code
 * of that length.
 */
const TOKENIZER_GATE = 50;

export async function trailingRows(inChild: InChild): Promise<Row[]> {
  const { bursts, lost, ms } = await inChild('trailingAppends');
  return [
    {
      name: `Lost trailing appends of ${bursts}, 1 to 60 ms apart`,
      value: lost,
      unit: 'count',
      gate: 0,
    },
    {
      name: '  from the append to the number, p50',
      value: percentile(ms, 0.5),
      unit: 'ms',
      gate: null,
    },
    { name: '  p99', value: percentile(ms, 0.99), unit: 'ms', gate: null },
  ];
}

export async function activationRows(
  inChild: InChild,
  dist: string,
  rounds: number,
): Promise<Row[]> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { loadMs, activateMs } = await inChild('activation', dist);
    samples.push(loadMs + activateMs);
  }
  return [medianRow('Activation: load and activate, vscode API stubbed', 'ms', 50, samples)];
}

/** Fifty open sessions with two hundred subagents, five of which write 2 KB a second each. */
export async function crowdRows(inChild: InChild, dist: string): Promise<Row[]> {
  const { lagMs, block, workerShare, megabytes, idleMegabytes } = await inChild(
    'followsCrowd',
    dist,
  );
  const told = (name: string, value: number, unit: Row['unit'], gate: number | null): Row => ({
    ...{ name, value, unit, gate },
  });
  return [
    told(
      'A crowd: longest block of the main thread beyond the empty loop',
      Math.max(0, block.workMs - block.idleMs),
      'ms',
      10,
    ),
    told('  share of the time in which the worker works', workerShare, 'ratio', 0.5),
    told('  from the append to the number of a subagent, p50', percentile(lagMs, 0.5), 'ms', null),
    told('  p95', percentile(lagMs, 0.95), 'ms', 1_000),
    told('  memory for it', megabytes - idleMegabytes, 'MB', null),
  ];
}

export async function tokenizerRows(inChild: InChild): Promise<Row[]> {
  const {
    'source code': ordinary = NaN,
    'loading the vocabulary': loading = NaN,
    ...pathological
  } = await inChild('tokenizer');
  const worst = Object.entries(pathological).sort(([, a], [, b]) => b - a)[0] ?? ['', NaN];
  return [
    {
      name: `Tokenizer: worst 200,000 characters (${worst[0]}) ÷ source code`,
      value: worst[1] / ordinary,
      unit: 'ratio',
      gate: TOKENIZER_GATE,
    },
    { name: '  source code', value: ordinary, unit: 'ms', gate: null },
    ...Object.entries(pathological).map(([name, value]): Row => ({
      name: `  ${name}`,
      value,
      unit: 'ms',
      gate: null,
    })),
    { name: '  loading the vocabulary', value: loading, unit: 'ms', gate: null },
  ];
}

export async function sizeRows(dist: string): Promise<Row[]> {
  const names = (await readdir(dist)).filter((name) => /\.(js|vsix)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name): Promise<Row> => {
      const { size } = await stat(path.join(dist, name));
      return {
        name: `Size of ${name}`,
        value: size / KB,
        unit: 'KB',
        gate: name === 'extension.js' ? EXTENSION_GATE_KB : null,
      };
    }),
  );
}
