import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shown } from '../../../../src/domain/transcript/parseBlocks';
import { textOf } from '../../../../src/domain/transcript/readRecords';
import { blocksOf, parse, user, wholeBlocksOf } from '../../../fixtures/parsedLine';
import { pngImage } from '../../../fixtures/pngImage';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('parseLine', () => {
  it('sizes texts in UTF-8 bytes, and gives them back on request', () => {
    const line = user('grüße → 漢字 😀');
    assert.deepEqual(blocksOf(line), [{ kind: 'text', textBytes: 23 }]);
    assert.deepEqual(blocksOf(line, 'texts'), [
      { kind: 'text', textBytes: 23, text: 'grüße → 漢字 😀' },
    ]);
  });

  it('shows prompts and subjects as they were typed, though sizes are read as latin1', () => {
    const writer = new TranscriptWriter();
    writer.prompt('Räume die Prüfung auf → bitte');
    writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/src/größe/漢字.ts' } }],
    });
    const [prompt, call] = writer.lines.map((line) => parse(line).entries[0]);
    assert.equal(prompt?.kind === 'user' && prompt.prompt, 'Räume die Prüfung auf → bitte');
    assert.ok(call?.kind === 'assistant' && call.blocks[0]?.kind === 'toolUse');
    assert.equal(call.blocks[0].subject, '/src/größe/漢字.ts');
  });

  it('gives any text back from its bytes, whole or its beginning, with no character cut in two', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 400 }),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(1, 120, 160, 256, 300), (text, length) => {
        const latin1 = Buffer.from(text).toString('latin1');
        assert.equal(textOf(latin1), text);
        const beginning = shown(latin1, length, 'sizes');
        assert.ok(text.startsWith(beginning), beginning);
        const [least, most] = [
          Math.min(latin1.length, length - 3),
          Math.min(latin1.length, length),
        ];
        const bytes = Buffer.byteLength(beginning);
        assert.ok(bytes >= least && bytes <= most, `${String(bytes)} of ${String(length)}`);
      }),
    );
  });

  it('leaves the copies out of large lines without changing what is read', () => {
    const result = [{ type: 'tool_result', tool_use_id: 't1', content: 'x'.repeat(20_000) }];
    const withCopy = user(result, {
      toolUseResult: { file: { content: 'y'.repeat(50_000) } },
      sessionId: 's',
    });
    const [entry] = parse(withCopy).entries;
    assert.ok(entry !== undefined);
    assert.equal(entry.kind, 'user');
    assert.deepEqual(blocksOf(withCopy), [
      {
        kind: 'toolResult',
        toolUseId: 't1',
        isError: false,
        parts: [{ kind: 'text', textBytes: 20_000 }],
      },
    ]);
    assert.equal(entry.bytes, withCopy.length);
  });

  it('is not fooled by the words of a copy inside a text', () => {
    const text = `${'z'.repeat(5000)} ,"toolUseResult":{"a":1} "type":"base64","data":"AAAA"`;
    assert.deepEqual(blocksOf(user(text), 'texts'), [
      { kind: 'text', textBytes: text.length, text },
    ]);
  });

  for (const rows of [0, 200]) {
    it(`knows the pixels of an image and the length of its base64, ${rows} rows of noise in it`, () => {
      const data = pngImage(
        { width: 600, height: 320 },
        { rows, random: new SeededRandom(1) },
      ).toString('base64');
      const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
      assert.deepEqual(blocksOf(user([image], { imagePasteIds: [1] })), [
        {
          kind: 'image',
          mediaType: 'image/png',
          base64Bytes: data.length,
          size: { width: 600, height: 320 },
        },
      ]);
    });
  }

  it('knows equal contents by their fingerprints, and texts of the same length apart', () => {
    const fingerprints = (content: unknown, mode?: 'sizes' | 'texts'): unknown[] =>
      wholeBlocksOf(user([{ type: 'tool_result', tool_use_id: 't1', content }]), mode).flatMap(
        (block) =>
          block.kind === 'toolResult'
            ? block.parts.map((part) => ('fingerprint' in part ? part.fingerprint : null))
            : [],
      );
    const long = 'a line of text\n'.repeat(3000);
    assert.deepEqual(fingerprints(long), fingerprints([{ type: 'text', text: long }]));
    assert.notDeepEqual(fingerprints(long), fingerprints(long.replaceAll('line', 'lime')));
    assert.notDeepEqual(fingerprints('aaaa'), fingerprints('aaab'));
    assert.ok(fingerprints(long).every((each) => Number.isSafeInteger(each) && Number(each) >= 0));
  });

  it('keeps the first words of a message, none of a result', () => {
    const [own] = wholeBlocksOf(user(`Räume → ${'auf '.repeat(200)}`));
    assert.ok(own?.kind === 'text' && own.beginning !== null);
    assert.match(own.beginning, /^Räume → auf [auf ]+$/);
    assert.ok(own.beginning.length < 130);
    const [result] = wholeBlocksOf(
      user([{ type: 'tool_result', tool_use_id: 't1', content: 'words' }]),
    );
    assert.ok(
      result?.kind === 'toolResult' &&
        result.parts[0]?.kind === 'text' &&
        result.parts[0].beginning === null,
    );
  });

  it('knows what stands in the place of pruned content', () => {
    const isPlaceholder = (text: string): unknown =>
      wholeBlocksOf(user(text)).map((block) => block.kind === 'text' && block.isPlaceholder);
    assert.deepEqual(
      isPlaceholder('[pruned: Read src/app.ts, ~8.2K tokens; read it again if needed]'),
      [true],
    );
    assert.deepEqual(isPlaceholder('What does [pruned: …] mean?'), [false]);
  });

  it('knows the file of a call, its lines, and how much of its input is long', () => {
    const call = (input: object): unknown => {
      const writer = new TranscriptWriter();
      writer.response({ blocks: [{ type: 'tool_use', name: 'Any', input: { ...input } }] });
      const entry = parse(writer.lines[0]!).entries[0];
      const block = entry?.kind === 'assistant' ? entry.blocks[0] : undefined;
      return block?.kind === 'toolUse' ? [block.path, block.range, block.longBytes] : null;
    };
    assert.deepEqual(call({ file_path: '/a.ts' }), ['/a.ts', null, 0]);
    assert.deepEqual(call({ file_path: '/a.ts', offset: 10 }), [
      '/a.ts',
      { first: 10, count: null },
      0,
    ]);
    assert.deepEqual(call({ notebook_path: '/a.ipynb', limit: 5 }), [
      '/a.ipynb',
      { first: 1, count: 5 },
      0,
    ]);
    assert.deepEqual(
      call({
        file_path: '/'.repeat(500),
        content: 'x'.repeat(300),
        edits: [{ old: 'y'.repeat(200), at: 3, short: 'z' }],
      }),
      ['/'.repeat(500), null, 500],
    );
    assert.deepEqual(call({ command: 'npm test', offset: 'ten', limit: -1 }), [null, null, 0]);
  });

  it('takes the last iteration for the usage, as Claude Code does', () => {
    const usage = {
      input_tokens: 1,
      cache_read_input_tokens: 900,
      output_tokens: 9,
      iterations: [
        { input_tokens: 5 },
        { input_tokens: 2, cache_creation_input_tokens: 40, output_tokens: 3 },
      ],
    };
    const [entry] = parse(JSON.stringify({ type: 'assistant', message: { usage } })).entries;
    assert.deepEqual(entry?.kind === 'assistant' && entry.usage, {
      contextTokens: 42,
      outputTokens: 3,
      input: {
        readTokens: 0,
        writtenTokens: 40,
        fiveMinuteTokens: 0,
        oneHourTokens: 0,
        uncachedTokens: 2,
      },
    });
  });
});
