import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SampleTexts } from '../fixtures/sampleTexts';
import { SeededRandom } from '../fixtures/seededRandom';

const COMMITTED = path.join(__dirname, 'workspace');
/** What the two banks exported: large, as such files are, so it is generated. In characters. */
const EXPORTS = [
  { file: 'data/bank-north.csv', header: 'Booked;Text;Amount;Currency;Remark', length: 21_000 },
  { file: 'data/bank-south.csv', header: 'Date;Reference;Value;Currency;Remark', length: 14_000 },
] as const;

/** Fills a folder with an invented project, a small ledger. */
export async function createSampleWorkspace(folder: string): Promise<void> {
  await cp(COMMITTED, folder, { recursive: true });
  await mkdir(path.join(folder, 'data'), { recursive: true });
  const texts = new SampleTexts(new SeededRandom(20));
  for (const { file, header, length } of EXPORTS)
    await writeFile(path.join(folder, file), `${header}\n${texts.text('table', length)}\n`);
}

/** The file that the sample session writes into the project. */
export function writtenImporter(): Promise<string> {
  return readFile(path.join(__dirname, 'written', 'import_csv.py'), 'utf8');
}
