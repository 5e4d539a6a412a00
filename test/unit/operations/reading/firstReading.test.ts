import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { contextUsage, type ContextUsage } from '../../../../src/domain/accounting/contextUsage';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { firstReading } from '../../../../src/operations/reading/firstReading';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import type { Transcript } from '../../../../src/domain/transcript/transcript';
import { generateTranscript } from '../../../bench/generateTranscript';
import { pngImage } from '../../../fixtures/pngImage';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const usageOf = (transcript: Transcript): ContextUsage =>
  contextUsage(transcript, activeChain(transcript), (entry, generation) =>
    itemTokens(entry, generation, null),
  );

describe('firstReading', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let writer: TranscriptWriter;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter();
  });
  const reply = (contextTokens = 30_000): void =>
    void writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens, outputTokens: 400 },
    });
  const filler = (bytes: number): string => 'x'.repeat(bytes);
  async function tokensAtEnd(): Promise<number | null | 'nothing'> {
    writer.appendTo(path);
    const found = await firstReading(path);
    return found === null ? 'nothing' : usageOf(found).tokens;
  }

  it('gives the number of a session from its end alone', async () => {
    const { contextTokens } = await generateTranscript(path, { bytes: 300_000, seed: 5 });
    const found = await firstReading(path);
    assert.deepEqual(found && pick(usageOf(found)), { tokens: contextTokens, exact: true });
    assert.ok(found !== null && found.startOffset > 100_000);
  });

  it('agrees with a full reading wherever the file ends, but for what stands far in front', async () => {
    await generateTranscript(path, { bytes: 300_000, seed: 6 });
    const whole = readFileSync(path);
    const ends: number[] = [];
    for (let end = whole.indexOf('\n'); end !== -1; end = whole.indexOf('\n', end + 1))
      ends.push(end + 1);
    const checked = { exact: 0, estimated: 0, none: 0 };
    for (let at = 0; at < ends.length; at += Math.ceil(ends.length / 40)) {
      const part = whole.subarray(0, ends[at]);
      writeFileSync(path, part);
      const full = usageOf(transcriptOf(part));
      const found = await firstReading(path);
      checked[full.response === null ? 'none' : full.exact ? 'exact' : 'estimated']++;
      if (full.response === null) assert.equal(found, null);
      else if (full.exact) assert.deepEqual(found && pick(usageOf(found)), pick(full));
      else {
        const { tokens, exact } = usageOf(found!);
        // Results of parallel calls may stand further in front than it looks.
        assert.ok(
          !exact && Math.abs(tokens! / full.tokens! - 1) < 0.05,
          `${String(tokens)} for ${String(full.tokens)}`,
        );
      }
    }
    assert.ok(
      checked.exact > 5 && checked.estimated > 5 && checked.none > 0,
      JSON.stringify(checked),
    );
  });

  it('finds the newest reply behind large images and subagents', async () => {
    writer.prompt('go');
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a.png' } }],
      usage: { contextTokens: 30_000, outputTokens: 400 },
    });
    writer.toolResult(toolUseIds[0]!, [
      {
        type: 'image',
        png: pngImage({ width: 1280, height: 800 }, { rows: 100, random: new SeededRandom(1) }),
      },
    ]);
    writer.sidechain(() => {
      for (let turn = 0; turn < 40; turn++) {
        writer.prompt(filler(5000));
        reply(9000);
      }
    });
    writer.appendTo(path);
    const found = await firstReading(path);
    assert.deepEqual(
      found && pick(usageOf(found)),
      pick(usageOf(transcriptOf(readFileSync(path)))),
    );
  });

  it('counts what came since, and leaves a torn last line out', async () => {
    writer.prompt('go');
    reply();
    writer.prompt(filler(22_700));
    const tokens = await tokensAtEnd();
    assert.equal(tokens, 30_400 + 10_010);
    appendFileSync(
      path,
      '{"type":"assistant","uuid":"torn","message":{"id":"m","usage":{"input_tokens":9',
    );
    assert.equal(await tokensAtEnd(), tokens);
  });

  it('looks behind refusals and subagents for the newest reply', async () => {
    writer.prompt('go');
    reply();
    writer.prompt(filler(22_700));
    writer.apiError('connection');
    writer.sidechain(() => reply(9000));
    assert.equal(await tokensAtEnd(), 30_400 + 10_010);
  });

  describe('has nothing to tell', () => {
    it('where there is no file to read', async () => {
      assert.equal(await firstReading(path), null);
      mkdirSync(path);
      assert.equal(await firstReading(path), null);
    });

    it('where nothing is in it, or nothing that is a session', async () => {
      for (const content of ['', '\n', '\0\0\0', '[]\n{}\nnull\n', filler(100_000)]) {
        writeFileSync(path, content);
        assert.equal(await firstReading(path), null);
      }
    });

    it('before the first reply', async () => {
      writer.prompt('go');
      assert.equal(await tokensAtEnd(), 'nothing');
      writer.apiError('connection');
      assert.equal(await tokensAtEnd(), 'nothing');
      writer.sidechain(() => reply());
      assert.equal(await tokensAtEnd(), 'nothing');
      writer.response({
        blocks: [{ type: 'text', text: 'nothing counted' }],
        usage: { contextTokens: 0, outputTokens: 0 },
      });
      assert.equal(await tokensAtEnd(), 'nothing');
    });

    for (const bytes of [10, 100_000]) {
      it(`after a compaction, with a reply ${String(bytes)} bytes in front of it`, async () => {
        writer.prompt('go');
        reply();
        writer.prompt(filler(bytes));
        writer.compaction({ summary: 'so far', preTokens: 100_000 });
        writer.prompt('go on');
        assert.equal(await tokensAtEnd(), 'nothing');
        reply(21_000);
        assert.equal(await tokensAtEnd(), 21_400);
      });
    }
  });
});

function pick({ tokens, exact }: ContextUsage): Pick<ContextUsage, 'tokens' | 'exact'> {
  return { tokens, exact };
}
