import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { sessionFiles } from './claudeSandbox';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { meter } from './meter';
import { reply, text } from './mockReply';
import { listItems, prune, pruneLargest, runCommand, undo } from './prunedSession';
import { requestDifferences } from './requestDifference';
import { assertOnlyPruned, requestOnResume, turnOnResume } from './resumedSession';
import { runClaude } from './runClaude';
import {
  firstWords,
  model,
  repetitiveSession,
  richSession,
  sessionThatRead,
} from './sessionsToPrune';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

describe('a pruned session', () => {
  const claude = useClaude();

  it('is resumed without what was pruned and otherwise the same, for every kind of item; undone it is resumed whole', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await richSession(api, sandbox);
    const original = await readFile(sessionFile);
    const whole = await requestOnResume(api, sandbox, sessionId);
    const prunable = (await listItems(sandbox, sessionFile)).filter((item) => item.prunable);
    const kinds = new Set(
      prunable.map(
        ({ kind, label }) => `${kind} ${label.split(' ', kind === 'attachment' ? 2 : 1).join(' ')}`,
      ),
    );
    assert.deepEqual([...kinds].sort(), [
      'attachment Attached file',
      'attachment Hook output',
      'attachment Memory file',
      'attachment Reminder written.md',
      'document Read',
      'image Pasted',
      'image Read',
      'machineText Task',
      'machineText “Watch',
      'toolCall Agent',
      'toolCall Bash',
      'toolCall Write',
      'toolResult Agent',
      'toolResult Bash',
      'toolResult Read',
    ]);

    const report = await prune(
      sandbox,
      sessionFile,
      ...prunable.flatMap(({ id }) => ['--item', id]),
    );
    assert.equal(report.items.length, prunable.length);
    const typed = (await listItems(sandbox, sessionFile)).find(
      ({ label }) => label === '“/watch the stars”',
    );
    assert.deepEqual([typed?.kind, typed?.prunable], ['userText', false]);
    assertOnlyPruned(report, whole, await requestOnResume(api, sandbox, sessionId));
    await undo(sandbox, sessionFile);
    assert.ok(original.equals(await readFile(sessionFile)), 'the undone file is the one that was');
    assert.deepEqual(requestDifferences(whole, await requestOnResume(api, sandbox, sessionId)), []);
  }).timeout(180_000);

  it('is resumed without what a recipe takes, and with what it spares', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await repetitiveSession(api, sandbox);
    const original = await readFile(sessionFile);
    const whole = await requestOnResume(api, sandbox, sessionId);
    const recipes: [choice: string[], items: number][] = [
      [['--recipe', 'images', '--keep', '1'], 2],
      [['--recipe', 'outdated'], 1],
      [['--recipe', 'duplicates'], 1],
      [['--recipe', 'old-results', '--steps', '12', '--above', '1000'], 2],
      [['--target', '1'], 6],
    ];
    for (const [choice, items] of recipes) {
      const report = await prune(sandbox, sessionFile, ...choice);
      assert.equal(
        report.items.length,
        items,
        `${choice.join(' ')}: ${report.items.map(({ placeholder }) => placeholder).join(', ')}`,
      );
      assertOnlyPruned(report, whole, await requestOnResume(api, sandbox, sessionId));
      await undo(sandbox, sessionFile);
      assert.ok(
        original.equals(await readFile(sessionFile)),
        `${choice.join(' ')}: the undone file is the one that was`,
      );
    }
  }).timeout(180_000);

  it('goes on, gets its content back with the turns that came after, and can be compacted', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 2);
    const [content] = (await listItems(sandbox, sessionFile)).filter(({ prunable }) => prunable);
    const full = lastAnsweredTurn(api).tokens;
    const report = await prune(sandbox, sessionFile, '--item', content!.id);
    for (const prompt of ['First later prompt.', 'Second later prompt.']) {
      api.script(reply(text(`Answer to: ${prompt}`)));
      await runClaude(sandbox, prompt, { model, resume: sessionId });
    }
    assert.ok(Math.abs(full - report.freedTokens - lastAnsweredTurn(api).tokens) < 0.05 * full);

    await undo(sandbox, sessionFile);
    const { body, tokens } = await turnOnResume(api, sandbox, sessionId);
    const sent = JSON.stringify(body.messages);
    for (const words of [
      'Answer to: First later prompt.',
      'Answer to: Second later prompt.',
      firstWords('0.md'),
      firstWords('1.md'),
    ])
      assert.ok(sent.includes(words), words);
    assert.ok(!sent.includes('[pruned'), 'nothing is pruned any more');
    const { contextTokens } = await meter(sandbox, sessionFile);
    assert.ok(
      Math.abs(contextTokens - tokens) < 0.05 * tokens,
      `${contextTokens} after the undo, ${tokens} in the request: the counters follow`,
    );

    await prune(sandbox, sessionFile, '--item', content!.id);
    await runClaude(sandbox, '/compact', { model, resume: sessionId });
    const compaction = api.requests.findLast(({ kind }) => kind === 'compaction');
    assert.equal(compaction?.status, 200);
    assert.ok(
      JSON.stringify(compaction.body.messages).includes('[pruned'),
      'what was pruned is not summarized',
    );
    assert.match(await readFile(sessionFile, 'utf8'), /"compact_boundary"/);
  }).timeout(120_000);

  it('is not compacted for nothing, near the wall and over 200K', async () => {
    const { api, sandbox } = claude();
    const near = await sessionThatRead(api, sandbox, 6);
    assert.ok(lastAnsweredTurn(api).tokens > 140_000);
    await pruneLargest(sandbox, near.sessionFile, 3);
    // With the counters of before, this prompt would pass the wall at 167,000.
    await turnOnResume(api, sandbox, near.sessionId, prose(120_000, 40));

    const over = await sessionThatRead(api, sandbox, 10, 'claude-opus-5-5');
    assert.ok(lastAnsweredTurn(api).tokens > 210_000);
    await pruneLargest(sandbox, over.sessionFile, 6);
    const { tokens } = await turnOnResume(api, sandbox, over.sessionId);
    assert.ok(tokens < 130_000, `${tokens} tokens were sent`);
  }).timeout(180_000);

  it('loses what a compaction has preserved, when that is pruned', async () => {
    const { api, sandbox } = claude();
    const haiku = 'claude-haiku-4-5-20251001';
    const { sessionId, sessionFile } = await sessionThatRead(
      api,
      sandbox,
      11,
      'claude-sonnet-4-6[1m]',
    );
    await runClaude(sandbox, '/compact', { model: haiku, resume: sessionId });
    const boundary = (await readFile(sessionFile, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"compact_boundary"'))
      .map(
        (line) =>
          JSON.parse(line) as { compactMetadata?: { preservedMessages?: { uuids: string[] } } },
      )
      .at(-1);
    const preserved = new Set(boundary?.compactMetadata?.preservedMessages?.uuids);
    const item = (await listItems(sandbox, sessionFile)).find(
      ({ id, prunable, kind }) =>
        prunable && kind === 'toolResult' && preserved.has(id.split(':')[0]!),
    );
    assert.ok(item !== undefined, 'the compaction has preserved a tool result');
    const whole = await requestOnResume(api, sandbox, sessionId, haiku);
    const report = await prune(sandbox, sessionFile, '--item', item.id);
    assertOnlyPruned(report, whole, await requestOnResume(api, sandbox, sessionId, haiku));
  }).timeout(180_000);

  it('can be a copy, with the original as it was', async () => {
    const { api, sandbox } = claude();
    const { sessionId, sessionFile } = await richSession(api, sandbox);
    const before = [await readFile(sessionFile, 'utf8'), (await stat(sessionFile)).mtimeMs];
    const whole = await requestOnResume(api, sandbox, sessionId);
    const report = await pruneLargest(sandbox, sessionFile, 5, '--into-copy');
    assert.notEqual(report.sessionId, sessionId);
    assert.equal((await sessionFiles(sandbox)).get(report.sessionId), report.path);
    assertOnlyPruned(report, whole, await requestOnResume(api, sandbox, report.sessionId));
    assert.deepEqual(
      [await readFile(sessionFile, 'utf8'), (await stat(sessionFile)).mtimeMs],
      before,
    );
    const agents = (folder: string): Promise<unknown> => stat(path.join(folder, 'subagents'));
    assert.ok(await agents(report.path.replace(/\.jsonl$/, '')), 'the subagents came along');
    const resumed = await runClaude(sandbox, 'Go on in the copy.', {
      model,
      resume: report.sessionId,
    });
    assert.equal(resumed.sessionFile, report.path);
    const titles = [...(await readFile(report.path, 'utf8')).matchAll(/"customTitle":"(.*?)"/g)];
    assert.match(titles.at(-1)?.[1] ?? '', /\S \(pruned copy\)$/, 'it keeps its name');
  }).timeout(120_000);

  it('that is open in a terminal is refused while it works, and takes effect with /resume', async () => {
    const { api, sandbox, openTerminal } = claude();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 1);
    const terminal = await openTerminal({ model, resume: sessionId });
    const held = api.hold(reply(text('Done at last.')));
    terminal.type('Take your time.');
    await held.arrived;
    const before = await readFile(sessionFile);
    const busy = await runCommand(sandbox, ['prune', sessionFile, '--target', '1', '--json']);
    assert.deepEqual(
      [busy.exitCode, (JSON.parse(busy.stdout) as { refused: string }).refused],
      [3, 'busy'],
    );
    assert.ok((await readFile(sessionFile)).subarray(0, before.length).equals(before));
    held.release();
    await terminal.idle();
    await responseWritten(api, sessionFile);

    const report = await pruneLargest(sandbox, sessionFile, 1);
    assert.equal(report.takesEffect, 'afterResume');
    api.script(reply(text('Resumed.')));
    await terminal.submit(`/resume ${sessionId}`);
    await terminal.submit('Go on.');
    await responseWritten(api, sessionFile);
    const sent = JSON.stringify(lastAnsweredTurn(api).body.messages);
    assert.ok(
      sent.includes(report.items[0]!.placeholder) && !sent.includes(firstWords('0.md')),
      'the request holds the placeholder and not the content',
    );
    assert.ok(sent.includes('Done at last.'));
  }).timeout(120_000);
});
