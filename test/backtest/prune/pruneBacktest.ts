import { loadTokenCount } from '../../../src/domain/accounting/loadTokenCount';
import { silentLog } from '../../../src/log';
import { rewriteTools } from '../../../src/operations/rewriting/rewriteSession';
import type { RecordedFile } from '../../fixtures/recordedFiles';
import { makeTemporaryDirectory } from '../../fixtures/temporaryDirectory';
import { boilerplateOf } from './boilerplate';
import { cutOutcomes } from './cutOutcomes';
import type { EvidenceSample } from './evidenceWeights';
import { readRawSession } from './recordedSession';
import type { JudgedCut } from './regret';
import { cutsOf } from './sessionCuts';

export interface PruneBacktest {
  readonly judged: readonly JudgedCut[];
  readonly samples: readonly RecordedSample[];
}

interface RecordedSample extends EvidenceSample {
  /** Of the session's file. */
  readonly path: string;
}

/**
 * Prunes recorded sessions in the middle, by every strategy and to every size, and looks what
 * followed. The same files always give the same outcomes.
 */
export async function pruneBacktest(files: readonly RecordedFile[]): Promise<PruneBacktest> {
  const isBoilerplate = boilerplateOf(files);
  const directory = await makeTemporaryDirectory('leeway-backtest-');
  const tools = rewriteTools({
    configDirectory: directory.path,
    log: silentLog,
    loadTokenCount,
  });
  const judged: JudgedCut[] = [];
  const samples: RecordedSample[] = [];
  try {
    for (const [number, { path, repository }] of files.entries())
      for (const cut of cutsOf(readRawSession(path))) {
        const seed = 10 * number + Math.round(10 * cut.share);
        const found = await cutOutcomes(cut, { seed, isBoilerplate, directory, tools });
        const { share } = cut;
        for (const outcome of found.outcomes) judged.push({ ...outcome, path, repository, share });
        for (const sample of found.samples) samples.push({ ...sample, path });
      }
  } finally {
    await directory.remove();
  }
  return { judged, samples };
}
