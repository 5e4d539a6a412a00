import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Ending, generateTranscript } from '../../bench/generateTranscript';

/** Enough for some of everything. */
const BYTES = 8_000_000;

type Line = Record<string, unknown> & {
  type: string;
  message?: { model?: string; usage?: Record<string, number> };
};

describe('generateTranscript', () => {
  let directory: string;
  let sample: Awaited<ReturnType<typeof generated>>;
  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'generate-transcript-'));
    sample = await generated('sample', { seed: 5 });
  });
  after(() => rmSync(directory, { recursive: true }));

  async function generated(
    name: string,
    options: { seed: number; ending?: Ending },
  ): Promise<{ text: string; facts: Awaited<ReturnType<typeof generateTranscript>> }> {
    const file = path.join(directory, name);
    const facts = await generateTranscript(file, { bytes: BYTES, ...options });
    return { text: readFileSync(file, 'utf8'), facts };
  }

  it('writes the same bytes for the same seed', async () => {
    assert.equal((await generated('again', { seed: 5 })).text, sample.text);
    assert.notEqual((await generated('other', { seed: 6 })).text, sample.text);
  });

  it('states its size and its last context truly', () => {
    const { text, facts } = sample;
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    assert.deepEqual([facts.bytes, facts.lines], [Buffer.byteLength(text), lines.length]);
    assert.ok(facts.bytes >= BYTES);
    const usage = lines.findLast(
      (line) => line.type === 'assistant' && line['isSidechain'] === false,
    )!.message!.usage!;
    assert.equal(
      usage['input_tokens']! +
        usage['cache_creation_input_tokens']! +
        usage['cache_read_input_tokens']! +
        usage['output_tokens']!,
      facts.contextTokens,
    );
    assert.ok(facts.contextTokens > 130_000);
  });

  it('holds what makes real sessions hard to read', () => {
    const { text, facts } = sample;
    assert.ok(
      facts.compactions > 0 && facts.images > 0 && facts.sidechainEntries > 0,
      JSON.stringify(facts),
    );
    for (const part of [
      '"type":"progress"',
      '"type":"thinking"',
      '"toolUseResult"',
      '"type":"attachment"',
      '"last-prompt"',
      '€',
      '│',
    ])
      assert.ok(text.includes(part), part);
  });

  it('can end with large images or with a long sidechain', async () => {
    const images = (await generated('images', { seed: 5, ending: 'largeImages' })).text
      .trimEnd()
      .split('\n')
      .slice(-6);
    assert.equal(
      images.filter((line) => line.length > 4_500_000 && line.includes('"type":"image"')).length,
      3,
    );
    const sidechain = (await generated('sidechain', { seed: 5, ending: 'sidechain' })).text
      .trimEnd()
      .split('\n')
      .slice(-300);
    assert.ok(sidechain.every((line) => line.includes('"isSidechain":true')));
  });
});
