/** Lines of a session file that are made to be a burden, `count` of whatever it is. */
export type HostileShape = (count: number) => string;

const uuid = (at: number): string => `u${String(at)}`;
const line = (fields: object): string => `${JSON.stringify(fields)}\n`;
const lines = (count: number, each: (at: number) => object): string =>
  Array.from({ length: count }, (_, at) => line(each(at))).join('');

interface Links {
  readonly uuid: string;
  readonly parentUuid: string | null;
}

const prompt = (links: Links, content: unknown = 'Go on.'): object => ({
  ...links,
  type: 'user',
  message: { role: 'user', content },
});
const reply = (links: Links, id: string, content: readonly object[]): object => ({
  ...links,
  type: 'assistant',
  message: {
    id,
    model: 'claude-opus-5-5',
    role: 'assistant',
    content,
    stop_reason: 'end_turn',
    usage: { input_tokens: 50_000, output_tokens: 10 },
  },
});
const call = (id: string): object => ({
  type: 'tool_use',
  id,
  name: 'Edit',
  input: { file_path: '/a', old_string: 'a', new_string: 'b' },
});
const result = (id: string): object => ({ type: 'tool_result', tool_use_id: id, content: 'Done.' });
const boundary = (links: Links, more: object = {}): object => ({
  ...links,
  type: 'system',
  subtype: 'compact_boundary',
  compactMetadata: { trigger: 'auto', preTokens: 50_000, ...more },
});

/** One entry after the other. */
const chained = (at: number): Links => ({
  uuid: uuid(at),
  parentUuid: at === 0 ? null : uuid(at - 1),
});
const END = -1;
/** What makes a session of a shape: something to read a number off, and to go on from. */
const framed = (middle: string): string =>
  line(prompt({ uuid: 'first', parentUuid: null })) +
  line(reply({ uuid: uuid(END), parentUuid: 'first' }, 'first', [{ type: 'text', text: 'Yes.' }])) +
  middle +
  line(prompt({ uuid: 'last', parentUuid: uuid(END) })) +
  line(reply({ uuid: 'end', parentUuid: 'last' }, 'end', [{ type: 'text', text: 'Done.' }]));

const inOneLine = (count: number, piece: string, end = piece): string =>
  framed(
    [
      '{"type":"user","uuid":"m","message":{"content":[',
      `${piece},`.repeat(count),
      `${end}]}}\n`,
    ].join(''),
  );

/** Calls of one tool, each with its result, one after the other. */
const calls = (
  count: number,
  name: string,
  inputOf: (at: number) => object,
  outcome: object,
): string =>
  framed('') +
  lines(count, (at) => {
    const links = { uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) };
    return at % 2 === 0
      ? reply(links, uuid(at), [
          { type: 'tool_use', id: `t${String(at)}`, name, input: inputOf(at) },
        ])
      : prompt(links, [{ type: 'tool_result', tool_use_id: `t${String(at - 1)}`, ...outcome }]);
  });

/**
 * Shapes that once took the square of their size, or might: each is read, inspected, cut and handed
 * over.
 */
export const HOSTILE_SHAPES: Readonly<Record<string, HostileShape>> = {
  'images without data in one line': (count) => inOneLine(count, '{"type":"base64"}'),
  'images whose data stands at the end': (count) =>
    inOneLine(count, '{"type":"base64"}', `{"data":"${'A'.repeat(70_000)}"}`),
  'empty values in one line': (count) => inOneLine(count, '{}'),
  'a list of nothing': (count) => framed(`[${Array<string>(count).fill('{}').join()}]\n`),
  'seams in one line': (count) => framed(`${'{"a":1}{"a'.repeat(count)}\n`),
  'records on one line': (count) => framed(`${'{"type":"mode","a":1}'.repeat(count)}\n`),
  'lines of one message': (count) =>
    framed('') +
    lines(count, (at) =>
      reply({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) }, 'one', [
        { type: 'text', text: 'More.' },
      ]),
    ),
  'calls of one message with one id': (count) =>
    framed('') +
    lines(count, (at) =>
      reply({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) }, 'one', [call('t')]),
    ),
  'results of one call': (count) =>
    framed('') +
    line(reply({ uuid: 'calls', parentUuid: 'end' }, 'calls', [call('t')])) +
    lines(count, (at) =>
      prompt({ uuid: uuid(at), parentUuid: at === 0 ? 'calls' : uuid(at - 1) }, [result('t')]),
    ),
  'calls and results of one id': (count) =>
    framed('') +
    lines(count, (at) =>
      at % 2 === 0
        ? reply({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) }, uuid(at), [
            call('t'),
          ])
        : prompt({ uuid: uuid(at), parentUuid: uuid(at - 1) }, [result('t')]),
    ),
  'compactions one after the other': (count) => lines(count, (at) => boundary(chained(at))),
  'compactions with a turn between them': (count) =>
    lines(count, (at) =>
      at % 3 === 0
        ? boundary({ uuid: uuid(at), parentUuid: null }, {})
        : at % 3 === 1
          ? prompt(chained(at))
          : reply(chained(at), uuid(at), [{ type: 'text', text: 'Yes.' }]),
    ),
  'compactions within one turn': (count) =>
    framed('') +
    lines(count, (at) =>
      at % 2 === 0
        ? boundary(
            { uuid: uuid(at), parentUuid: null },
            { preservedSegment: { tailUuid: at === 0 ? 'end' : uuid(at - 1) } },
          )
        : reply(chained(at), uuid(at), [{ type: 'text', text: 'Yes.' }]),
    ),
  'compactions that the branch stands in front of': (count) =>
    framed('') +
    lines(count, (at) => boundary({ uuid: `b${String(at)}`, parentUuid: null })) +
    lines(count, (at) => prompt({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) })),
  'a branch that goes back and forth over a compaction': (count) =>
    framed('') +
    lines(count, (at) => prompt({ uuid: `a${String(at)}`, parentUuid: `c${String(at - 1)}` })) +
    line(
      boundary(
        { uuid: 'b', parentUuid: null },
        {
          preservedMessages: { uuids: Array.from({ length: count }, (_, at) => `p${String(at)}`) },
        },
      ),
    ) +
    lines(count, (at) => prompt({ uuid: `c${String(at)}`, parentUuid: `a${String(at)}` })),
  'records of one uuid': (count) =>
    framed('') + lines(count, () => prompt({ uuid: 'same', parentUuid: 'same' })),
  'a long chain': (count) =>
    framed('') +
    lines(count, (at) => prompt({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) })),
  turns: (count) =>
    lines(count, (at) =>
      at % 2 === 0
        ? prompt(chained(at))
        : reply(chained(at), uuid(at), [{ type: 'text', text: 'Yes.' }]),
    ),
  'a cycle of parents': (count) =>
    framed('') +
    lines(count, (at) => prompt({ uuid: uuid(at), parentUuid: uuid((at + 1) % count) })),
  'parents that are not there': (count) =>
    framed('') + lines(count, (at) => prompt({ uuid: uuid(at), parentUuid: `gone${String(at)}` })),
  'branches from one place': (count) =>
    framed('') +
    lines(count, (at) => prompt({ uuid: uuid(at), parentUuid: 'end' })) +
    line({ type: 'last-prompt', lastPrompt: '', leafUuid: 'end' }),
  attachments: (count) =>
    framed('') +
    lines(count, (at) => ({
      uuid: uuid(at),
      parentUuid: at === 0 ? 'end' : uuid(at - 1),
      type: 'attachment',
      attachment: { type: 'file', filename: '/a', content: 'Words.' },
    })),
  'entries of a sidechain': (count) =>
    framed('') +
    lines(count, (at) => ({
      ...prompt({ uuid: uuid(at), parentUuid: at === 0 ? 'end' : uuid(at - 1) }),
      isSidechain: true,
    })),
  'reads of one file': (count) =>
    calls(count, 'Read', (at) => ({ file_path: '/a', offset: at + 1, limit: 1 }), {
      content: 'x'.repeat(1200),
    }),
  'failed checks': (count) =>
    calls(count, 'Bash', (at) => ({ command: `npm test ${String(at)}` }), {
      is_error: true,
      content: 'Failed.',
    }),
};
