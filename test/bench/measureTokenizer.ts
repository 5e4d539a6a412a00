import { SampleTexts } from '../fixtures/sampleTexts';
import { SeededRandom } from '../fixtures/seededRandom';
import { loadTokenCount } from './subject';

const LENGTH = 200_000;

/**
 * Counts 200,000 characters of what a naive tokenizer takes minutes for, and of ordinary text. In
 * milliseconds, cold.
 */
export async function tokenizer(): Promise<Record<string, number>> {
  const start = performance.now();
  const count = await loadTokenCount();
  const loaded = performance.now() - start;
  const random = new SeededRandom(5);
  const ideographs = Array.from({ length: LENGTH }, () =>
    String.fromCharCode(random.integer(0x4e00, 0x9fff)),
  ).join('');
  const texts: Record<string, string> = {
    'source code': new SampleTexts(random).text('source', LENGTH),
    'one letter': 'a'.repeat(LENGTH),
    spaces: ' '.repeat(LENGTH),
    'line feeds': '\n'.repeat(LENGTH),
    dashes: '-'.repeat(LENGTH),
    'box drawing': '─'.repeat(LENGTH),
    'random ideographs': ideographs,
    'lone surrogates': '\ud83d'.repeat(LENGTH),
    base64: random.base64(LENGTH),
  };
  const ms: Record<string, number> = { 'loading the vocabulary': loaded };
  for (const [name, text] of Object.entries(texts)) {
    const from = performance.now();
    count(text);
    ms[name] = performance.now() - from;
  }
  return ms;
}
