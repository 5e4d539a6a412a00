import type { InChild } from './inChild';
import type { Transcripts } from './readingRows';
import { medianRow, type Row } from './row';

const MB = 1e6;
const ROUNDS = 3;

/**
 * What a prune costs, safety included: reading, planning, counting, the backup, the rewrite, and
 * the check of what was written.
 */
export async function pruneRows(inChild: InChild, { plain }: Transcripts): Promise<Row[]> {
  const ms = { prune: [] as number[], copy: [] as number[], memory: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const timed = await inChild('prunable', plain.file);
    const { pruneMs, copyMs, freedTokens } = await inChild(
      'pruneTime',
      timed.configDirectory,
      timed.copy,
      timed.ids,
    );
    if (!(freedTokens > 0)) throw new Error('The prune freed nothing.');
    ms.prune.push(pruneMs);
    ms.copy.push(copyMs);
    const watched = await inChild('prunable', plain.file);
    ms.memory.push(
      (await inChild('pruneMemory', watched.configDirectory, watched.copy, watched.ids)) / MB,
    );
  }
  const ratios = ms.prune.map((each, round) => each / ms.copy[round]!);
  return [
    {
      ...medianRow('Pruning 50 items ÷ cp of the file', 'ratio', 12, ratios),
      value: Math.min(...ms.prune) / Math.min(...ms.copy),
    },
    medianRow('  pruning', 'ms', null, ms.prune),
    medianRow('  cp', 'ms', null, ms.copy),
    medianRow('Extra memory of pruning', 'MB', 100, ms.memory),
  ];
}
