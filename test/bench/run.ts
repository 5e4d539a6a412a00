import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Ending, generateTranscript } from './generateTranscript';
import { childRunner } from './inChild';
import { hostileRows } from './hostileRows';
import { inspectionRows } from './inspectionRows';
import { manySessionsRows } from './manySessionsRows';
import { openingRows } from './openingRows';
import { pageRows } from './pageRows';
import { activationRows, crowdRows, sizeRows, tokenizerRows, trailingRows } from './productRows';
import { pruneRows } from './pruneRows';
import { appendRows, footprintRows, readingRows } from './readingRows';
import { quietest } from './quietest';
import { formatTable, passes, type Row } from './row';

const SEED = 20261121;
/** As many people's are, in the middle of a turn; all of it in the context. */
const ORDINARY = {
  bytes: 3.5e6,
  seed: SEED,
  ending: 'prompt',
  compactsAtTokens: Infinity,
} as const;
const DIST = path.join(__dirname, '../../dist');

/**
 * `npm run bench`: measures the built extension on a generated session, prints a table, and ends
 * with 1 when a gate is passed. Milliseconds depend on the machine and what else it does; gates are
 * ratios within one run where that is possible.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { mb: { type: 'string', default: '100' }, rounds: { type: 'string', default: '7' } },
  });
  const [megabytes, rounds] = [Number(values.mb), Number(values.rounds)];
  if (!(megabytes > 0) || !(rounds >= 1))
    throw new Error('Usage: npm run bench [-- --mb 100] [--rounds 7]');

  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'leeway-bench-')));
  try {
    const generate = async (ending: Ending) => {
      const file = path.join(folder, `${ending}.jsonl`);
      return {
        file,
        facts: await generateTranscript(file, { bytes: megabytes * 1e6, seed: SEED, ending }),
      };
    };
    const transcripts = {
      plain: await generate('turn'),
      largeImages: await generate('largeImages'),
      sidechain: await generate('sidechain'),
    };
    const { bytes, lines, images, compactions, sidechainEntries, longestLineBytes } =
      transcripts.plain.facts;
    const machine = `Node ${process.version}, ${process.platform}, ${availableParallelism()} cores`;
    const session = [
      `${(bytes / 1e6).toFixed(0)} MB`,
      `${lines} lines (longest ${(longestLineBytes / 1e6).toFixed(1)} MB)`,
      `${images} images`,
      `${compactions} compactions`,
      `${sidechainEntries} sidechain entries`,
    ].join(', ');
    console.log(`${machine}. Session: ${session}; seed ${SEED}.\n`);

    const ordinary = path.join(folder, 'ordinary.jsonl');
    const ordinaryFacts = await generateTranscript(ordinary, ORDINARY);
    const inChild = await childRunner(folder);
    const sections = {
      reading: () => readingRows(inChild, transcripts, rounds),
      footprint: () => footprintRows(inChild, transcripts.plain.file, DIST),
      appends: () => appendRows(inChild, transcripts.plain),
      inspection: () => inspectionRows(inChild, transcripts, DIST),
      opening: () => openingRows({ file: ordinary, facts: ordinaryFacts }, DIST),
      page: () => pageRows(),
      'trailing appends': () => trailingRows(inChild),
      crowd: () => crowdRows(inChild, DIST),
      'many sessions': () => manySessionsRows(inChild, folder, transcripts.plain.file, DIST),
      activation: () => activationRows(inChild, DIST, rounds),
      tokenizer: () => tokenizerRows(inChild),
      pruning: () => pruneRows(inChild, transcripts),
      'hostile shapes': () => hostileRows(inChild),
      sizes: () => sizeRows(DIST),
    };
    const rows: Row[] = [];
    for (const [name, measure] of Object.entries(sections))
      rows.push(...(await quietest(name, measure)));
    console.log(formatTable(rows));
    const failed = rows.filter((row) => !passes(row));
    const exceeded = failed.map(({ name }) => name.trim()).join('; ');
    console.log(
      failed.length === 0
        ? '\nAll gates passed.'
        : `\n${failed.length} of the gates exceeded: ${exceeded}.`,
    );
    return failed.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
