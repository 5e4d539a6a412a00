import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { useBuiltCli } from '../fixtures/builtCli';
import { TranscriptWriter } from '../fixtures/transcriptWriter';
import { useTemporaryDirectory } from '../fixtures/temporaryDirectory';

describe('cli', () => {
  const directory = useTemporaryDirectory();
  const run = useBuiltCli(directory);

  let path: string;
  let writer: TranscriptWriter;
  beforeEach(() => {
    path = directory.path('one.jsonl');
    writer = new TranscriptWriter({
      sessionId: 'one',
      cwd: directory.path('größe'),
      model: 'claude-opus-4-8',
    });
    writer.prompt('Add CSV import');
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 30_000, outputTokens: 400 },
    });
  });

  it('tells the meter of a session as JSON', () => {
    writer.appendTo(path);
    const { status, stdout, stderr } = run(['meter', path, '--json']);
    assert.deepEqual([status, stderr, stdout.endsWith('}\n')], [0, '', true]);
    assert.deepEqual(JSON.parse(stdout), {
      sessionId: 'one',
      model: 'claude-opus-4-8',
      contextTokens: 30_400,
      exact: true,
      limitTokens: 1_000_000,
      limitReason: 'the window of Opus 4.8',
      walls: [
        { kind: 'usageCredits', tokens: 200_000 },
        { kind: 'autoCompact', tokens: 967_000 },
        { kind: 'blocked', tokens: 977_000 },
        { kind: 'limit', tokens: 1_000_000 },
      ],
      blocked: null,
    });
  });

  it('tells it to people, too', () => {
    writer.appendTo(path);
    const { status, stdout, stderr } = run(['meter', 'one.jsonl']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(
      stdout.split('\n').slice(0, 2).join('\n'),
      'Add CSV import · Opus 4.8\n30.4K / 1M · 3%',
    );
  });

  it('counts what no reply has', () => {
    writer.prompt('one two three four five');
    writer.appendTo(path);
    assert.equal(
      (JSON.parse(run(['--json', 'meter', path]).stdout) as { contextTokens: number })
        .contextTokens,
      30_400 + Math.round(5 * 1.55 + 5),
    );
  });

  it('goes by the environment, by Claude Code’s settings and by those of the session’s folder', () => {
    writer.appendTo(path);
    const limitReason = (env?: Record<string, string>): unknown =>
      (JSON.parse(run(['meter', path, '--json'], env).stdout) as { limitReason: unknown })
        .limitReason;
    const switchedOff = JSON.stringify({ env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } });
    assert.equal(
      limitReason({ CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' }),
      '1M context is turned off by CLAUDE_CODE_DISABLE_1M_CONTEXT in the environment',
    );
    const userFile = directory.write('config/settings.json', switchedOff);
    assert.equal(
      limitReason(),
      `1M context is turned off by CLAUDE_CODE_DISABLE_1M_CONTEXT in ${userFile}`,
    );
    const projectFile = directory.write('größe/.claude/settings.json', switchedOff);
    assert.equal(
      limitReason(),
      `1M context is turned off by CLAUDE_CODE_DISABLE_1M_CONTEXT in ${projectFile}`,
    );
  });

  describe('items', function () {
    this.timeout(15_000);
    const MARKUP = '<img src=x onerror=alert(1)>';
    beforeEach(() => {
      for (const [command, words] of [
        ['npm test', 300],
        ['cat large.log', 3000],
        [MARKUP, 1200],
      ] as const) {
        const { toolUseIds } = writer.response({
          blocks: [{ type: 'tool_use', name: 'Bash', input: { command } }],
          usage: { contextTokens: 40_000, outputTokens: 100 },
        });
        writer.toolResult(toolUseIds[0]!, 'word '.repeat(words));
      }
      writer.appendTo(path);
    });
    const itemsOf = (args: readonly string[]) =>
      JSON.parse(run(['items', path, '--json', ...args]).stdout) as {
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
        [Math.round(3001 * 1.55 + 5), 15_000, 'string'],
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
      const { status, stdout, stderr } = run(['items', path, '--top', '3']);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(
        stdout,
        /^ *tokens {2}kind +age +item\n *~4\.6K {2}Tool result {2}this turn {2}Bash cat large\.log\n/,
      );
      assert.match(stdout, /\n3 of 8 items · context ~4\d(\.\d)?K · ~[\d.]+K can be pruned\n$/);
    });

    it('lists what left the context last, as not live', () => {
      writer.compaction({ summary: 'Short.', preTokens: 50_000 });
      writer.appendTo(path);
      const { items } = itemsOf([]);
      assert.deepEqual(
        items.slice(0, 2).map(({ kind, live, prunable }) => [kind, live, prunable]),
        [
          ['summary', true, false],
          ['toolResult', false, false],
        ],
      );
    });

    it('ends with 1 or 2 as the meter does', () => {
      assert.deepEqual(
        [run(['items', 'missing.jsonl']).status, run(['items', 'missing.jsonl']).stderr],
        [1, 'There is no such file: missing.jsonl\n'],
      );
      for (const args of [
        ['items', path, '--top', '0'],
        ['items', path, '--top', 'all'],
        ['meter', path, '--top', '3'],
        ['items'],
      ])
        assert.equal(run(args).status, 2, args.join(' '));
    });
  });

  it('ends with 1 where there is no session to read, and says why', () => {
    const problems: [file: string, message: string][] = [
      ['missing.jsonl', 'There is no such file: missing.jsonl\n'],
      ['.', 'The file cannot be read: .\n'],
      ['empty.jsonl', 'The file holds no Claude Code session: empty.jsonl\n'],
      ['binary.jsonl', 'The file holds no Claude Code session: binary.jsonl\n'],
      ['package.json', 'The file holds no Claude Code session: package.json\n'],
      ['dangling.jsonl', 'There is no such file: dangling.jsonl\n'],
    ];
    directory.write('empty.jsonl');
    writeFileSync(directory.path('binary.jsonl'), Buffer.from([0, 1, 2, 255, 254, 10, 13, 0]));
    directory.write('package.json', '{"name":"ledger"}\n');
    symlinkSync('missing.jsonl', directory.path('dangling.jsonl'));
    for (const [file, stderr] of problems) {
      const found = run(['meter', file, '--json']);
      assert.deepEqual([found.status, found.stdout, found.stderr], [1, '', stderr]);
    }
  });

  it('ends with 2 on bad usage, and tells the right one', () => {
    const misuses: [args: string[], message: RegExp][] = [
      [[], /^No command given\.\n/],
      [['frobnicate'], /^Unknown command: frobnicate\n/],
      [['meter'], /^One session file is needed\.\n/],
      [['meter', 'a.jsonl', 'b.jsonl'], /^One session file is needed\.\n/],
      [['meter', 'a.jsonl', '--yaml'], /^Unknown option '--yaml'/],
      [['meter', 'a.jsonl', '--json=yes'], /--json/],
    ];
    for (const [args, message] of misuses) {
      const { status, stdout, stderr } = run(args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, message);
      assert.match(stderr, /Usage: leeway meter FILE \[--json\]/);
    }
  });

  it('tells its usage when asked', () => {
    for (const flag of ['--help', '-h']) {
      const { status, stdout, stderr } = run([flag]);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^Usage: leeway meter FILE \[--json\]/);
    }
  });

  it('writes a handoff of a session, within a budget', () => {
    writer.appendTo(path);
    const { status, stdout, stderr } = run(['handoff', path]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^# Handoff: `Add CSV import`\n[^]*claude --resume one/);
    const small = JSON.parse(run(['handoff', path, '--budget', '200', '--json']).stdout) as {
      tokens: number;
    };
    assert.ok(small.tokens <= 200 && small.tokens > 50, String(small.tokens));
    assert.equal(run(['handoff', path, '--budget', 'x']).status, 2);
    assert.equal(run(['meter', path, '--budget', '400']).status, 2);
    assert.deepEqual(
      [
        run(['handoff', directory.path('gone')]).status,
        run(['handoff', directory.path('gone')]).stderr.includes('There is no such file'),
      ],
      [1, true],
    );
  }).timeout(10_000);

  it('prunes and restores, and ends with 0 also where a target is not reached, 3 when it refuses, 2 when misused', () => {
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a.md' } }],
    });
    writer.toolResult(toolUseIds[0]!, 'Some words of a file.\n'.repeat(500));
    writer.response({
      blocks: [{ type: 'text', text: 'read' }],
      usage: { contextTokens: 36_000, outputTokens: 40 },
    });
    writer.appendTo(path);
    const original = readFileSync(path, 'utf8');
    const result = (
      JSON.parse(run(['items', path, '--json']).stdout) as { items: { id: string; kind: string }[] }
    ).items.find(({ kind }) => kind === 'toolResult')!;
    const json = (args: string[]): Record<string, unknown> =>
      JSON.parse(run(args).stdout) as Record<string, unknown>;

    assert.equal(json(['prune', path, '--item', result.id, '--dry-run', '--json'])['dryRun'], true);
    assert.equal(readFileSync(path, 'utf8'), original);
    const pruned = run(['prune', path, '--item', result.id, '--json']);
    const { reached, freedTokens, backup } = JSON.parse(pruned.stdout) as {
      reached: boolean;
      freedTokens: number;
      backup: string;
    };
    assert.deepEqual(
      [pruned.status, pruned.stderr, reached, freedTokens > 2000, /^\d{8}T/.test(backup)],
      [0, '', true, true, true],
    );
    assert.deepEqual(
      [
        run(['prune', path, '--target', '1']).status,
        run(['prune', path]).status,
        run(['prune', directory.path('gone.jsonl'), '--target', '1']).status,
      ],
      [0, 2, 1],
    );
    assert.equal(run(['restore', path]).status, 0);
    assert.equal(readFileSync(path, 'utf8'), original);
    const refused = run(['restore', path, '--json']);
    assert.deepEqual(
      [refused.status, (JSON.parse(refused.stdout) as { refused: string }).refused, refused.stderr],
      [3, 'noBackup', 'There is nothing to undo.\n'],
    );
  }).timeout(60_000);
});
