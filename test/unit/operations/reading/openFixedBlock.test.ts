import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import {
  openFixedBlock,
  type FixedBlockRequest,
  type OpenedParts,
} from '../../../../src/operations/reading/openFixedBlock';
import { FixedBlocks } from '../../../../src/operations/reading/readFixedBlock';
import { contextUsageAnswer } from '../../../fixtures/contextUsageAnswer';
import { writeStandInClaude } from '../../../fixtures/standInClaude';
import { StandInCompanion } from '../../../fixtures/standInCompanion';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';

const RUNNING = '3de7bc4b-ce2d-4ec2-bd25-9fc578171973';

describe('openFixedBlock', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();

  beforeEach(() => {
    mkdirSync(directory.path('ledger'));
    mkdirSync(directory.path('elsewhere'));
    mkdirSync(directory.path('projects'));
    for (const [name, calls] of [
      ['one', ['mcp__git__log', 'mcp__git__log', 'Read']],
      ['before', ['mcp__git__log']],
    ] as const) {
      const writer = new TranscriptWriter({ sessionId: name });
      writer.prompt('Go.');
      for (const call of calls)
        writer.response({ blocks: [{ type: 'tool_use', name: call, input: {} }] });
      writer.appendTo(directory.path(`projects/${name}.jsonl`));
    }
    writeStandInClaude(directory.path('claude'), {
      answers: {
        mcp_status: [{ response: { mcpServers: [{ name: 'git', status: 'connected' }] } }],
        get_context_usage: [{ response: contextUsageAnswer() }],
      },
    });
  });

  const open = (
    mayAsk: boolean,
    changes: Partial<FixedBlockRequest> = {},
  ): Promise<OpenedParts | null> =>
    openFixedBlock(
      {
        path: directory.path('projects/one.jsonl'),
        cwd: directory.path('ledger'),
        model: 'claude-opus-5-5',
        configDirectory: directory.path('config'),
        folders: [directory.path('ledger')],
        claude: { setting: directory.path('claude'), extensionDirectory: null },
        ...changes,
      },
      {
        blocks: new FixedBlocks(),
        mayAsk,
        loadTokenCount: () => Promise.resolve((text: string) => text.length),
        env: { CLAUDE_CONFIG_DIR: directory.path('config') },
        signal: new AbortController().signal,
      },
    );
  const hasStarted = (): boolean => existsSync(directory.path('asked'));

  it('tells what files do, and starts nothing, until it may ask', async () => {
    directory.write('ledger/CLAUDE.md', 'ten letters');
    const opened = await open(false);
    assert.deepEqual([opened?.problem, opened?.told.toldBy, hasStarted()], [null, 'files', false]);
    assert.deepEqual([opened?.isInWindow, opened?.past.sessions], [true, 0]);
    assert.deepEqual(
      opened?.told.parts
        .filter(({ path }) => path?.startsWith(directory.path()))
        .map(({ path, tokens }) => [path, tokens]),
      [[directory.path('ledger/CLAUDE.md'), 11]],
    );
  });

  it('has Claude Code tell, with the calls of this session and of those before it', async () => {
    const opened = await open(true);
    assert.deepEqual([opened?.problem, opened?.told.toldBy], [null, 'claude']);
    assert.ok(opened !== null && opened.told.parts.some(({ name }) => name === 'mcp__git__log'));
    assert.deepEqual(
      [opened.uses.servers.get('git'), opened.past.uses.servers.get('git'), opened.past.sessions],
      [2, 1, 1],
    );
    assert.deepEqual(structuredClone(opened), opened, 'it crosses threads as it is');
  });

  it('takes what the running Claude Code tells, and starts nothing to be told the same', async () => {
    const configDirectory = directory.path('config');
    const writer = new TranscriptWriter({ sessionId: RUNNING });
    writer.prompt('Go.');
    writer.appendTo(directory.path(`projects/${RUNNING}.jsonl`));
    const breakdown = { ...(contextUsageAnswer() as object), isAutoCompactEnabled: true };
    const companion = new StandInCompanion({
      ...{ configDirectory, sessionId: RUNNING, told: { breakdown } },
    });
    companion.end();
    const path = directory.path(`projects/${RUNNING}.jsonl`);
    assert.equal((await open(false, { path }))?.told.toldBy, 'files', 'nobody has it open');
    await writeOpenSession(configDirectory, { sessionId: RUNNING, cwd: directory.path('ledger') });
    for (const mayAsk of [false, true]) {
      const opened = await open(mayAsk, { path, cwd: directory.path('elsewhere') });
      assert.deepEqual([opened?.problem, opened?.told.toldBy], [null, 'claude']);
      assert.ok(opened?.told.parts.some(({ name }) => name === 'mcp__git__log'));
    }
    assert.equal(hasStarted(), false);
  });

  it('names the servers that the folder itself configures', async () => {
    directory.write('ledger/.mcp.json', '{"mcpServers":{"git":{},"docs":{}}}');
    directory.write('.mcp.json', '{"mcpServers":{"git":{},"above":{}}}');
    assert.deepEqual((await open(false))?.ofProject, ['git', 'docs', 'above']);
    directory.write('ledger/.mcp.json', '{"mcpServers":["git"]');
    assert.deepEqual((await open(false))?.ofProject, ['git', 'above']);
    assert.deepEqual((await open(false, { folders: [] }))?.ofProject, []);
  });

  it('starts nothing in another folder, whatever a session names', async () => {
    symlinkSync(directory.path('elsewhere'), directory.path('ledger/linked'));
    for (const cwd of [
      directory.path('elsewhere'),
      directory.path('ledger/linked'),
      directory.path('ledger/../elsewhere'),
      directory.path('ledger/none'),
      'relative',
      null,
    ]) {
      const opened = await open(true, { cwd });
      assert.deepEqual(
        [opened?.problem, opened?.told.toldBy, opened?.isInWindow, hasStarted()],
        [{ kind: 'otherFolder' }, 'files', false, false],
        String(cwd),
      );
    }
    assert.equal((await open(true, { folders: [] }))?.problem?.kind, 'otherFolder');
  });

  it('tells nothing of a session that is not there', async () => {
    assert.equal(await open(false, { path: directory.path('projects/none.jsonl') }), null);
  });
});
