import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { FixedPart } from '../../src/domain/fixedBlock/fixedBlock';
import { NAMES_OF_TOOLS, withoutServer } from '../../src/domain/fixedBlock/serverSettings';
import { writeUserSettings, type ClaudeSandbox } from './claudeSandbox';
import { lastAnsweredTurn } from './expectations';
import { writeMcpServers } from './mcpServers';
import { reply, text, toolUse } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

const CLI = path.join(__dirname, '../../dist/cli.js');
const model = 'claude-opus-5-5';

type Part = FixedPart & { readonly sent: string; readonly calls: number | null };

interface OverheadReport {
  readonly toldBy: string;
  readonly problem: string | null;
  readonly parts: readonly Part[];
  readonly servers: readonly {
    readonly name: string;
    readonly status: string;
    readonly tokens: number;
    readonly deferredTokens: number;
    readonly calls: number;
  }[];
  readonly totals: Readonly<Record<string, number>>;
}

async function overhead(
  { workspace, environment, binary }: ClaudeSandbox,
  sessionFile: string,
  ...more: string[]
): Promise<OverheadReport> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CLI, 'overhead', sessionFile, '--json', ...more],
    {
      cwd: workspace,
      env: { ...environment, PATH: `${path.dirname(binary)}:${environment['PATH'] ?? ''}` },
      timeout: 60_000,
    },
  );
  return JSON.parse(stdout) as OverheadReport;
}

async function writeBelow(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

async function writeMemory({ workspace, configDirectory }: ClaudeSandbox): Promise<void> {
  const imports = '@docs/style.md and `@docs/code.md`';
  const comment = `<!-- ${prose(700, 10)}\n-->`;
  await writeBelow(path.dirname(workspace), { 'CLAUDE.md': prose(200, 1) });
  await writeBelow(workspace, {
    'CLAUDE.md': `${prose(900, 2)}\n${imports}\n${comment}\n\n@/etc/hostname\n`,
    'CLAUDE.local.md': prose(300, 3),
    'docs/style.md': `${prose(400, 4)}\n@deeper.md\n`,
    'docs/deeper.md': prose(250, 5),
    'docs/code.md': prose(150, 6),
    '.claude/rules/always.md': prose(350, 7),
    '.claude/rules/some.md': `---\npaths: src/**\n---\n${prose(300, 8)}`,
    '.claude/agents/reviewer.md':
      '---\nname: reviewer\ndescription: Reviews changes with great care\n---\nBe careful.\n',
    '.claude/skills/ship/SKILL.md':
      '---\nname: ship\ndescription: Ships a release in five steps\n---\nShip it.\n',
    'package/CLAUDE.md': prose(300, 9),
  });
  await writeBelow(configDirectory, {
    'CLAUDE.md': prose(500, 11),
    'rules/mine.md': prose(250, 12),
  });
}

const MEMORY = [
  ['user', 'memory', 'config/CLAUDE.md'],
  ['user', 'rule', 'config/rules/mine.md'],
  ['parent', 'memory', 'CLAUDE.md'],
  ['project', 'memory', 'workspace/CLAUDE.md'],
  ['project', 'import', 'workspace/docs/style.md'],
  ['project', 'import', 'workspace/docs/deeper.md'],
  ['project', 'rule', 'workspace/.claude/rules/always.md'],
  ['local', 'memory', 'workspace/CLAUDE.local.md'],
];

describe('what each prompt carries, by name', function () {
  this.timeout(120_000);
  const claude = useClaude();

  const namesOf = (parts: readonly Part[], { workspace }: ClaudeSandbox): string[] =>
    parts
      .filter(({ kind, name }) => kind === 'memory' && name !== null)
      .map(({ source, form, name }) =>
        [source, form, path.relative(path.dirname(workspace), name!)].join(' '),
      )
      .sort();
  const sumOf = (parts: readonly Part[], sent: string): number =>
    parts.reduce((sum, part) => sum + (part.sent === sent ? part.tokens : 0), 0);

  it('is what Claude Code says, without a request to the API, and closes', async () => {
    const { api, sandbox } = claude();
    await writeMemory(sandbox);
    const { pidFile } = await writeMcpServers(sandbox, {
      ledger: 'answers',
      stuck: 'hangs',
      broken: 'ends',
    });
    await writeUserSettings(sandbox, {
      enableAllProjectMcpServers: true,
      hooks: {
        SessionStart: [{ hooks: [{ type: 'command', command: 'echo >> "$HOME/hooked"' }] }],
      },
      permissions: { allow: ['mcp__ledger__few'] },
    });
    api.script(
      reply(toolUse('Skill', { skill: 'ship' }), toolUse('mcp__ledger__few', {})),
      reply(text('Shipped.')),
    );
    const { sessionFile } = await runClaude(sandbox, 'Ship it.', { model });
    const before = await readFile(sessionFile);
    const hooked = await readFile(path.join(sandbox.environment['HOME']!, 'hooked'), 'utf8');
    const asked = api.requests.length;

    const { toldBy, problem, parts, servers, totals } = await overhead(
      sandbox,
      sessionFile,
      '--ask',
    );
    assert.deepEqual([toldBy, problem], ['claude', null]);
    assert.equal(api.requests.length, asked, 'no request, not even to count');
    assert.deepEqual(api.strayRequests, []);
    assert.deepEqual(await readFile(sessionFile), before);
    assert.equal(
      await readFile(path.join(sandbox.environment['HOME']!, 'hooked'), 'utf8'),
      hooked,
      'no hook was run',
    );

    assert.deepEqual(namesOf(parts, sandbox), MEMORY.map((words) => words.join(' ')).sort());
    const named = (kind: string, name: string | null, sent: string): Part | undefined =>
      parts.find((part) => part.kind === kind && part.name === name && part.sent === sent);
    for (const [kind, name, sent, source, calls] of [
      ['systemPrompt', null, 'overhead', null, null],
      ['tools', null, 'overhead', null, null],
      ['tools', null, 'deferred', null, null],
      ['skill', 'ship', 'items', 'project', 1],
      ['agent', 'reviewer', 'items', 'project', 0],
      ['mcpTool', 'mcp__ledger__few', 'deferred', null, 1],
      ['mcpTool', 'mcp__ledger__many', 'deferred', null, 0],
    ] as const) {
      const part = named(kind, name, sent);
      assert.deepEqual([part?.source, part?.calls], [source, calls], `${kind} ${String(name)}`);
      assert.ok(part!.tokens > 0, `${kind} ${String(name)}`);
    }
    assert.deepEqual(
      servers.map(({ name, status, calls }) => [name, status, calls]),
      [
        ['ledger', 'connected', 1],
        ['stuck', 'pending', 0],
        ['broken', 'failed', 0],
      ],
    );
    assert.ok(servers[0]!.deferredTokens > 300 && servers[0]!.tokens === 0);
    assert.equal(sumOf(parts, 'overhead'), totals['overheadTokens']);
    const { system, tools } = lastAnsweredTurn(api).body;
    for (const [kind, sent] of [
      ['systemPrompt', system],
      ['tools', tools],
    ] as const) {
      const perToken = JSON.stringify(sent).length / named(kind, null, 'overhead')!.tokens;
      assert.ok(perToken > 2.5 && perToken < 4.5, `${kind}: ${String(perToken)} characters`);
    }

    for (const pid of (await readFile(pidFile, 'utf8')).trim().split('\n'))
      assert.throws(() => process.kill(Number(pid), 0), /ESRCH/, 'every server has ended');
  });

  it('says of memory files without asking what Claude Code says of them', async () => {
    const { api, sandbox } = claude();
    await writeMemory(sandbox);
    const { pidFile } = await writeMcpServers(sandbox, { ledger: 'answers' });
    await writeUserSettings(sandbox, { enableAllProjectMcpServers: true });
    const { sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    const started = await readFile(pidFile, 'utf8');
    const asked = api.requests.length;
    const { toldBy, parts, totals } = await overhead(sandbox, sessionFile);
    assert.deepEqual([toldBy, api.requests.length], ['files', asked]);
    assert.equal(await readFile(pidFile, 'utf8'), started, 'nothing was started');
    assert.deepEqual(namesOf(parts, sandbox), MEMORY.map((words) => words.join(' ')).sort());
    assert.equal(sumOf(parts, 'overhead'), totals['overheadTokens']);

    const told = (await overhead(sandbox, sessionFile, '--ask')).parts;
    const sizesOf = (some: readonly Part[]): Map<string, number> =>
      new Map(
        some.filter(({ kind }) => kind === 'memory').map((part) => [part.name!, part.tokens]),
      );
    const [counted, estimated] = [sizesOf(parts), sizesOf(told)];
    for (const [name, tokens] of estimated) {
      const ratio = counted.get(name)! / tokens;
      assert.ok(ratio > 0.6 && ratio < 1.4, `${name}: ${String(ratio)} of ${String(tokens)}`);
    }
  });

  it('has no tool of a server that the settings of the project leave out, or only its name', async () => {
    const { sandbox } = claude();
    await writeMcpServers(sandbox, { ledger: 'answers' });
    await writeUserSettings(sandbox, { enableAllProjectMcpServers: true });
    const { sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    const file = path.join(sandbox.workspace, '.claude', 'settings.local.json');
    const under = async (settings: unknown) => {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(settings));
      const { servers } = await overhead(sandbox, sessionFile, '--ask');
      return servers.map(({ name, tokens, deferredTokens }) => [
        name,
        tokens > 300,
        deferredTokens > 300,
      ]);
    };
    const [key, name] = NAMES_OF_TOOLS.path;
    assert.deepEqual(await under({ [key]: { [name]: 'false' } }), [['ledger', true, false]]);
    assert.deepEqual(await under({ [key]: { [name]: NAMES_OF_TOOLS.value } }), [
      ['ledger', false, true],
    ]);
    const listed = withoutServer('ledger', true);
    assert.deepEqual(await under({ [listed.path[0]!]: [listed.entry] }), []);
    const denied = withoutServer('ledger', false);
    assert.deepEqual(await under({ [denied.path[0]!]: { [denied.path[1]!]: [denied.entry] } }), [
      ['ledger', false, false],
    ]);
  });

  it('counts AGENTS.md where Claude Code does', async () => {
    const { sandbox } = claude();
    const { workspace } = sandbox;
    await writeBelow(workspace, {
      'AGENTS.md': prose(300, 1),
      '.claude/rules/always.md': prose(300, 2),
    });
    await writeBelow(path.dirname(workspace), { 'AGENTS.md': prose(300, 3) });
    const { sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    for (const expected of [
      [
        'parent memory AGENTS.md',
        'project memory workspace/AGENTS.md',
        'project rule workspace/.claude/rules/always.md',
      ],
      ['local memory workspace/CLAUDE.local.md', 'project rule workspace/.claude/rules/always.md'],
    ]) {
      for (const more of [[], ['--ask']]) {
        const { parts } = await overhead(sandbox, sessionFile, ...more);
        assert.deepEqual(namesOf(parts, sandbox), expected);
      }
      await writeBelow(workspace, { 'CLAUDE.local.md': prose(300, 4) });
    }
  });

  it('stands in the prompt where memory files are no items of the session', async () => {
    const { sandbox } = claude();
    await writeMemory(sandbox);
    const { sessionFile } = await runClaude(sandbox, 'Hello.', { model });
    const lines = (await readFile(sessionFile, 'utf8')).split('\n');
    await writeFile(
      sessionFile,
      lines.filter((line) => !/"type":"(?:instructions|skill_listing)"/.test(line)).join('\n'),
    );
    const { parts } = await overhead(sandbox, sessionFile, '--ask');
    const sentOf = (kind: string): string[] => [
      ...new Set(parts.filter((part) => part.kind === kind).map(({ sent }) => sent)),
    ];
    assert.deepEqual([sentOf('memory'), sentOf('skill')], [['overhead'], ['overhead']]);
  });
});
