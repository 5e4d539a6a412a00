import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fixedBlockOf } from '../../../../src/domain/fixedBlock/fixedBlockOf';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { silentLog } from '../../../../src/log';
import {
  FixedBlocks,
  type FixedBlockOptions,
} from '../../../../src/operations/reading/readFixedBlock';
import {
  readOverhead,
  type OverheadSession,
} from '../../../../src/operations/reading/readSnapshot';
import { category, contextUsageAnswer } from '../../../fixtures/contextUsageAnswer';
import { writeStandInClaude, type StandInAnswers } from '../../../fixtures/standInClaude';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

describe('FixedBlocks', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  const loadTokenCount = () => Promise.resolve((text: string) => text.length);

  const session = async (
    write: (writer: TranscriptWriter) => void = () => undefined,
  ): Promise<OverheadSession> => {
    mkdirSync(directory.path('ledger'), { recursive: true });
    const writer = new TranscriptWriter({ sessionId: 'one', cwd: directory.path('ledger') });
    writer.prompt('Go.');
    write(writer);
    writer.response({
      blocks: [{ type: 'text', text: 'done' }],
      usage: { contextTokens: 30_000, outputTokens: 4 },
    });
    const path = directory.path('one.jsonl');
    rmSync(path, { force: true });
    writer.appendTo(path);
    const settings = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;
    const settingsFor = () => Promise.resolve(settings);
    const read = await readOverhead(path, { log: silentLog, loadTokenCount, settingsFor });
    assert.ok('inspection' in read);
    return read;
  };
  const options = (changes: Partial<FixedBlockOptions> = {}): FixedBlockOptions => ({
    configDirectory: directory.path('config'),
    homeDirectory: directory.path(),
    platform: process.platform,
    managedDirectory: directory.path('etc'),
    env: { CLAUDE_CONFIG_DIR: directory.path('config') },
    mayAsk: true,
    claude: { setting: directory.path('claude'), extensionDirectory: null },
    loadTokenCount,
    ...changes,
  });
  const readBlock = async (
    { inspection, generation }: Pick<OverheadSession, 'inspection' | 'generation'>,
    asking: FixedBlockOptions,
    blocks = new FixedBlocks(),
  ) => {
    const { cwd, model } = inspection.snapshot;
    const { told, problem } = await blocks.read({ cwd, model, generation }, asking);
    return { block: fixedBlockOf(inspection, told), problem };
  };
  const standIn = (
    servers: readonly unknown[] = [{ name: 'git', status: 'connected' }],
    usage: unknown = { response: contextUsageAnswer() },
    more: StandInAnswers = {},
  ): string =>
    writeStandInClaude(directory.path('claude'), {
      answers: {
        mcp_status: [{ response: { mcpServers: servers } }],
        get_context_usage: [usage],
      },
      ...more,
    });
  const starts = (): number =>
    readFileSync(directory.path('asked'), 'utf8').match(/"args":/g)?.length ?? 0;

  it('is what Claude Code says, in the folder of the session', async () => {
    standIn();
    const { block, problem } = await readBlock(await session(), options());
    assert.deepEqual([problem, block.toldBy], [null, 'claude']);
    assert.deepEqual(block.servers, [{ name: 'git', status: 'connected' }]);
    assert.ok(block.parts.some(({ name }) => name === 'mcp__git__log'));
    const rest = block.parts.at(-1)!;
    assert.deepEqual([rest.kind, rest.tokens], ['rest', block.overheadTokens! - 11_351]);
    const { cwd, updates } = JSON.parse(
      readFileSync(directory.path('asked'), 'utf8').split('\n')[0]!,
    ) as Record<string, unknown>;
    assert.deepEqual([cwd, updates], [directory.path('ledger'), '1']);
  });

  it('starts nothing where it may not ask, and tells what files do', async () => {
    standIn();
    directory.write('ledger/CLAUDE.md', 'ten letters');
    const { block, problem } = await readBlock(await session(), options({ mayAsk: false }));
    assert.deepEqual([problem, block.toldBy], [null, 'files']);
    assert.throws(starts, /ENOENT/);
    assert.deepEqual(
      block.parts
        .filter(({ path }) => path?.startsWith(directory.path()) !== false)
        .map(({ kind, name, tokens }) => [kind, name, tokens]),
      [
        ['memory', directory.path('ledger/CLAUDE.md'), 11],
        ['rest', null, block.overheadTokens! - 11],
      ],
    );
  });

  it('asks again when what the answer rests on has changed, and not before', async () => {
    standIn();
    const blocks = new FixedBlocks();
    const read = async (): Promise<number> => {
      const { block } = await readBlock(await session(), options(), blocks);
      assert.equal(block.toldBy, 'claude');
      return starts();
    };
    assert.deepEqual([await read(), await read()], [1, 1]);
    let expected = 1;
    for (const [name, content] of [
      ['ledger/CLAUDE.md', 'words'],
      ['ledger/CLAUDE.md', 'other words'],
      ['ledger/.mcp.json', '{}'],
      ['ledger/.claude/settings.local.json', '{}'],
      ['config/settings.json', '{}'],
      ['ledger/.claude/agents/a.md', 'a'],
      ['config/skills/ship/SKILL.md', 'a'],
      ['config/.claude.json', '{"mcpServers":{"git":{}}}'],
      ['config/.claude.json', '{"projects":{"/else":{"mcpServers":{}}},"mcpServers":{}}'],
    ] as const) {
      directory.write(name, content);
      assert.equal(await read(), ++expected, name);
    }
    directory.write('config/.claude.json', '{"numStartups":8,"mcpServers":{}}');
    directory.write('ledger/src/main.ts', 'x');
    assert.equal(await read(), expected, 'what Claude Code notes of itself is no change');
    standIn([], undefined, { version: '2.1.332' });
    assert.equal(await read(), expected + 1, 'another release');
  });

  it('keeps no answer that lacks a server which had not connected', async () => {
    standIn([{ name: 'git', status: 'pending' }]);
    const blocks = new FixedBlocks();
    for (const expected of [1, 2]) {
      const { block } = await readBlock(await session(), options({ timeLimitMs: 2_000 }), blocks);
      assert.deepEqual([block.servers[0]?.status, starts()], ['pending', expected]);
    }
  });

  it('falls back on files, and says why', async () => {
    const problems = async (changes: Partial<FixedBlockOptions> = {}) => {
      const { block, problem } = await readBlock(await session(), options(changes));
      assert.equal(block.toldBy, 'files');
      return problem;
    };
    assert.deepEqual(await problems(), {
      kind: 'noProgram',
      problem: { kind: 'settingWrong', path: directory.path('claude') },
    });
    standIn([], { error: 'Unsupported control request subtype: get_context_usage' });
    assert.deepEqual(await problems(), { kind: 'tooOld', version: '2.1.329' });
    standIn([], { response: 'something else' });
    assert.deepEqual(await problems(), { kind: 'failed', version: '2.1.329', printed: '' });
    const read = await session();
    rmSync(directory.path('ledger'), { recursive: true });
    const { problem } = await readBlock(read, options());
    assert.deepEqual(problem, { kind: 'noFolder' });
  });

  it('takes for items what the session holds as such', async () => {
    standIn();
    const read = await session((writer) => {
      writer.attachment('instructions', {}, ['<system-reminder>words</system-reminder>']);
      writer.attachment('nested_memory', { path: directory.path('ledger/src/CLAUDE.md') }, [
        'Own.',
      ]);
    });
    const { block } = await readBlock(read, options());
    const memory = block.parts.filter(({ kind }) => kind === 'memory');
    assert.deepEqual([...new Set(memory.map(({ place }) => place))], ['items']);
    assert.deepEqual(
      memory.filter(({ source }) => source === 'nested').map(({ path }) => path),
      [directory.path('ledger/src/CLAUDE.md')],
    );
  });

  it('has no rest before a reply', async () => {
    standIn([], { response: contextUsageAnswer({ categories: [category('skills', 'S', 40)] }) });
    mkdirSync(directory.path('ledger'), { recursive: true });
    const read = await session();
    const { inspection } = read;
    const breakdown = { ...inspection.breakdown, totalTokens: null };
    const { block } = await readBlock(
      { ...read, inspection: { ...inspection, breakdown } },
      options(),
    );
    assert.equal(block.overheadTokens, null);
    assert.ok(block.parts.every(({ kind }) => kind !== 'rest'));
  });
});
