import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokensIn, type FixedPart } from '../../../../src/domain/fixedBlock/fixedBlock';
import { parseContextUsage } from '../../../../src/domain/fixedBlock/parseContextUsage';
import { parseMcpStatus } from '../../../../src/domain/fixedBlock/parseMcpStatus';
import { ANSWER_PLACES, category, contextUsageAnswer } from '../../../fixtures/contextUsageAnswer';

type Told = readonly FixedPart[];

const told = (changes: Readonly<Record<string, unknown>> = {}): Told =>
  parseContextUsage(contextUsageAnswer(changes), ANSWER_PLACES)!;
const ofKind = (parts: Told, kind: FixedPart['kind']): FixedPart[] =>
  parts.filter((part) => part.kind === kind);
const briefly = ({ name, tokens, place }: FixedPart): unknown[] => [name, tokens, place];

describe('parseContextUsage', () => {
  it('names every part, and says where it is sent', () => {
    const parts = told();
    assert.deepEqual([...ofKind(parts, 'systemPrompt'), ...ofKind(parts, 'tools')].map(briefly), [
      [null, 2_300, 'overhead'],
      [null, 8_700, 'overhead'],
      [null, 10_000, 'deferred'],
    ]);
    assert.deepEqual(ofKind(parts, 'mcpTool').map(briefly), [
      ['mcp__figma__draw', 400, 'deferred'],
      ['mcp__git__log', 78, 'deferred'],
    ]);
    assert.deepEqual(
      [...ofKind(parts, 'skill'), ...ofKind(parts, 'agent')].map(({ name, source, path }) => [
        name,
        source,
        path,
      ]),
      [
        ['ship', 'user', '/s/SKILL.md'],
        ['loop', 'builtIn', null],
        ['reviewer', 'project', '/a.md'],
      ],
    );
    assert.deepEqual(
      [tokensIn(parts, 'overhead'), tokensIn(parts, 'deferred')],
      [2_300 + 8_700 + 11 + 300 + 40, 478 + 10_000],
    );
  });

  it('says where memory files come from', () => {
    assert.deepEqual(
      ofKind(told(), 'memory').map(({ name, source, form }) => [name, source, form]),
      [
        ['/home/dev/.claude/CLAUDE.md', 'user', 'memory'],
        ['/home/dev/.claude/rules/mine.md', 'user', 'rule'],
        ['/home/CLAUDE.md', 'parent', 'memory'],
        ['/home/dev/ledger/CLAUDE.md', 'project', 'memory'],
        ['/home/dev/ledger/docs/style.md', 'project', 'import'],
        ['/home/dev/ledger/.claude/rules/always.md', 'project', 'rule'],
        ['/home/dev/ledger/CLAUDE.local.md', 'local', 'memory'],
      ],
    );
    const others = told({
      memoryFiles: [
        { path: 'C:\\Program Files\\ClaudeCode\\CLAUDE.md', type: 'Managed', tokens: 1 },
        { path: '/home/dev/.claude/projects/x/memory/MEMORY.md', type: 'AutoMem', tokens: 2 },
        { path: '/home/dev/ledgers/CLAUDE.md', type: 'Project', tokens: 3 },
        { path: '/team.md', type: 'TeamMem', tokens: 4 },
      ],
    });
    assert.deepEqual(
      ofKind(others, 'memory').map(({ source, form }) => [source, form]),
      [
        [null, null],
        ['managed', 'memory'],
        ['auto', 'memory'],
        ['parent', 'memory'],
        ['other', 'import'],
      ],
      'what the sum holds beyond them comes first',
    );
  });

  it('keeps the sums of Claude Code: what is not named is a part without a name', () => {
    const parts = told({ skills: undefined, agents: 'many', memoryFiles: [{ tokens: 9 }] });
    assert.deepEqual(
      ['skill', 'agent', 'memory'].map((kind) =>
        ofKind(parts, kind as FixedPart['kind']).map(briefly),
      ),
      [[[null, 40, 'overhead']], [[null, 11, 'overhead']], [[null, 300, 'overhead']]],
    );
    const more = told({
      agents: [{ agentType: 'large', source: 'plugin', tokens: 50 }],
    });
    assert.deepEqual(ofKind(more, 'agent').map(briefly), [
      [null, -39, 'overhead'],
      ['large', 50, 'overhead'],
    ]);
  });

  it('takes what a newer release adds as another part, and leaves out what is no part', () => {
    const parts = told({
      categories: [
        category('dreams', 'Dreams', 70),
        category('ideas', 'Ideas (deferred)', 30, 'deferred'),
        category('reserve', 'Reserve', 500, 'buffer'),
        category('messages', 'Messages', 900),
        { id: 'skills', tokens: 'many' },
        { id: 'unsaid', name: 'Unsaid', tokens: 5 },
        null,
        7,
      ],
      memoryFiles: [],
      mcpTools: [],
      agents: [],
      skills: null,
    });
    assert.deepEqual(parts.map(briefly), [
      ['Dreams', 70, 'overhead'],
      ['Ideas (deferred)', 30, 'deferred'],
    ]);
  });

  it('knows the categories by name where they have no id', () => {
    const named = (
      contextUsageAnswer() as { categories: Record<string, unknown>[] }
    ).categories.map(({ name, tokens, kind }) => ({
      name,
      tokens,
      kind,
      isDeferred: kind === 'deferred',
    }));
    assert.deepEqual(told({ categories: named }), told());
  });

  it('takes whole servers for loaded where a part of the tools is', () => {
    const tools = [
      { name: 'mcp__a__x', serverName: 'a', tokens: 100, isLoaded: false },
      { name: 'mcp__a__y', serverName: 'a', tokens: 51, isLoaded: false },
      { name: 'mcp__b__x', serverName: 'b', tokens: 300, isLoaded: false },
      { name: 'mcp__c__x', serverName: 'c', tokens: 700, isLoaded: false },
    ];
    const split = (loaded: number, deferred: number): unknown[] =>
      ofKind(
        told({
          categories: [
            category('mcp_tools', 'MCP tools', loaded),
            category('mcp_tools_deferred', 'MCP tools (deferred)', deferred, 'deferred'),
          ],
          mcpTools: tools,
        }),
        'mcpTool',
      ).map(({ name, place, tokens }) => [name?.slice(5) ?? tokens, place]);
    assert.deepEqual(split(851, 300), [
      ['a__x', 'overhead'],
      ['a__y', 'overhead'],
      ['b__x', 'deferred'],
      ['c__x', 'overhead'],
    ]);
    assert.deepEqual(
      split(500, 651),
      [
        [500, 'overhead'],
        [-500, 'deferred'],
        ['a__x', 'deferred'],
        ['a__y', 'deferred'],
        ['b__x', 'deferred'],
        ['c__x', 'deferred'],
      ],
      'where no servers fit, nothing is made up, and both sums stay',
    );
    assert.deepEqual(
      split(1151, 0).map((each) => (each as unknown[])[1]),
      ['overhead', 'overhead', 'overhead', 'overhead'],
    );
  });

  it('takes the word of a tool that says that it is loaded', () => {
    const parts = told({
      categories: [
        category('mcp_tools', 'MCP tools', 78),
        category('mcp_tools_deferred', 'MCP tools (deferred)', 400, 'deferred'),
      ],
      mcpTools: [
        { name: 'mcp__figma__draw', serverName: 'figma', tokens: 400 },
        { name: 'mcp__figma__read', serverName: 'figma', tokens: 78, isLoaded: true },
      ],
    });
    assert.deepEqual(ofKind(parts, 'mcpTool').map(briefly), [
      ['mcp__figma__draw', 400, 'deferred'],
      ['mcp__figma__read', 78, 'overhead'],
    ]);
  });

  it('is none for anything else', () => {
    for (const answer of [null, undefined, 7, 'text', [], {}, { categories: {} }])
      assert.equal(parseContextUsage(answer, ANSWER_PLACES), null);
  });

  it('takes whatever stands there without a throw, and tells sums', () => {
    const anything = fc.anything({ maxDepth: 4 });
    const record = fc.record(
      {
        id: fc.oneof(fc.constantFrom('skills', 'mcp_tools', 'memory_files', 'x'), anything),
        name: fc.oneof(fc.string(), anything),
        tokens: fc.oneof(fc.nat(), fc.double(), anything),
        kind: fc.oneof(fc.constantFrom('used', 'deferred', 'free'), anything),
        path: fc.oneof(fc.string(), anything),
        type: fc.oneof(fc.constantFrom('User', 'Project'), anything),
        serverName: fc.oneof(fc.constantFrom('a', 'b'), anything),
        source: anything,
      },
      { requiredKeys: [] },
    );
    const list = fc.oneof(fc.array(fc.oneof(record, anything), { maxLength: 30 }), anything);
    const answer = fc.record(
      {
        categories: list,
        memoryFiles: list,
        mcpTools: list,
        mcpInstructions: list,
        agents: list,
        skills: fc.oneof(fc.record({ skillFrontmatter: list }), anything),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(answer, anything), (value) => {
        const parts = parseContextUsage(value, ANSWER_PLACES) ?? [];
        for (const { tokens, name, path } of parts) {
          assert.ok(Number.isInteger(tokens), String(tokens));
          assert.ok(name !== '' && (name?.length ?? 0) <= 1000 && (path?.length ?? 0) <= 1000);
        }
        assert.ok(Number.isFinite(tokensIn(parts, 'overhead')));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a list of a million', () => {
    const mcpTools = Array.from({ length: 1_000_000 }, (_, at) => ({
      name: `mcp__s__${String(at)}`,
      serverName: 's',
      tokens: 1,
    }));
    const parts = told({ mcpTools });
    assert.ok(parts.length < 6_000);
    assert.equal(tokensIn(parts, 'deferred'), 478 + 10_000, 'the sum stays');
  });
});

describe('parseMcpStatus', () => {
  it('tells each server with how it stands', () => {
    const mcpServers = [
      { name: 'a', status: 'connected', tools: [] },
      { name: 'b', status: 'pending' },
      { name: 'c', status: 'needs-auth' },
      { name: 'd', status: 'asleep' },
      { name: 'e' },
      { status: 'failed' },
      null,
    ];
    assert.deepEqual(parseMcpStatus({ mcpServers }), [
      { name: 'a', status: 'connected' },
      { name: 'b', status: 'pending' },
      { name: 'c', status: 'needsAuth' },
      { name: 'd', status: 'unknown' },
      { name: 'e', status: 'unknown' },
    ]);
    for (const answer of [null, [], {}, { mcpServers: {} }, 'pending'])
      assert.equal(parseMcpStatus(answer), null);
  });
});
