import type { InChild } from './inChild';
import type { Transcripts } from './readingRows';
import { medianRow, type Row } from './row';
import { median, percentile } from './statistics';

const ROUNDS = 3;
const MANY_ITEMS = 50_000;

/** What the inspector waits for, on a session that is already read. */
export async function inspectionRows(
  inChild: InChild,
  { plain }: Transcripts,
  dist: string,
): Promise<Row[]> {
  const ms = {
    items: [] as number[],
    parseAll: [] as number[],
    first: [] as number[],
    p95: [] as number[],
    block: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const items = await inChild('liveItems', plain.file);
    if ((items.found ?? 0) < 100)
      throw new Error(`Only ${String(items.found)} live items were found.`);
    ms.items.push(items.ms);
    ms.parseAll.push((await inChild('parseAll', plain.file)).ms);
    const live = await inChild('inspectsLive', plain.file, plain.facts.leafUuid, dist);
    ms.first.push(live.firstMs);
    ms.p95.push(percentile(live.updateMs, 0.95));
    const many = await inChild('inspectsMany', String(MANY_ITEMS), dist);
    if (many.items < MANY_ITEMS)
      throw new Error(`Only ${String(many.items)} of ${String(MANY_ITEMS)} items arrived.`);
    ms.block.push(many.workMs - many.idleMs);
  }
  return [
    {
      ...medianRow(
        'Live items ÷ JSON.parse of every line',
        'ratio',
        0.15,
        ms.items.map((each, round) => each / ms.parseAll[round]!),
      ),
      value: Math.min(...ms.items) / Math.min(...ms.parseAll),
    },
    medianRow('Asking the worker until the first items stand', 'ms', 300, ms.first),
    { ...medianRow('Append until its item stands, p95', 'ms', 300, ms.p95), value: median(ms.p95) },
    {
      ...medianRow(
        `Longest block of the main thread that takes in ${MANY_ITEMS.toLocaleString('en')} items`,
        'ms',
        25,
        ms.block,
      ),
      value: Math.min(...ms.block),
    },
    medianRow('  live items', 'ms', null, ms.items),
  ];
}
