import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askedFor } from '../../../../src/domain/transcript/askedFor';
import { hostileText } from '../../../fixtures/hostileTexts';

const PLAN = '# Import wizard\n\n1. Parse';
const SCRIPT = 'set -e\nfor file in src/*.ts; do\n  wc -l "$file"\ndone';
const todos = (...states: string[]): unknown[] =>
  states.map((status, index) => ({ content: `Step ${String(index + 1)}`, status }));

describe('what a call asks for', () => {
  const rows: [tool: string, input: Record<string, unknown>, words: string | null][] = [
    ['Grep', { pattern: 'StatementRow', path: 'src', output_mode: 'content' }, 'StatementRow'],
    ['Glob', { pattern: '**/*.ts' }, '**/*.ts'],
    ['Read', { file_path: '/a.ts', offset: 210, limit: 271 }, null],
    ['Edit', { file_path: '/a.ts', old_string: 'a', new_string: 'b' }, null],
    ['Bash', { command: 'npm test', description: 'Run all tests' }, 'npm test'],
    ['Bash', { command: 'cd /home/dev/ledger && npm test' }, 'npm test'],
    ['Bash', { command: 'cd "/home/dev/my ledger"; npm test' }, 'npm test'],
    ['Bash', { command: 'cd ~/ledger\nnpm test' }, 'npm test'],
    ['Bash', { command: 'cd /a && cd /b && npm test' }, 'npm test'],
    ['PowerShell', { command: 'Set-Location D:\\ledger; npm test' }, 'npm test'],
    // A folder within says where, and to go there alone is what was asked for.
    ['Bash', { command: 'cd website && npm test' }, 'cd website && npm test'],
    ['Bash', { command: 'cd /home/dev/ledger' }, 'cd /home/dev/ledger'],
    ['Bash', { command: SCRIPT, description: 'Count lines' }, 'Count lines'],
    ['Bash', { command: SCRIPT }, SCRIPT],
    [
      'WebFetch',
      { url: 'https://www.docs.rs/serde/latest/?a=b#c', prompt: 'x' },
      'docs.rs/serde/latest',
    ],
    ['WebSearch', { query: 'camt.053 schema' }, 'camt.053 schema'],
    ['Task', { description: 'Look for callers', prompt: 'Look.' }, 'Look for callers'],
    ['Skill', { skill: 'commit', args: 'all' }, 'commit all'],
    ['ExitPlanMode', { plan: PLAN }, 'Import wizard\n\n1. Parse'],
    ['TaskUpdate', { taskId: '3', status: 'completed' }, '#3 completed'],
    ['AskUserQuestion', { questions: [{ question: 'Which bank?' }, {}] }, 'Which bank?'],
    ['TodoWrite', { todos: todos('completed', 'in_progress', 'pending') }, 'Step 2'],
    ['TodoWrite', { todos: todos('completed', 'pending') }, 'Step 2'],
    ['TodoWrite', { todos: todos('completed') }, null],
    ['mcp__pencil__batch_get', { filePath: 'a.pen', nodeIds: ['a', 'b'], readDepth: 2 }, 'a'],
    ['mcp__pencil__batch_get', { filePath: 'a.pen', nodeIds: ['a'] }, 'a'],
    ['mcp__pencil__get_screenshot', { filePath: 'a.pen', nodeId: 'GTNyo' }, 'GTNyo'],
    ['mcp__files__open', { filePath: 'a.pen', readDepth: 2 }, 'a.pen'],
    [
      'mcp__browser__javascript_tool',
      { action: 'javascript_exec', tabId: 'seed', text: '(async () => {\n  const a = 1;\n})()' },
      'const a = 1;\n})()',
    ],
    ['mcp__browser__resize', { tabId: 'seed', preset: 'desktop' }, 'desktop'],
    ['mcp__browser__logs', { tabId: 'seed', onlyErrors: true }, null],
    [
      'mcp__browser__computer',
      { action: 'left_click', coordinate: [512, 300] },
      'left_click 512,300',
    ],
    ['mcp__browser__computer', { action: 'key', text: 'Return' }, 'key Return'],
    ['mcp__forge__get_issue', { owner: 'dev', repo: 'ledger', issue_number: 12 }, '#12'],
    ['mcp__forge__search', { owner: 'dev', query: 'is:open' }, 'is:open'],
    ['mcp__empty', {}, null],
  ];
  for (const [tool, input, words] of rows)
    it(`says of ${tool} ${JSON.stringify(input).slice(0, 60)}: ${String(words)}`, () =>
      assert.equal(askedFor(tool, input).words, words));

  it('counts its longest list', () => {
    const counts = [
      askedFor('TodoWrite', { todos: todos('completed', 'pending') }),
      askedFor('MultiEdit', { file_path: '/a.ts', edits: [{}, {}, {}] }),
      askedFor('mcp__pencil__batch_get', { patterns: [{}], nodeIds: ['a', 'b'] }),
      askedFor('mcp__pencil__find', { at: [10, 20, 30] }),
    ].map(({ count }) => count);
    assert.deepEqual(counts, [
      { of: 'todos', number: 2 },
      { of: 'edits', number: 3 },
      { of: 'nodeIds', number: 2 },
      null,
    ]);
  });

  it('says which part of a thing it is', () => {
    const parts = [
      askedFor('Read', { file_path: '/a.pdf', pages: '1-5' }),
      askedFor('Grep', { pattern: 'x', glob: '*.ts' }),
      askedFor('NotebookEdit', { notebook_path: '/a.ipynb', cell_id: 'c7' }),
    ].map(({ part }) => part);
    assert.deepEqual(parts, ['1-5', '*.ts', 'c7']);
  });

  it('is told of what was pruned as before, as far as its placeholder says', () => {
    const placeholder = '[pruned: input of Bash npm test -- --all, ~1.2K tokens]';
    assert.equal(askedFor('Bash', { command: placeholder }).words, 'npm test -- --all');
    const cut = `[pruned: input of Bash cd /home/dev && ${'npm test '.repeat(9)}…, ~1.2K tokens]`;
    assert.equal(askedFor('Bash', { command: cut, description: 'Test' }).words, 'Test');
    const silent = '[pruned: input of mcp__browser__javascript_tool, ~2K tokens]';
    assert.equal(askedFor('mcp__browser__javascript_tool', { text: silent }).words, null);
  });

  it('takes whatever an input may be, in a time that follows its size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'Bash',
          'TodoWrite',
          'AskUserQuestion',
          'mcp__a__b',
          'x__computer',
          'Skill',
        ),
        fc.dictionary(
          fc.constantFrom(
            'command',
            'description',
            'todos',
            'questions',
            'action',
            'text',
            '__proto__',
          ),
          fc.oneof(hostileText(), fc.anything()),
        ),
        (tool, input) => {
          const { words } = askedFor(tool, input);
          return words === null || typeof words === 'string';
        },
      ),
    );
    const long = 'cd /a '.repeat(300_000);
    const start = performance.now();
    for (const text of [long, `cd "${long}`, `[pruned: input of ${long}`, `(((((async ${long}`])
      for (const tool of ['Bash', 'mcp__a__javascript', 'ExitPlanMode'])
        askedFor(tool, { command: text, text, plan: text });
    assert.ok(performance.now() - start < 1000);
  });
});
