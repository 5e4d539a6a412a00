import { readFileSync, writeFileSync } from 'node:fs';
import type { SeededRandom } from '../fixtures/seededRandom';
import { type JsonRecord, RecordMutator } from './mutateRecords';

/** Changes a backup's manifest in one to three places. */
export function damagedManifest(path: string, random: SeededRandom): void {
  const record = JSON.parse(readFileSync(path, 'utf8')) as JsonRecord;
  const mutator = new RecordMutator(random);
  for (let left = random.integer(1, 3); left > 0; left--) mutator.mutate([record]);
  writeFileSync(path, mutator.lineOf(record));
}
