import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { parse, user } from '../../../fixtures/parsedLine';
import { pngImage } from '../../../fixtures/pngImage';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('parseLine, of glued and damaged lines', () => {
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
