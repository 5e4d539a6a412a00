import { closeBrowser, openPage } from '../webview/openPage';
import type { GeneratedTranscript } from './generateTranscript';
import { opensInspector, type Opening } from './measureOpening';
import { medianRow, type Row } from './row';
import { median } from './statistics';

const ROUNDS = 5;
const WARM_OPENINGS = 3;

/** The inspector of a session of a few megabytes, opened for the first time and again. */
export async function openingRows(
  { file, facts }: { readonly file: string; readonly facts: GeneratedTranscript },
  dist: string,
): Promise<Row[]> {
  const ratios: number[] = [];
  const ms = {
    cold: [] as number[],
    warm: [] as number[],
    coldTold: [] as number[],
    warmTold: [] as number[],
    counted: [] as number[],
  };
  try {
    // The browser is VS Code's own, and runs long before.
    await (await openPage()).close();
    for (let round = 0; round < ROUNDS; round++) {
      const { cold, warm, countedMs } = await opensInspector(file, dist, WARM_OPENINGS);
      const ofWarm = (value: (opening: Opening) => number): number => median(warm.map(value));
      ms.cold.push(cold.rowsMs);
      ms.coldTold.push(cold.toldMs);
      ms.counted.push(countedMs);
      ms.warm.push(ofWarm(({ rowsMs }) => rowsMs));
      ms.warmTold.push(ofWarm(({ toldMs }) => toldMs));
      ratios.push(cold.rowsMs / ofWarm(({ rowsMs }) => rowsMs));
    }
  } finally {
    await closeBrowser();
  }
  const size = `${(facts.bytes / 1e6).toFixed(1)} MB`;
  return [
    medianRow(`Inspector of ${size}: cold click until rows are drawn ÷ warm`, 'ratio', 2, ratios),
    medianRow('  cold click until rows are drawn', 'ms', null, ms.cold),
    medianRow('  warm click until rows are drawn', 'ms', null, ms.warm),
    medianRow('  cold, until the worker has told them', 'ms', null, ms.coldTold),
    medianRow('  warm, until the worker has told them', 'ms', null, ms.warmTold),
    medianRow('  cold, until all of them are counted', 'ms', null, ms.counted),
  ];
}
