import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useCliSession } from '../../fixtures/cliSession';
import { contextUsageAnswer } from '../../fixtures/contextUsageAnswer';
import { writeStandInClaude, type StandInAnswers } from '../../fixtures/standInClaude';
import { TranscriptWriter } from '../../fixtures/transcriptWriter';

describe('cli, overhead', function () {
  const { directory, session, run } = useCliSession();

  this.timeout(60_000);
  const HOSTILE = '\u001b[2J<img src=x>';
  const write = (): void => {
    mkdirSync(directory.path('größe'), { recursive: true });
    session.writer.response({
      blocks: [{ type: 'tool_use', name: 'mcp__figma__draw', input: {} }],
      usage: { contextTokens: 30_500, outputTokens: 40 },
    });
    session.writer.appendTo(session.path);
  };
  const standIn = (answers: StandInAnswers['answers'] = {}): void => {
    for (const name of ['bin', 'home']) mkdirSync(directory.path(name), { recursive: true });
    const servers = [
      { name: 'figma', status: 'connected' },
      { name: `stuck${HOSTILE}`, status: 'pending' },
    ];
    writeStandInClaude(directory.path('bin/claude'), {
      answers: {
        mcp_status: [
          { response: { mcpServers: servers.map((each) => ({ ...each, status: 'failed' })) } },
        ],
        get_context_usage: [{ response: contextUsageAnswer() }],
        ...answers,
      },
    });
  };
  const overhead = (...args: string[]) =>
    run(['overhead', session.path, ...args], { PATH: directory.path('bin') });
  const report = (...args: string[]) =>
    JSON.parse(overhead('--json', ...args).stdout) as {
      toldBy: string;
      problem: string | null;
      parts: Record<string, unknown>[];
      servers: Record<string, unknown>[];
      totals: Record<string, number>;
    };

  it('tells how often the sessions beside it called a server', () => {
    write();
    standIn();
    for (const name of ['first', 'second']) {
      const beside = new TranscriptWriter({ seed: name.length + name.charCodeAt(0) });
      for (const tool of ['mcp__figma__draw', 'mcp__figma__look'])
        beside.response({ blocks: [{ type: 'tool_use', name: tool, input: {} }] });
      beside.appendTo(join(dirname(session.path), `${name}.jsonl`));
    }
    const { stdout } = overhead('--ask');
    assert.match(stdout, /^ *tokens {2}calls {2}2 sessions before {2}sent /);
    assert.match(stdout, /\n *~400 +1 +4 {2}name only +MCP server +failed +figma\n/);
    const { servers, totals } = report('--ask');
    const [figma] = servers.filter(({ name }) => name === 'figma');
    assert.deepEqual([figma?.['calls'], figma?.['pastCalls'], totals['pastSessions']], [1, 4, 2]);
  });

  it('tells memory files and the rest, and starts nothing', () => {
    write();
    standIn();
    directory.write('größe/CLAUDE.md', 'one two three four five');
    const { status, stdout, stderr } = overhead();
    assert.deepEqual([status, stderr, existsSync(directory.path('bin/asked'))], [0, '', false]);
    const lines = stdout.split('\n');
    assert.match(lines[0]!, /^ *tokens {2}calls {2}sent +kind +from +name$/);
    assert.ok(lines.some((line) => /every prompt {2}Memory file +project {2}.*größe/.test(line)));
    assert.match(stdout, /\n *~[\d.]+K +every prompt {2}The rest *\n/);
    assert.match(stdout, /\nSystem and tools ~[\d.]+K\n/);
    assert.match(stdout, /\nThe rest, ~[\d.]+K, is the system prompt, tools and what else/);
    assert.match(
      stdout,
      /\nOnly files were read\. With --ask, Claude Code is started.+network\.\n$/,
    );
    const { toldBy, parts, totals } = report();
    assert.equal(toldBy, 'files');
    const inPrompt = parts.filter(({ sent }) => sent === 'overhead');
    assert.equal(
      inPrompt.reduce((sum, { tokens }) => sum + Number(tokens), 0),
      totals['overheadTokens'],
    );
  });

  it('asks Claude Code, and tells by name what was called how often', () => {
    write();
    standIn();
    const { toldBy, problem, parts, servers, totals } = report('--ask');
    assert.deepEqual([toldBy, problem], ['claude', null]);
    const calls = new Map(parts.map((part) => [part['name'], part['calls']]));
    assert.deepEqual(
      ['mcp__figma__draw', 'mcp__git__log', 'ship', 'reviewer', '/home/CLAUDE.md'].map((name) =>
        calls.get(name),
      ),
      [1, 0, 0, 0, null],
    );
    assert.deepEqual(
      servers.map(({ name, deferredTokens, calls: all }) => [name, deferredTokens, all]),
      [
        ['figma', 400, 1],
        [`stuck${HOSTILE}`, 0, 0],
        ['git', 78, 0],
      ],
    );
    assert.equal(totals['restTokens'], totals['overheadTokens']! - 11_351);
    const { stdout, stderr } = overhead('--ask');
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /\n *~78 +0 {2}name only +MCP server +not known +git\n *~78 +0 {2}name only +MCP tool +mcp__git__log\n/,
    );
    assert.match(stdout, /\n *0 +MCP server +failed +stuck<img src=x>\n/);
    assert.match(stdout, /\n *~60 +every prompt {2}Memory file +\S.*\/ledger\/CLAUDE\.md\n/);
    assert.doesNotMatch(stdout, /--ask/);
  });

  it('asks only in the folder that somebody works in, or below it', () => {
    write();
    standIn();
    const refused = (cwd: string): readonly [number | null, string, string] => {
      const path = directory.path(`${String(Math.random())}.jsonl`);
      const writer = new TranscriptWriter({ sessionId: 'two', cwd });
      writer.prompt('Go.');
      writer.response({ blocks: [{ type: 'text', text: 'done' }] });
      writer.appendTo(path);
      const { status, stdout, stderr } = run(['overhead', path, '--ask'], {
        PATH: directory.path('bin'),
      });
      return [status, stdout, stderr];
    };
    symlinkSync('/', directory.path('link'));
    const outside = 'which is not the current folder and not below it';
    for (const [cwd, words] of [
      ['/', outside],
      [directory.path('..'), outside],
      [directory.path('link/usr'), outside],
      [directory.path('none'), 'The folder of the session is not there'],
      ['größe', 'Claude Code is not started in this folder'],
    ] as const) {
      const [status, stdout, stderr] = refused(cwd);
      assert.deepEqual([status, stdout], [3, ''], cwd);
      assert.ok(stderr.includes(words), stderr);
    }
    assert.ok(!existsSync(directory.path('bin/asked')), 'nothing was started');
    assert.equal(refused(directory.path())[0], 0, 'the folder itself');
  });

  it('falls back on files where Claude Code does not say, and tells why', () => {
    write();
    for (const [answers, code, words] of [
      [null, 'noProgram', 'There is no claude on this machine'],
      [
        { get_context_usage: [{ error: 'Unsupported control request subtype: x' }] },
        'tooOld',
        'Claude Code 2.1.329 cannot tell what its prompt holds. Update it',
      ],
      [
        { get_context_usage: [{ error: `No.${HOSTILE}` }] },
        'failed',
        'Claude Code 2.1.329 did not say what its prompt holds: No.<img src=x>\n',
      ],
      [
        { get_context_usage: [{ response: [] }] },
        'failed',
        'Claude Code 2.1.329 did not say what its prompt holds.\n',
      ],
    ] as const) {
      if (answers !== null) standIn(answers);
      const { status, stdout, stderr } = overhead('--ask', '--json');
      const { toldBy, problem } = JSON.parse(stdout) as Record<string, unknown>;
      assert.deepEqual([status, toldBy, problem], [0, 'files', code]);
      assert.ok(stderr.includes(words), stderr);
    }
  });

  it('says what is known after the first reply, before it', () => {
    const path = directory.path('new.jsonl');
    const writer = new TranscriptWriter({ sessionId: 'new', cwd: directory.path() });
    writer.prompt('Go.');
    writer.appendTo(path);
    const { stdout, status } = run(['overhead', path]);
    assert.equal(status, 0);
    assert.match(stdout, /\nWhat replies counted is known after the first one\.\n/);
    const { totals } = JSON.parse(run(['overhead', path, '--json']).stdout) as {
      totals: Record<string, unknown>;
    };
    assert.deepEqual([totals['overheadTokens'], totals['restTokens']], [null, null]);
  });

  it('ends with 1 or 2 as the meter does', () => {
    session.writer.appendTo(session.path);
    assert.deepEqual(
      [run(['overhead', 'missing.jsonl']).status, run(['overhead', 'missing.jsonl']).stderr],
      [1, 'There is no such file: missing.jsonl\n'],
    );
    for (const args of [
      ['overhead'],
      ['overhead', session.path, '--top', '3'],
      ['overhead', session.path, '--budget', '400'],
      ['meter', session.path, '--ask'],
      ['prune', session.path, '--ask', '--target', '1'],
    ])
      assert.equal(run(args).status, 2, args.join(' '));
    assert.match(run(['--help']).stdout, /\n {7}leeway overhead FILE \[--ask\] \[--json\]\n/);
  });
});
