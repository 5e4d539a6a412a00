import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { contextUsage } from '../../src/domain/accounting/contextUsage';
import { activeChain } from '../../src/domain/transcript/activeChain';
import { isRefusedRequest } from '../../src/domain/transcript/refusedRequest';
import { transcriptOf } from '../fixtures/transcriptOf';
import type { ClaudeSandbox } from './claudeSandbox';
import type { MockMessagesApi } from './mockMessagesApi';
import { reply, text, thinking, toolUse } from './mockReply';
import { listItems, prune, undo, type ListedItem } from './prunedSession';
import { changesWithin, requestDifferences } from './requestDifference';
import type { MessagesRequest } from './requestTokens';
import { requestOnResume } from './resumedSession';
import { runClaude, type ClaudeRun } from './runClaude';
import { model } from './sessionsToPrune';
import { useClaude } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

/**
 * Two turns, each of which thinks in front of a call, in front of two, and of its last words; and
 * one that only ends the second.
 */
async function sessionThatThought(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
): Promise<ClaudeRun> {
  const path = await writeWorkspaceFile(sandbox, 'plan.md', prose(3000, 3));
  const read = toolUse('Read', { file_path: path });
  const turn = (name: string) => [
    reply(thinking(thoughtOf(name, 1)), text('I will look.'), read),
    reply(thinking(thoughtOf(name, 2)), read, toolUse('Bash', { command: 'echo twice' })),
    reply(thinking(thoughtOf(name, 3)), text(`${name} is done.`)),
  ];
  api.script(...turn('First'));
  const { sessionId } = await runClaude(sandbox, 'Do the first thing.', { model });
  api.script(...turn('Second'));
  await runClaude(sandbox, 'Do the second thing.', { model, resume: sessionId });
  api.script(reply(text('You are welcome.')));
  return runClaude(sandbox, 'Thank you.', { model, resume: sessionId });
}

function thoughtOf(turn: string, number: number): string {
  return `${turn} thought ${String(number)}. ${prose(1200, number)}`;
}

/** A request without the thinking in it, which is all that may be missing. */
function withoutThinking(request: MessagesRequest): MessagesRequest {
  return {
    ...request,
    messages: request.messages.map((message) =>
      typeof message.content === 'string'
        ? message
        : { ...message, content: message.content.filter(({ type }) => type !== 'thinking') },
    ),
  };
}

/** In file order. */
async function thoughtsOf(
  sandbox: ClaudeSandbox,
  sessionFile: string,
): Promise<readonly ListedItem[]> {
  return (await listItems(sandbox, sessionFile))
    .filter(({ kind }) => kind === 'thinking')
    .sort((a, b) => a.line - b.line);
}

function thoughtsIn(request: MessagesRequest): readonly string[] {
  return (
    JSON.stringify(request.messages)
      .match(/(?:First|Second|Third) thought \d/g)
      ?.toSorted() ?? []
  );
}

describe('a session whose thinking is pruned', () => {
  const claude = useClaude();

  it('is resumed with every other block as it was, in place and order; undone it is resumed whole', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatThought(api, sandbox);
    const original = await readFile(sessionFile);
    const whole = await requestOnResume(api, sandbox, sessionId);
    assert.equal(thoughtsIn(whole).length, 6, 'Claude Code sends the thinking of earlier turns');
    const thoughts = await thoughtsOf(sandbox, sessionFile);
    assert.equal(thoughts.length, 6);

    const some = thoughts.slice(1, 4).flatMap(({ id }) => ['--item', id]);
    const report = await prune(sandbox, sessionFile, ...some);
    assert.deepEqual(
      report.items.map(({ placeholder }) => placeholder),
      ['', '', ''],
    );
    const partly = await requestOnResume(api, sandbox, sessionId);
    assert.deepEqual(thoughtsIn(partly), [
      'First thought 1',
      'Second thought 2',
      'Second thought 3',
    ]);
    assert.deepEqual(requestDifferences(withoutThinking(whole), withoutThinking(partly)), []);

    await prune(sandbox, sessionFile, ...thoughts.flatMap(({ id }) => ['--item', id]));
    const none = await requestOnResume(api, sandbox, sessionId);
    assert.deepEqual(requestDifferences(withoutThinking(whole), none), []);

    await undo(sandbox, sessionFile);
    assert.deepEqual(
      requestDifferences(partly, await requestOnResume(api, sandbox, sessionId)),
      [],
      'the last prune alone is taken back',
    );
    await undo(sandbox, sessionFile);
    assert.ok(original.equals(await readFile(sessionFile)));
    assert.deepEqual(requestDifferences(whole, await requestOnResume(api, sandbox, sessionId)), []);
  }).timeout(180_000);

  it('is tried again without any thinking where the API refuses it; refused for good, that is known', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatThought(api, sandbox);
    const thoughts = await thoughtsOf(sandbox, sessionFile);
    await prune(sandbox, sessionFile, '--item', thoughts[0]!.id);
    const refusal = {
      ...{ status: 400, type: 'invalid_request_error' },
      message: 'messages.1.content.0: Invalid `signature` in `thinking` block',
    };
    api.script(refusal, reply(text('Here I am.')));
    const before = api.requests.length;
    const { isError } = await runClaude(sandbox, 'Go on.', { model, resume: sessionId });
    assert.equal(isError, false, 'Claude Code helps itself');
    assert.deepEqual(
      api.requests.slice(before).map(({ status, body }) => [status, thoughtsIn(body).length]),
      [
        [400, 5],
        [200, 0],
      ],
    );
    api.script(refusal, refusal);
    assert.equal((await runClaude(sandbox, 'Go on.', { model, resume: sessionId })).isError, true);
    const transcript = transcriptOf(await readFile(sessionFile));
    const { apiError } = contextUsage(transcript, activeChain(transcript), () => []);
    assert.ok(apiError !== null && isRefusedRequest(apiError.error), JSON.stringify(apiError));
  }).timeout(120_000);

  it('goes on to think, and keeps that within its turn', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatThought(api, sandbox);
    const thoughts = await thoughtsOf(sandbox, sessionFile);
    await prune(sandbox, sessionFile, ...thoughts.flatMap(({ id }) => ['--item', id]));
    api.script(
      reply(thinking(thoughtOf('Third', 1)), toolUse('Bash', { command: 'echo thrice' })),
      reply(thinking(thoughtOf('Third', 2)), text('Third is done.')),
    );
    const before = api.requests.length;
    await runClaude(sandbox, 'Do the third thing.', { model, resume: sessionId });
    const [first, second] = api.requests.slice(before).filter(({ kind }) => kind === 'turn');
    assert.deepEqual(thoughtsIn(first!.body), []);
    assert.deepEqual(thoughtsIn(second!.body), ['Third thought 1']);
    const put = await requestOnResume(api, sandbox, sessionId);
    assert.deepEqual(thoughtsIn(put), ['Third thought 1', 'Third thought 2']);

    await undo(sandbox, sessionFile);
    const after = await requestOnResume(api, sandbox, sessionId);
    assert.equal(thoughtsIn(after).length, 8);
    assert.deepEqual(changesWithin(withoutThinking(put), withoutThinking(after)), []);
  }).timeout(180_000);
});
