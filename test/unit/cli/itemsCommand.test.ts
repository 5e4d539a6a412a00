import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { useCliSession } from '../../fixtures/cliSession';

describe('cli, items', function () {
  const { directory, session, run } = useCliSession();

  this.timeout(15_000);
  const MARKUP = '<img src=x onerror=alert(1)>';
  beforeEach(() => {
    for (const [command, words] of [
      ['npm test', 300],
      ['cat large.log', 3000],
      [MARKUP, 1200],
    ] as const) {
      const { toolUseIds } = session.writer.response({
        blocks: [{ type: 'tool_use', name: 'Bash', input: { command } }],
        usage: { contextTokens: 40_000, outputTokens: 100 },
      });
      session.writer.toolResult(toolUseIds[0]!, 'word '.repeat(words));
    }
    session.writer.appendTo(session.path);
  });
  const itemsOf = (args: readonly string[]) =>
    JSON.parse(run(['items', session.path, '--json', ...args]).stdout) as {
      items: Record<string, unknown>[];
      totals: Record<string, unknown>;
    };

  it('lists them as JSON, the largest first, each with where it stands', () => {
    const { items, totals } = itemsOf([]);
    assert.deepEqual(
      items
        .slice(0, 3)
        .map(({ kind, label, line, turn, live, prunable }) => [
          kind,
          label,
          line,
          turn,
          live,
          prunable,
        ]),
      [
        ['toolResult', 'Bash cat large.log', 6, 1, true, true],
        ['toolResult', `Bash ${MARKUP}`, 8, 1, true, true],
        ['toolResult', 'Bash npm test', 4, 1, true, true],
      ],
    );
    const [first] = items;
    assert.deepEqual(
      [first?.['tokens'], first?.['bytes'], typeof first?.['id']],
      [Math.round(3000 * 1.4 + 12), 15_000, 'string'],
    );
    assert.deepEqual(
      [totals['items'], totals['tokens']],
      [items.length, items.reduce((sum, { tokens }) => sum + Number(tokens), 0)],
    );
    assert.equal(items.length, 8);
  });

  it('lists no more than asked for', () => {
    const { items, totals } = itemsOf(['--top', '2']);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['Bash cat large.log', `Bash ${MARKUP}`],
    );
    assert.equal(totals['items'], 8);
  });

  it('shows people a table', () => {
    const { status, stdout, stderr } = run(['items', session.path, '--top', '3']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(
      stdout,
      /^ *tokens {2}kind +age +item\n *~4\.2K {2}Tool result {2}this turn {2}Bash cat large\.log\n/,
    );
    assert.match(stdout, /\n3 of 8 items · context ~4\d(\.\d)?K · ~[\d.]+K can be pruned\n$/);
    const beside = /\n\nsystem and tools ~[\d.]+K · not in the session file ~[\d.]+K\n3 of 8 items/;
    assert.match(stdout, beside);
  });

  it('lists what left the context last, as not live', () => {
    session.writer.compaction({ summary: 'Short.', preTokens: 50_000 });
    session.writer.appendTo(session.path);
    const { items } = itemsOf([]);
    assert.deepEqual(
      items.slice(0, 2).map(({ kind, live, prunable }) => [kind, live, prunable]),
      [
        ['summary', true, false],
        ['toolResult', false, false],
      ],
    );
  });

  it('shows what is pruned with its ids, which restore puts back one by one', () => {
    const path = directory.path('projects', 'p', 'one.jsonl');
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    session.writer.response({
      blocks: [{ type: 'text', text: 'all read' }],
      usage: { contextTokens: 50_000, outputTokens: 40 },
    });
    session.writer.appendTo(session.path);
    copyFileSync(session.path, path);
    const original = readFileSync(path, 'utf8');
    const listed = () =>
      (JSON.parse(run(['items', path, '--json']).stdout) as { items: Record<string, unknown>[] })
        .items;
    const ids = listed()
      .filter(({ prunable }) => prunable === true)
      .map(({ id }) => String(id));
    assert.equal(ids.length, 3);
    assert.equal(run(['prune', path, ...ids.flatMap((id) => ['--item', id])]).status, 0);
    const pruned = listed().filter(({ keptBecause }) => keptBecause === 'pruned');
    assert.deepEqual(
      pruned.map(({ marks, prunable }) => [marks, prunable]),
      ids.map(() => [['pruned'], false]),
    );
    const [largest] = ids;
    const table = run(['items', path]).stdout;
    assert.match(table, /\n *pruned {2}kind +id +item\n *~4\.1K {2}Tool result {2}/);
    assert.ok(table.includes(`${largest!}  Bash cat large.log\n`), table);
    assert.match(table, /\n3 of 3 pruned items\n$/);
    const back = run(['restore', path, '--item', largest!]);
    assert.match(back.stdout, /^The item was put back; the rest stays pruned/);
    assert.equal(listed().filter(({ keptBecause }) => keptBecause === 'pruned').length, 2);
    const again = run(['restore', path, '--item', largest!]);
    assert.deepEqual([again.status, /^This item is not pruned/.test(again.stderr)], [3, true]);
    assert.equal(run(['restore', path]).status, 0);
    assert.equal(readFileSync(path, 'utf8'), original);
  }).timeout(60_000);

  it('ends with 1 or 2 as the meter does', () => {
    assert.deepEqual(
      [run(['items', 'missing.jsonl']).status, run(['items', 'missing.jsonl']).stderr],
      [1, 'There is no such file: missing.jsonl\n'],
    );
    for (const args of [
      ['items', session.path, '--top', '0'],
      ['items', session.path, '--top', 'all'],
      ['meter', session.path, '--top', '3'],
      ['items'],
    ])
      assert.equal(run(args).status, 2, args.join(' '));
  });
});
