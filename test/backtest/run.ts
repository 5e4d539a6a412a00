import { basename, dirname } from 'node:path';
import { realCorpora } from '../fixtures/realSessions';
import { recordedFiles } from '../fixtures/recordedFiles';
import { forecastReport } from './forecast/forecastReport';
import { evidenceWeights } from './prune/evidenceWeights';
import { livedRegret } from './prune/livedRegret';
import { needRatesOf } from './prune/needRates';
import { needsTable } from './prune/needsTable';
import { pruneBacktest } from './prune/pruneBacktest';
import { pruneReport } from './prune/pruneReport';

const USAGE = 'Usage: npm run backtest [-- DIR… | --lived CONFIG_DIR]';

/**
 * `npm run backtest -- DIR…`: replays the sessions below some folders, by default the ones that lie
 * beside the checkout, and tells how true the forecast would have come, and what a prune would have
 * taken that was needed later. Ends with 1 where the forecast was less true than it has to be.
 * `--lived CONFIG_DIR` tells how much of what really was pruned below a config directory Claude has
 * asked for again.
 */
async function main(folders: readonly string[]): Promise<number> {
  const known = folders.length > 0 ? folders : realCorpora.map(({ files }) => dirname(files[0]!));
  const corpora = known.map((folder) => ({ name: basename(folder), files: recordedFiles(folder) }));
  if (corpora.every(({ files }) => files.length === 0)) {
    console.log(`NOT RUN: there are no sessions in ${known.join(', ') || 'any folder'}. ${USAGE}`);
    return 0;
  }
  const { text, lacking } = forecastReport(known);
  console.log(`# Forecast\n\n${text}\n`);
  const files = corpora.flatMap((corpus) => corpus.files);
  const { judged, samples } = await pruneBacktest(files);
  console.log(`# Prune\n\n${pruneReport(corpora, judged)}`);
  for (const { name, files: own } of corpora) {
    const paths = new Set(own.map(({ path }) => path));
    const weights = evidenceWeights(samples.filter(({ path }) => paths.has(path)));
    console.log(`\nWeights fitted to ${name}: ${JSON.stringify(weights)}`);
  }
  console.log(`\n# What was needed, reply by reply\n\n${needsTable(needRatesOf(files))}`);
  for (const sentence of lacking) console.log(sentence);
  return lacking.length === 0 ? 0 : 1;
}

async function lived(configDirectory: string): Promise<number> {
  const { sessions, pruned, again } = await livedRegret(configDirectory);
  console.log(`Asked for again: ${again} of ${pruned} pruned items, in ${sessions} sessions.`);
  return 0;
}

function run(words: readonly string[]): Promise<number> {
  const [first, directory] = words;
  if (first !== '--lived') return main(words);
  return directory === undefined ? Promise.reject(new Error(USAGE)) : lived(directory);
}

run(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
