import assert from 'node:assert/strict';
import { liveContext } from '../../../../src/domain/accounting/items';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { mostTokens, nextToCount } from '../../../../src/domain/accounting/ranking';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import type { ConversationEntry } from '../../../../src/domain/transcript/entry';
import { SampleTexts } from '../../../fixtures/sampleTexts';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const TOP = 20;

describe('nextToCount', () => {
  /** Results of which bytes tell little: from one token a byte to one in eight. */
  function session(seed: number): string {
    const random = new SeededRandom(seed);
    const texts = new SampleTexts(random);
    const writer = new TranscriptWriter({ seed });
    writer.prompt('Go');
    for (let at = 0; at < 300; at++) {
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'Bash', input: { command: `run ${String(at)}` } }],
      });
      writer.toolResult(
        toolUseIds[0]!,
        texts
          .text('output', random.integer(100, 6000))
          .replaceAll(/[a-z]/g, at % 3 === 0 ? '§' : '$&'),
      );
    }
    return writer.toString();
  }
  /** One token a character that is no letter, one for eight letters. */
  const count: TokenCount = (text) =>
    text.length - Math.floor((text.replace(/[^a-z]/g, '').length * 7) / 8);

  for (const seed of [1, 2, 3]) {
    it(`leaves nothing uncounted that could be among the largest, though it counts only a part (seed ${seed})`, () => {
      const content = Buffer.from(session(seed));
      const transcript = transcriptOf(content);
      const chain = activeChain(transcript);
      const exact = (entry: ConversationEntry): readonly number[] => {
        const again = parseLine(
          content.subarray(entry.offset, entry.offset + entry.bytes),
          entry.line,
          entry.offset,
          entry.bytes,
          'texts',
        ).entries[0];
        return again === undefined || again.kind === 'metadata'
          ? []
          : itemTokens(again, 'new', count);
      };
      const counted = new Map<ConversationEntry, readonly number[]>();
      const items = () =>
        liveContext({
          transcript,
          chain,
          model: 'claude-opus-5-5',
          tokensOf: (entry) => counted.get(entry) ?? itemTokens(entry, 'new', null),
          isCounted: (entry) => counted.has(entry),
          digestOf: () => null,
        }).items;
      for (;;) {
        const uncounted = chain.entries.filter((entry) => !counted.has(entry));
        const next = nextToCount(transcript, uncounted, items(), { countAllBytes: 0, ranked: TOP });
        if (next.length === 0) break;
        for (const entry of next) counted.set(entry, exact(entry));
      }
      assert.ok(
        counted.size < chain.entries.length * 0.7,
        `${String(counted.size)} of ${String(chain.entries.length)}`,
      );
      const top = items()
        .filter(({ isCounted }) => isCounted)
        .map(({ tokens }) => tokens)
        .sort((a, b) => b - a)
        .slice(0, TOP);
      const truth = chain.entries
        .flatMap(exact)
        .sort((a, b) => b - a)
        .slice(0, TOP);
      assert.deepEqual(top, truth);
    });
  }

  it('bounds every entry from above, escapes included', () => {
    const writer = new TranscriptWriter();
    writer.prompt('\u0000\u0001漢😀'.repeat(200));
    const [entry] = transcriptOf(writer.toString()).conversation;
    assert.ok(
      mostTokens(transcriptOf(writer.toString()), entry!) >=
        Buffer.byteLength('\u0000\u0001漢😀'.repeat(200)) * 1.55,
    );
  });

  it('has everything counted where it is not absurdly much, the largest first', () => {
    const transcript = transcriptOf(session(4));
    const { entries } = activeChain(transcript);
    const next = nextToCount(transcript, entries, []);
    assert.equal(next.length, entries.length);
    assert.ok(mostTokens(transcript, next[0]!) >= mostTokens(transcript, next.at(-1)!));
  });
});
