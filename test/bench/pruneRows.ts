import type { InChild } from './inChild';
import type { Transcripts } from './readingRows';
import { medianRow, ratioRow, type Row } from './row';

const MB = 1e6;
const ROUNDS = 3;

/**
 * What a prune costs, safety included: reading, planning, counting, the backup, the rewrite, and
 * the check of what was written.
 */
export async function pruneRows(inChild: InChild, { plain }: Transcripts): Promise<Row[]> {
  const ms = {
    prune: [] as number[],
    parseAll: [] as number[],
    copy: [] as number[],
    memory: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const timed = await inChild('prunable', plain.file);
    const { pruneMs, copyMs, freedTokens } = await inChild(
      'pruneTime',
      timed.configDirectory,
      timed.copy,
      timed.ids,
    );
    if (!(freedTokens > 0)) throw new Error('The prune freed nothing.');
    ms.parseAll.push((await inChild('parseAll', plain.file)).ms);
    ms.prune.push(pruneMs);
    ms.copy.push(copyMs);
    const watched = await inChild('prunable', plain.file);
    ms.memory.push(
      (await inChild('pruneMemory', watched.configDirectory, watched.copy, watched.ids)) / MB,
    );
  }
  return [
    ratioRow('Pruning 50 items ÷ JSON.parse of every line', 3.5, ms.prune, ms.parseAll),
    // `cp` costs what the kernel's cache makes of it: 43 ms and 136 ms within one run.
    ratioRow('  ÷ cp of the file', null, ms.prune, ms.copy),
    medianRow('  pruning', 'ms', null, ms.prune),
    medianRow('  cp', 'ms', null, ms.copy),
    medianRow('Extra memory of pruning', 'MB', 100, ms.memory),
  ];
}
