import { activation } from './measureActivation';
import { appends } from './measureAppends';
import { followsCrowd } from './measureCrowd';
import { hostileShapes } from './measureHostile';
import { inspectsLive, inspectsMany, liveItems } from './measureInspection';
import {
  activationOnMachine,
  firstOfMachine,
  keepsSummaries,
  listsSessions,
  readsKept,
  searchesFolder,
  searchesSession,
} from './measureManySessions';
import {
  chunkRead,
  firstNumber,
  firstNumberEver,
  fullScan,
  parseAll,
  parseAllMemory,
  scanBlock,
  scanMemory,
} from './measureReading';
import { prunable, pruneMemory, pruneTime } from './measurePrune';
import { tokenizer } from './measureTokenizer';
import { trailingAppends } from './measureTrailing';
import { workerOpens } from './measureWorker';
import { runAppender } from './appender';

/** Everything that can be measured, each in a process of its own. */
const measurements = {
  chunkRead,
  parseAll,
  firstNumber,
  firstNumberEver,
  fullScan,
  scanBlock,
  scanMemory,
  parseAllMemory,
  appends,
  trailingAppends,
  activation,
  workerOpens,
  tokenizer,
  liveItems,
  inspectsLive,
  inspectsMany,
  prunable,
  pruneTime,
  pruneMemory,
  hostileShapes,
  followsCrowd,
  activationOnMachine,
  firstOfMachine,
  keepsSummaries,
  listsSessions,
  readsKept,
  searchesFolder,
  searchesSession,
};

export type Measurements = typeof measurements;

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === 'appender') {
    runAppender();
    return;
  }
  const measurement = measurements[name as keyof Measurements] as (
    ...args: string[]
  ) => Promise<unknown>;
  const result = await measurement(...args);
  process.send?.(result, () => process.exit(0)); // a worker or a watcher may still be at work
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
