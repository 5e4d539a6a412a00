import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  branchSession,
  readCutPoints,
  type Branched,
} from '../../src/operations/leaving/branchSession';
import { resumeArguments } from '../../src/io/claudeProgram/claudeCommandLine';
import { keepFromTurn } from '../../src/operations/leaving/keepFromTurn';
import { localFileSystem } from '../../src/io/sessionFile/sessionFileSystem';
import { lastAnsweredTurn } from './expectations';
import { meter } from './meter';
import { reply, text, toolUse } from './mockReply';
import type { MockMessagesApi } from './mockMessagesApi';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

const model = 'claude-sonnet-4-6';

async function branchAfter(sessionFile: string, turn: number): Promise<Branched> {
  const cuts = await readCutPoints(sessionFile);
  assert.ok(!('problem' in cuts));
  const cut = cuts.find((candidate) => candidate.turn === turn);
  assert.ok(cut !== undefined, `turn ${turn} of ${cuts.length}`);
  const branched = await branchSession(sessionFile, cut.id, localFileSystem);
  assert.ok('path' in branched, JSON.stringify(branched));
  return branched;
}

const lastRequest = (api: MockMessagesApi): string =>
  JSON.stringify(lastAnsweredTurn(api).body.messages);

describe('a branch from an earlier turn', () => {
  const claude = useClaude();

  it('resumes, and its request ends at the chosen turn', async () => {
    const { api, sandbox } = claude();
    const file = await writeWorkspaceFile(sandbox, 'notes.md', prose(4_000, 1));
    api.script(
      reply(toolUse('Read', { file_path: file })),
      reply(text('Answer of the first turn.')),
    );
    const { sessionId, sessionFile } = await runClaude(sandbox, 'The first prompt.', { model });
    api.script(
      reply(toolUse('Read', { file_path: file }), toolUse('Bash', { command: 'echo parallel' })),
      reply(text('Answer of the second turn.')),
    );
    await runClaude(sandbox, 'The second prompt.', { model, resume: sessionId });
    const before = await meter(sandbox, sessionFile);
    api.script(reply(text('Answer of the third turn.')));
    await runClaude(sandbox, 'The third prompt.', { model, resume: sessionId });
    const original = await readFile(sessionFile, 'utf8');

    const branch = await branchAfter(sessionFile, 2);
    assert.equal(branch.cut.contextTokens, before.contextTokens);
    assert.deepEqual((await meter(sandbox, branch.path)).contextTokens, before.contextTokens);
    const resumed = await runClaude(sandbox, 'And now?', { model, resume: branch.sessionId });
    assert.equal(resumed.sessionId, branch.sessionId);
    const request = lastRequest(api);
    for (const words of [
      'The first prompt.',
      'Answer of the first turn.',
      'The second prompt.',
      'parallel',
      'Answer of the second turn.',
      'And now?',
    ])
      assert.ok(request.includes(words), words);
    assert.doesNotMatch(request, /third/);
    assert.equal(request.match(/"tool_use_id"/g)?.length, 3, 'each call has its result');
    assert.equal(await readFile(sessionFile, 'utf8'), original, 'the original is untouched');

    await runClaude(sandbox, 'The original goes on.', { model, resume: sessionId });
    assert.match(lastRequest(api), /Answer of the third turn\./);
    assert.doesNotMatch(lastRequest(api), /And now\?/);
  });

  it('from before a compaction holds the whole conversation again', async () => {
    const { api, sandbox } = claude();
    api.script(reply(text(`Answer of the first turn. ${prose(2_000, 2)}`)));
    const { sessionId, sessionFile } = await runClaude(sandbox, 'The first prompt.', { model });
    api.script(reply(text('Answer of the second turn.')));
    await runClaude(sandbox, 'The second prompt.', { model, resume: sessionId });
    await runClaude(sandbox, '/compact', { model, resume: sessionId });
    api.script(reply(text('Answer of the third turn.')));
    await runClaude(sandbox, 'The third prompt.', { model, resume: sessionId });
    assert.doesNotMatch(lastRequest(api), /Answer of the first turn/);

    const branch = await branchAfter(sessionFile, 2);
    assert.ok(branch.cut.isBeforeCompaction);
    await runClaude(sandbox, 'And now?', { model, resume: branch.sessionId });
    const request = lastRequest(api);
    assert.match(
      request,
      /The first prompt\.[^]*Answer of the first turn[^]*The second prompt\.[^]*Answer of the second turn\.[^]*And now\?/,
    );
    assert.doesNotMatch(request, /third|being continued from a previous/);
  });

  it('can keep the turns since, after a handoff of what came before', async () => {
    const { api, sandbox } = claude();
    const file = await writeWorkspaceFile(sandbox, 'notes.md', prose(20_000, 1));
    api.script(
      reply(toolUse('Read', { file_path: file })),
      reply(text('Answer of the first turn.')),
    );
    const { sessionId, sessionFile } = await runClaude(sandbox, 'The first prompt.', { model });
    api.script(
      reply(toolUse('Bash', { command: 'echo second' })),
      reply(text('Answer of the second turn.')),
    );
    await runClaude(sandbox, 'The second prompt.', { model, resume: sessionId });
    const original = await readFile(sessionFile, 'utf8');
    const before = lastAnsweredTurn(api).tokens;

    const cuts = await readCutPoints(sessionFile);
    assert.ok(!('problem' in cuts));
    const countTokens = (words: string): number => words.length / 3;
    const kept = await keepFromTurn(sessionFile, cuts[0]!.id, localFileSystem, {
      budgetTokens: 2_000,
      countTokens,
    });
    assert.ok('path' in kept, JSON.stringify(kept));
    assert.equal(await readFile(sessionFile, 'utf8'), original);
    const resumed = await runClaude(sandbox, 'And now?', { model, resume: kept.sessionId });
    assert.equal(resumed.sessionId, kept.sessionId);
    const request = lastRequest(api);
    assert.match(
      request,
      /# Handoff: [^]*The first prompt\.[^]*Answer of the first turn\.[^]*The second prompt\.[^]*echo second[^]*Answer of the second turn\.[^]*And now\?/,
    );
    assert.equal(
      request.match(/"tool_use_id"/g)?.length,
      1,
      'the file that was read in the first turn is not there',
    );
    assert.ok(
      lastAnsweredTurn(api).tokens < before - 3_000,
      `${lastAnsweredTurn(api).tokens} of ${before}`,
    );
  });

  it('opens in a terminal', async () => {
    const { api, sandbox, openTerminal } = claude();
    const { sessionId, sessionFile } = await runClaude(sandbox, 'The first prompt.', { model });
    await runClaude(sandbox, 'The second prompt.', { model, resume: sessionId });
    const branch = await branchAfter(sessionFile, 1);
    const [, id] = resumeArguments({ sessionId: branch.sessionId, model: null });
    const terminal = await openTerminal({ model, resume: id! });
    await terminal.submit('And now?');
    assert.match(lastRequest(api), /The first prompt\.[^]*And now\?/);
    assert.doesNotMatch(lastRequest(api), /second/);
  });
});
