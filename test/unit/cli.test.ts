import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { useCliSession } from '../fixtures/cliSession';
import { TranscriptWriter } from '../fixtures/transcriptWriter';

describe('cli', () => {
  const { directory, session, run } = useCliSession();

  it('tells the meter of a session as JSON', () => {
    session.writer.appendTo(session.path);
    const { status, stdout, stderr } = run(['meter', session.path, '--json']);
    assert.deepEqual([status, stderr, stdout.endsWith('}\n')], [0, '', true]);
    assert.deepEqual(JSON.parse(stdout), {
      sessionId: 'one',
      model: 'claude-opus-4-8',
      contextTokens: 30_400,
      exact: true,
      held: null,
      limitTokens: 1_000_000,
      limitReason: 'the window of Opus 4.8',
      walls: [
        { kind: 'usageCredits', tokens: 200_000 },
        { kind: 'autoCompact', tokens: 967_000 },
        { kind: 'blocked', tokens: 977_000 },
        { kind: 'limit', tokens: 1_000_000 },
      ],
      blocked: null,
      cache: { state: 'cold', warmUntil: null, nextWriteTokens: 30_400 },
    });
  });

  it('tells it to people, too', () => {
    session.writer.appendTo(session.path);
    const { status, stdout, stderr } = run(['meter', 'one.jsonl']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(
      stdout.split('\n').slice(0, 2).join('\n'),
      'Add CSV import · Opus 4.8\n30.4K / 1M · 3%',
    );
  });

  it('prints nothing of a session that moves the cursor, and escapes it in JSON', function () {
    this.timeout(60_000);
    const hostile = 'a\u001b]0;title\u0007\u001b[2J\u009b1A\u007f\u202eb\rc';
    const writer = new TranscriptWriter({
      sessionId: hostile,
      cwd: directory.path(`x${hostile}`),
      model: `claude-${hostile}`,
      version: `2.1.329${hostile}`,
    });
    writer.prompt(hostile);
    writer.response({
      blocks: [
        { type: 'text', text: hostile },
        { type: 'tool_use', name: hostile, input: { file_path: `/${hostile}` } },
      ],
      usage: { contextTokens: 30_000, outputTokens: 400 },
    });
    const file = directory.path(`${hostile}.jsonl`);
    writer.appendTo(file);
    const control = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u202e]/u;
    for (const command of [
      ['meter', file],
      ['items', file],
      ['cache', file],
      ['overhead', file],
      ['overhead', file, '--ask'],
      ['handoff', file],
      ['prune', file, '--target', '100', '--dry-run'],
      ['restore', file],
      ['restore', file, '--backup', hostile],
      ['meter', `${file}x`],
      [hostile],
    ])
      for (const args of [command, [...command, '--json']]) {
        const { stdout, stderr } = run(args);
        assert.ok((stdout + stderr).length > 5);
        assert.doesNotMatch(stdout, control, args.join(' '));
        assert.doesNotMatch(stderr, control, args.join(' '));
      }
    const { sessionId, model } = JSON.parse(run(['meter', file, '--json']).stdout) as {
      sessionId: string | null;
      model: string;
    };
    assert.equal(sessionId, null, 'an id that is no word is none');
    assert.ok(model.includes('a\u001b]0;title\u0007\u001b[2J'), 'nothing is lost in JSON');
  });

  it('counts what no reply has', () => {
    session.writer.prompt('one two three four five');
    session.writer.appendTo(session.path);
    assert.equal(
      (JSON.parse(run(['--json', 'meter', session.path]).stdout) as { contextTokens: number })
        .contextTokens,
      30_400 + 17,
      'seven for the words, ten for the message around them',
    );
  });

  it('goes by the environment, by Claude Code’s settings and by those of the session’s folder', () => {
    session.writer.appendTo(session.path);
    const limitReason = (env?: Record<string, string>): unknown =>
      (JSON.parse(run(['meter', session.path, '--json'], env).stdout) as { limitReason: unknown })
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
    session.writer.appendTo(session.path);
    const { status, stdout, stderr } = run(['handoff', session.path]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^# Handoff: Add CSV import\n[^]*claude --resume one/);
    const small = JSON.parse(
      run(['handoff', session.path, '--budget', '200', '--json']).stdout,
    ) as {
      tokens: number;
    };
    assert.ok(small.tokens <= 200 && small.tokens > 50, String(small.tokens));
    assert.equal(run(['handoff', session.path, '--budget', 'x']).status, 2);
    assert.equal(run(['meter', session.path, '--budget', '400']).status, 2);
    assert.deepEqual(
      [
        run(['handoff', directory.path('gone')]).status,
        run(['handoff', directory.path('gone')]).stderr.includes('There is no such file'),
      ],
      [1, true],
    );
  }).timeout(10_000);

  it('prunes and restores, and ends with 0 also where a target is not reached, 3 when it refuses, 2 when misused', () => {
    const { toolUseIds } = session.writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/a.md' } }],
    });
    session.writer.toolResult(toolUseIds[0]!, 'Some words of a file.\n'.repeat(500));
    session.writer.response({
      blocks: [{ type: 'text', text: 'read' }],
      usage: { contextTokens: 36_000, outputTokens: 40 },
    });
    session.writer.appendTo(session.path);
    const original = readFileSync(session.path, 'utf8');
    const result = (
      JSON.parse(run(['items', session.path, '--json']).stdout) as {
        items: { id: string; kind: string }[];
      }
    ).items.find(({ kind }) => kind === 'toolResult')!;
    const json = (args: string[]): Record<string, unknown> =>
      JSON.parse(run(args).stdout) as Record<string, unknown>;

    assert.equal(
      json(['prune', session.path, '--item', result.id, '--dry-run', '--json'])['dryRun'],
      true,
    );
    assert.equal(readFileSync(session.path, 'utf8'), original);
    const pruned = run(['prune', session.path, '--item', result.id, '--json']);
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
        run(['prune', session.path, '--target', '1']).status,
        run(['prune', session.path]).status,
        run(['prune', directory.path('gone.jsonl'), '--target', '1']).status,
      ],
      [0, 2, 1],
    );
    assert.equal(run(['restore', session.path]).status, 0);
    assert.equal(readFileSync(session.path, 'utf8'), original);
    const refused = run(['restore', session.path, '--json']);
    assert.deepEqual(
      [refused.status, (JSON.parse(refused.stdout) as { refused: string }).refused, refused.stderr],
      [3, 'noBackup', 'There is nothing to undo.\n'],
    );
  }).timeout(60_000);
});
