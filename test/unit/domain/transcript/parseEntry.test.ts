import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ContentBlock } from '../../../../src/domain/transcript/entry';
import { parseLine, type ParsedLine } from '../../../../src/domain/transcript/parseEntry';
import { pngImage } from '../../../fixtures/pngImage';
import { SeededRandom } from '../../../fixtures/seededRandom';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

function parse(line: string | Buffer, mode?: 'sizes' | 'texts'): ParsedLine {
  const bytes = Buffer.from(line);
  return parseLine(bytes, 7, 100, bytes.length, mode);
}

function wholeBlocksOf(line: string, mode?: 'sizes' | 'texts'): readonly ContentBlock[] {
  const entry = parse(line, mode).entries[0];
  assert.ok(entry !== undefined && entry.kind !== 'metadata');
  return entry.blocks;
}

/** Without what they are known by. */
function blocksOf(line: string, mode?: 'sizes' | 'texts'): unknown {
  const known = new Set(['beginning', 'fingerprint', 'isPlaceholder']);
  return JSON.parse(
    JSON.stringify(wholeBlocksOf(line, mode), (key, value: unknown) =>
      known.has(key) ? undefined : value,
    ),
  );
}

const user = (content: unknown, more: object = {}): string =>
  JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    type: 'user',
    message: { role: 'user', content },
    uuid: 'u1',
    ...more,
  });

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

  it('reads two records that were glued on one line', () => {
    const first = user('first');
    const second = '{"type":"summary","summary":"A title","leafUuid":"x"}';
    const { entries, malformed } = parse(first + second);
    assert.deepEqual(malformed, []);
    assert.deepEqual(
      entries.map(({ kind, offset, bytes }) => ({ kind, offset, bytes })),
      [
        { kind: 'user', offset: 100, bytes: first.length },
        { kind: 'metadata', offset: 100 + first.length, bytes: second.length },
      ],
    );
  });

  it('reads a record glued behind a large one with a copy', () => {
    const first = user('a', { toolUseResult: 'c'.repeat(9000) });
    assert.deepEqual(
      parse(`${first}{"type":"ai-title","aiTitle":"T"}`).entries.map(({ kind }) => kind),
      ['user', 'metadata'],
    );
    assert.deepEqual(
      parse(`{"type":"cost-state","a":1}{"type":"ai-title","aiTitle":"T"}`).entries.length,
      2,
    );
  });

  const harmless: [string, string | Buffer, number, number][] = [
    ['an empty line', '', 0, 0],
    ['a carriage return', `${user('a')}\r`, 1, 0],
    ['a byte order mark', `\ufeff${user('a')}`, 1, 0],
    ['a run of NUL in front', `\0\0\0\0${user('a')}`, 1, 0],
    ['a raw U+2028', user('a\u2028b'), 1, 0],
    ['an escaped NUL', user('a\u0000b'), 1, 0],
    ['a lone surrogate', '{"type":"user","uuid":"u","message":{"content":"a\\ud83d"}}', 1, 0],
    [
      'invalid UTF-8',
      Buffer.from([0x7b, 0x22, 0x74, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      1,
      0,
    ],
    ['a torn record', user('a').slice(0, -5), 0, 1],
    ['a comment', '// note', 0, 1],
    ['a number', '17', 0, 1],
    ['a list', '[1,2]', 0, 1],
    ['null', 'null', 0, 1],
    ['an unknown type', '{"type":"something-new","uuid":"u"}', 1, 0],
    ['no type at all', '{"a":1}', 1, 0],
    ['a user without a message', '{"type":"user","uuid":"u"}', 1, 0],
    ['content null', '{"type":"user","message":{"content":null}}', 1, 0],
    [
      'blocks of the wrong kind',
      '{"type":"assistant","message":{"content":[1,null,"text",{"type":5},{}],"usage":{"input_tokens":"9","output_tokens":-1}}}',
      1,
      0,
    ],
  ];
  for (const [name, line, entries, malformed] of harmless) {
    it(`survives ${name}`, () => {
      for (const mode of ['sizes', 'texts'] as const) {
        const parsed = parse(line, mode);
        assert.deepEqual([parsed.entries.length, parsed.malformed.length], [entries, malformed]);
      }
    });
  }

  it('says that a line was too long', () => {
    assert.deepEqual(parseLine(null, 3, 50, 999).malformed, [
      { kind: 'malformed', reason: 'tooLong', line: 3, offset: 50, bytes: 999 },
    ]);
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
    });
  });

  it('never throws, whatever is done to a valid file', () => {
    const writer = new TranscriptWriter();
    writer.prompt('look', [pngImage({ width: 20, height: 20 })]);
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'thinking' },
        { type: 'text', text: 'ok' },
        { type: 'tool_use', name: 'Bash', input: { command: 'ls' } },
      ],
    });
    writer.toolResult(toolUseIds[0]!, 'out');
    writer.compaction({ summary: 'so far', preTokens: 9 });
    const original = Buffer.from(writer.toString());
    const edits = fc.array(
      fc.record({ at: fc.nat(original.length - 1), byte: fc.nat(255), cut: fc.nat(40) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = Buffer.from(original);
        for (const { at, byte, cut } of changes)
          bytes.fill(byte, at, Math.min(at + cut + 1, bytes.length));
        for (const line of bytes.toString('latin1').split('\n')) {
          parse(Buffer.from(line, 'latin1'));
          parse(Buffer.from(line, 'latin1'), 'texts');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(
          'user',
          'assistant',
          'system',
          'attachment',
          'last-prompt',
          'api-request',
          'summary',
        ),
        (value, type) => {
          parse(
            JSON.stringify({
              type,
              message: value,
              attachment: value,
              compactMetadata: value,
              rendered: value,
              params: value,
              subtype: 'compact_boundary',
            }),
          );
          parse(
            JSON.stringify({
              type,
              message: { content: value, usage: value },
              attachment: { type, content: value },
              rendered: [value],
            }),
          );
        },
      ),
    );
  });
});
