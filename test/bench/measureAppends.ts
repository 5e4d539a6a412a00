import { appendFileSync } from 'node:fs';
import { SampleTexts } from '../fixtures/sampleTexts';
import { SeededRandom } from '../fixtures/seededRandom';
import { TranscriptWriter } from '../fixtures/transcriptWriter';
import { openSession } from './subject';

const APPENDS = 300;
/** Before them, not counted: the first ones compile the code that all others run. */
const FIRST_APPENDS = 30;
const TEXT_LENGTH = 600;
/** Of the last line, to know how fast this machine is just now. */
const PARSES = 100;

/**
 * Appends responses of about 1.8 KB to a session that has been read, and times each until the new
 * number stands. `parseMs`: what parsing such a line a hundred times takes, measured after it.
 *
 * @param leafUuid the entry that they follow.
 * @throws when a number is not that of the response just appended.
 */
export async function appends(
  path: string,
  leafUuid: string,
): Promise<{ ms: number[]; parseMs: number[]; lineBytes: number }> {
  const session = openSession(path);
  await session.refresh();
  const texts = new SampleTexts(new SeededRandom(9));
  const writer = new TranscriptWriter({ seed: 9, model: 'claude-sonnet-4-6' }).branch(leafUuid);
  writer.prompt('Go on.');
  const ms: number[] = [];
  let lineBytes = 0;
  let lastLine = '';
  for (let at = -FIRST_APPENDS; at < APPENDS; at++) {
    const usage = { contextTokens: 60_000 + at * 10, outputTokens: 300 };
    writer.response({ blocks: [{ type: 'text', text: texts.text('prose', TEXT_LENGTH) }], usage });
    const lines = writer.take();
    lastLine = lines.at(-1)!;
    const line = `${lines.join('\n')}\n`;
    appendFileSync(path, line);
    lineBytes = Buffer.byteLength(line);
    const start = performance.now();
    await session.refresh();
    if (at >= 0) ms.push(performance.now() - start);
    const expected = usage.contextTokens + usage.outputTokens;
    if (session.tokens() !== expected)
      throw new Error(
        `After append ${at + 1} the number is ${String(session.tokens())}, not ${expected}.`,
      );
  }
  session.dispose();
  const parseMs: number[] = [];
  for (let at = 0; at < APPENDS; at++) {
    const start = performance.now();
    for (let parsed = 0; parsed < PARSES; parsed++) JSON.parse(lastLine);
    parseMs.push(performance.now() - start);
  }
  return { ms, parseMs, lineBytes };
}
