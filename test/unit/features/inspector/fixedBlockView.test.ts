import assert from 'node:assert/strict';
import {
  fixedPart,
  type FixedBlock,
  type FixedPart,
} from '../../../../src/domain/fixedBlock/fixedBlock';
import { MAX_PARTS, type Block } from '../../../../src/features/inspector/fixedBlockProtocol';
import {
  fixedBlockView,
  pathOfPart,
  serverOfPart,
  type BlockToShow,
} from '../../../../src/features/inspector/fixedBlockView';
import { parseToInspectorPage } from '../../../../src/features/inspector/protocol';
import { inEnglish } from '../../../../src/wording/translate';

const uses = (servers: Record<string, number> = {}, skills: Record<string, number> = {}) => ({
  tools: new Map<string, number>(),
  servers: new Map(Object.entries(servers)),
  skills: new Map(Object.entries(skills)),
  agents: new Map<string, number>(),
});
const tool = (server: string, name: string, tokens: number, changes: Partial<FixedPart> = {}) =>
  fixedPart('mcpTool', `mcp__${server}__${name}`, tokens, { server, ...changes });

const PARTS = [
  fixedPart('systemPrompt', null, 3_100),
  tool('figma', 'read', 8_000),
  tool('figma', 'write', 10_200),
  fixedPart('mcpInstructions', 'figma', 300, { server: 'figma' }),
  tool('docs', 'find', 900, { place: 'deferred' }),
  fixedPart('memory', '/home/dev/ledger/CLAUDE.md', 1_250, {
    ...{ source: 'project', form: 'memory', path: '/home/dev/ledger/CLAUDE.md' },
  }),
  fixedPart('skill', 'ship', 40, { source: 'user' }),
  fixedPart('rest', null, -210),
];
const BLOCK: FixedBlock = {
  toldBy: 'claude',
  atMs: Date.parse('2026-11-28T14:02:00'),
  parts: PARTS,
  servers: [
    { name: 'figma', status: 'connected' },
    { name: 'docs', status: 'connected' },
    { name: 'slow', status: 'pending' },
  ],
  overheadTokens: 22_680,
};
const view = (changes: Partial<FixedBlock> = {}, opened: Partial<BlockToShow> = {}): Block =>
  fixedBlockView(
    {
      block: { ...BLOCK, ...changes },
      opened: {
        uses: uses({ docs: 3 }),
        past: { sessions: 10, uses: uses({ docs: 12 }, { ship: 1 }) },
        problem: null,
      },
      canAsk: false,
      canChange: true,
      folder: '/home/dev/ledger',
      homeDirectory: '/home/dev',
      ...opened,
    },
    inEnglish,
  );
const rows = ({ parts }: Block): unknown[] =>
  parts.map(({ name, kind, tokens, use }) => [name, kind, tokens, use]);

describe('fixedBlockView', () => {
  it('has a server with all that is of it as one part, the largest first, the rest last', () => {
    assert.deepEqual(rows(view()), [
      ['figma', 'MCP server', 18_500, '2 tools · 0 calls, 0 in 10 before'],
      ['System prompt', 'System prompt', 3_100, ''],
      ['CLAUDE.md', 'Memory file', 1_250, 'project'],
      ['ship', 'Skill', 40, 'yours · 0 calls, 1 in 10 before'],
      [...['docs', 'MCP server', null], '1 tool · ~900 when asked for · 3 calls, 12 in 10 before'],
      ['slow', 'MCP server', null, 'does not answer · 0 calls, 0 in 10 before'],
      ['The rest', 'The rest', -210, ''],
    ]);
  });

  it('adds up to what stood in front of the conversation', () => {
    const sum = view().parts.reduce((tokens, part) => tokens + (part.tokens ?? 0), 0);
    assert.equal(sum, BLOCK.overheadTokens);
    const many = Array.from({ length: MAX_PARTS + 90 }, (_, at) =>
      fixedPart('skill', `skill ${String(at)}`, 1 + (at % 7)),
    );
    const { parts } = view({ parts: many, servers: [] });
    assert.equal(parts.length, MAX_PARTS + 1);
    assert.equal(parts.at(-1)?.name, 'Smaller parts');
    assert.equal(
      parts.reduce((tokens, part) => tokens + (part.tokens ?? 0), 0),
      many.reduce((tokens, part) => tokens + part.tokens, 0),
    );
  });

  it('says of each in sentences what it is, and who told it', () => {
    const [figma, , memory, , docs, slow, rest] = view().parts;
    assert.deepEqual(figma?.facts.slice(0, 1), ['~18.5K in every prompt.']);
    assert.match(
      figma.facts.at(-1)!,
      /^Told by Claude Code, .*14:02; its figures are estimates\.$/,
    );
    assert.deepEqual(figma.tools, [
      { name: 'mcp__figma__write', tokens: 10_200, use: '0 calls, 0 in 10 before' },
      { name: 'mcp__figma__read', tokens: 8_000, use: '0 calls, 0 in 10 before' },
    ]);
    assert.deepEqual(memory?.actions, [
      { id: 'openPart', title: 'Open the File', isPrimary: false },
    ]);
    assert.equal(docs?.facts[0], 'Of ~900, only the names are sent until the model asks for them.');
    assert.match(slow!.facts[0]!, /did not answer in time/);
    assert.match(rest!.facts[0]!, /larger than replies counted them/);
  });

  it('knows memory files by themselves, and asks only where that is meant', () => {
    const files = {
      toldBy: 'files',
      servers: [],
      parts: [PARTS[5]!, fixedPart('rest', null, 21_430)],
    } as const;
    const told = view(files, { canAsk: true });
    assert.equal(told.canAsk, true);
    assert.match(told.told, /^Told by the files that can be read/);
    assert.deepEqual(
      told.parts.map(({ name, tokens }) => [name, tokens]),
      [
        ['CLAUDE.md', 1_250],
        ['System prompt, tools and all else', 21_430],
      ],
    );
    const { uses: own, past } = { uses: uses(), past: { sessions: 0, uses: uses() } };
    const problem = { kind: 'otherFolder' } as const;
    assert.match(
      view(files, { opened: { uses: own, past, problem } }).problem,
      /not open in this window/,
    );
  });

  it('offers to switch off what is sent, where the settings of the folder may be changed', () => {
    const offered = (block: Block): unknown[] =>
      block.parts
        .filter(({ actions }) => actions.length > 0)
        .map(({ name, actions }) => [name, ...actions.map(({ id }) => id)]);
    assert.deepEqual(offered(view()), [
      ['figma', 'switchOffServer', 'deferTools'],
      ['CLAUDE.md', 'openPart'],
      ['docs', 'switchOffServer'],
    ]);
    assert.deepEqual(offered(view({}, { canChange: false })), [['CLAUDE.md', 'openPart']]);
    const [figma] = view().parts;
    assert.equal(serverOfPart(BLOCK, figma!.id), 'figma');
    assert.equal(serverOfPart(BLOCK, 'part 1'), null);
  });

  it('says nothing of sessions where there are none before', () => {
    const past = { sessions: 0, uses: uses() };
    const opened = { uses: uses({ figma: 1 }), past, problem: null };
    assert.equal(view({}, { opened }).parts[0]?.use, '2 tools · 1 call');
    const one = { ...opened, past: { sessions: 1, uses: uses() } };
    assert.equal(view({}, { opened: one }).parts[0]?.use, '2 tools · 1 call, 0 in 1 before');
  });

  it('is taken by the page whatever names it holds, and opens only files that were read', () => {
    const hostile = `<img src=x>\u202e${'long '.repeat(400)}\n[a](command:x)`;
    const parts = [
      fixedPart('memory', hostile, 5, { path: hostile, source: 'project', form: 'memory' }),
      fixedPart('skill', hostile, 5),
      tool(hostile, hostile, 5),
    ];
    const block = view({ parts, servers: [{ name: hostile, status: 'failed' }] });
    const message = { type: 'fixedBlock', isReading: false, block };
    assert.deepEqual(parseToInspectorPage(message), message);
    assert.doesNotMatch(JSON.stringify(block), /\u202e/);
    const paths = block.parts.map(({ id }) => pathOfPart({ ...BLOCK, parts, servers: [] }, id));
    assert.deepEqual(
      paths.filter((path) => path !== null),
      [hostile],
    );
    for (const id of ['part 99', 'part -1', 'part', '/etc/passwd', 'part 0 '])
      assert.equal(pathOfPart({ ...BLOCK, parts }, id), null, id);
  });
});
