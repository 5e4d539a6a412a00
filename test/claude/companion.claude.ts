import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { liveDirectory, openRequest } from '../../src/io/companion/liveFiles';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { sessionFiles } from './claudeSandbox';
import type { ClaudeTerminal } from './claudeTerminal';
import {
  companionFolder,
  companionReleases,
  companionSource,
  installCompanion,
  liveTexts,
  runPluginCommand,
  toldBy,
} from './companionInstall';
import { contextTokensAfter, reply, text, thinking, toolUse } from './mockReply';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { listItems, prune, undo } from './prunedSession';
import { changesWithin, type Difference } from './requestDifference';
import type { MessagesRequest } from './requestTokens';
import { requestOnResume } from './resumedSession';
import { firstWords, model } from './sessionsToPrune';
import { until } from './until';
import { useClaude, type ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

/** All that the companion may ask of Claude Code. What else it asked for would be more than said. */
const CALLS = [
  '$.clock.every',
  '$.clock.now',
  '$.clock.sleep',
  '$.command.run',
  '$.fs.list',
  '$.fs.read',
  '$.fs.stat',
  '$.fs.write',
  '$.process.hookEnv',
  '$.prompt.fill',
  '$.prompt.read',
  '$.session.id',
  '$.session.model',
  '$.session.usage',
  '$.session.version',
  '$.settings.read',
  '$.state.get',
  '$.state.set',
];

for (const { name, binary } of companionReleases) {
  describe(`the companion in ${name} of Claude Code`, () => {
    const claude = useClaude({ binary });

    it('is sound by its own judge, and asks for nothing but what is listed', async () => {
      const { sandbox } = claude();
      const plugin = path.join(companionSource, 'leeway');
      const said = await runPluginCommand(sandbox, 'validate', plugin, '--strict');
      const calls = /calls: (.+)/.exec(said)?.[1] ?? '';
      assert.deepEqual(
        [...calls.matchAll(/\$\.\w+\.\w+/g)].map(([call]) => call),
        CALLS,
      );
      assert.match(await runPluginCommand(sandbox, 'validate', companionSource, '--strict'), /✔/);
    });

    it('tells what the reply was sent, and what stands beside it', async () => {
      const { api, sandbox, terminal, sessionId } = await sessionInTerminal(claude());
      const told = await toldBy(sandbox, sessionId, ({ contextTokens }) => contextTokens !== null);
      const { usage } = lastAnsweredTurn(api).response;
      assert.deepEqual(
        [told.contextTokens, told.windowTokens, told.autoCompact, told.pid, told.isInteractive],
        [
          contextTokensAfter(usage) - usage.output_tokens,
          200_000,
          { tokens: 167_000, source: 'model-default' },
          terminal.pid,
          true,
        ],
      );
      const folder = path.join(sandbox.configDirectory, 'leeway', 'live', sessionId);
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      const texts = await liveTexts(sandbox, sessionId);
      for (const said of ['Read these', firstWords('0.md'), 'All read'])
        assert.ok(!texts.includes(said), `nothing of the session is written: ${said}`);
    }).timeout(120_000);

    it('has a prune taken up in the running session, and an undo, and keeps a draft', async () => {
      const { api, sandbox, terminal, sessionId, sessionFile } = await sessionInTerminal(claude());
      const whole = lastAnsweredTurn(api).body;
      const before = api.requests.length;
      const draft = ['first-line-of-a-draft', 'second-line-of-it'];
      terminal.press(draft.join('\n'));
      await shows(terminal, draft[1]!);
      const [largest] = (await listItems(sandbox, sessionFile)).filter(({ prunable }) => prunable);
      const pruned = await prune(sandbox, sessionFile, '--item', largest!.id);
      assert.ok(Number(pruned.takenUpAtMs) > 0, JSON.stringify(pruned));
      assert.deepEqual(turnsSince(claude(), before), [], 'no reply was asked for');

      await terminal.submit('');
      const live = lastAnsweredTurn(api).body;
      assert.ok(JSON.stringify(live.messages.at(-1)).includes(draft.join('\\n')), 'the draft');
      assert.match(JSON.stringify(live.messages), /"type":"thinking".*?"signature"/);
      const gone = changesWithin(whole, live);
      assert.equal(gone.length, 1, JSON.stringify(gone).slice(0, 600));
      assert.ok(JSON.stringify(gone[0]!.after).includes(pruned.items[0]!.placeholder));
      await responseWritten(api, sessionFile);
      assert.deepEqual(changedMessages(live, await requestOnResume(api, sandbox, sessionId)), []);

      await undo(sandbox, sessionFile);
      await terminal.submit('And now?');
      assert.deepEqual(changesWithin(whole, lastAnsweredTurn(api).body), []);
    }).timeout(180_000);

    it('waits for the end of a turn, and serves two that ask at once', async () => {
      const { api, sandbox, terminal, sessionId } = await sessionInTerminal(claude());
      const held = api.hold(reply(text('Done at last.')));
      terminal.type('Take your time.');
      await held.arrived;
      const before = api.requests.length;
      let waiting = 0;
      const onWaiting = () => (waiting += 1);
      const asked = [1, 2].map(() =>
        loadAgain(sandbox.configDirectory, sessionId, { onWaiting, silentMs: 60_000 }),
      );
      await until('both to wait', 30_000, () => Promise.resolve(waiting === 2 || undefined));
      held.release();
      assert.deepEqual(
        (await Promise.all(asked)).map(({ kind }) => kind),
        ['loaded', 'loaded'],
      );
      assert.deepEqual(turnsSince(claude(), before), []);
      await terminal.submit('Go on.');
      assert.match(JSON.stringify(lastAnsweredTurn(api).body.messages), /Done at last\./);
    }).timeout(120_000);

    it('says that a stopped turn is in its way, and loads again after the next one', async () => {
      const { api, sandbox, terminal, sessionId } = await sessionInTerminal(claude());
      const held = api.hold(reply(text('Never said.')));
      terminal.type('Take your time.');
      await held.arrived;
      terminal.press('\u001b');
      await terminal.idle();
      assert.deepEqual(await loadAgain(sandbox.configDirectory, sessionId), {
        ...{ kind: 'notLoaded', reason: 'stopped' },
      });
      held.release();
      terminal.press('\u0015');
      await terminal.submit('Go on.');
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
    }).timeout(120_000);

    it('lets rubbish lie, and lives with its folder damaged and without any', async () => {
      const { api, sandbox, terminal, sessionId } = await sessionInTerminal(claude());
      const { nonce } = await toldBy(sandbox, sessionId);
      const folder = path.join(sandbox.configDirectory, 'leeway', 'live', sessionId);
      const at = (id: number) =>
        path.join(folder, `${nonce}.00000000-0000-4000-8000-00000000000${id}.request.json`);
      await writeFile(at(1), '{{{{');
      await writeFile(at(2), JSON.stringify({ format: 1, ask: 'run', command: 'exit' }));
      await writeFile(at(3), Buffer.alloc(5_000_000, 0xff));
      await mkdir(at(4));
      await symlink('/etc/passwd', at(5));
      await writeFile(at(6), JSON.stringify({ format: 2, ask: 'reload' }));
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
      const script = path.join(companionFolder(sandbox), 'leeway', 'hooks', 'register.js');
      await writeFile(script, 'export const register = {');
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
      await rm(companionFolder(sandbox), { recursive: true });
      await rm(folder, { recursive: true });
      await terminal.submit('Go on.');
      assert.equal(lastAnsweredTurn(api).status, 200);
      await toldBy(sandbox, sessionId);
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
    }).timeout(120_000);

    it('goes on when a newer one takes its place, and with that once plugins are reloaded', async () => {
      const { sandbox, terminal, sessionId } = await sessionInTerminal(claude());
      const { nonce } = await toldBy(sandbox, sessionId);
      const script = path.join(companionFolder(sandbox), 'leeway', 'hooks', 'register.js');
      const code = await readFile(script, 'utf8');
      const newer = code.replace(
        '{ sessionId, model, version }, own',
        "{ sessionId, model: 'new', version }, own",
      );
      assert.notEqual(newer, code);
      await writeFile(script, newer);
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
      assert.notEqual((await toldBy(sandbox, sessionId)).model, 'new');
      terminal.type('/reload-plugins');
      const told = await toldBy(sandbox, sessionId, (each) => each.model === 'new');
      assert.notEqual(told.nonce, nonce);
      await terminal.idle();
      assert.equal((await loadAgain(sandbox.configDirectory, sessionId)).kind, 'loaded');
    }).timeout(120_000);

    it('does once what somebody asked for who is gone', async () => {
      const { sandbox, sessionId } = await sessionInTerminal(claude());
      const { nonce, loadedAtMs } = await toldBy(sandbox, sessionId);
      const live = liveDirectory(sandbox.configDirectory, sessionId)!;
      const left = await openRequest(live, nonce, 'reload', Date.now());
      const answer = await until(
        'an answer',
        20_000,
        async () => (await left.answer()) ?? undefined,
      );
      assert.equal(answer, 'done');
      const loaded = await toldBy(sandbox, sessionId, (each) => each.loadedAtMs > loadedAtMs);
      // It has looked again by then.
      const asked = await openRequest(live, nonce, 'tell', Date.now());
      await until('an answer', 20_000, async () => (await asked.answer()) ?? undefined);
      const later = await toldBy(sandbox, sessionId, ({ atMs }) => atMs > loaded.atMs);
      assert.equal(later.loadedAtMs, loaded.loadedAtMs);
    }).timeout(120_000);

    it('leaves the file whole when Claude Code is killed while it loads', async () => {
      const { sandbox, terminal, sessionId, sessionFile } = await sessionInTerminal(claude());
      await toldBy(sandbox, sessionId);
      const before = await readFile(sessionFile);
      const asked = loadAgain(sandbox.configDirectory, sessionId, { silentMs: 6_000 });
      await new Promise((resolve) => setTimeout(resolve, 1_700));
      process.kill(terminal.pid, 'SIGKILL');
      assert.ok(['loaded', 'notLoaded'].includes((await asked).kind));
      const after = await readFile(sessionFile);
      assert.ok(after.subarray(0, before.length).equals(before));
      await until('the process to be gone', 10_000, async () => {
        const asked = await loadAgain(sandbox.configDirectory, sessionId, { silentMs: 0 });
        return (asked.kind === 'notLoaded' && asked.reason === 'noCompanion') || undefined;
      });
    }).timeout(120_000);
  });
}

/** A session with the companion, in a terminal, that has read two large files. */
async function sessionInTerminal(test: ClaudeTest) {
  const { api, sandbox, openTerminal } = test;
  await installCompanion(sandbox);
  const names = ['0.md', '1.md'];
  const files = await Promise.all(
    names.map((name, at) =>
      writeWorkspaceFile(sandbox, name, `${firstWords(name)}\n${prose(40_000, 60 + at)}`),
    ),
  );
  const reads = files.map((file) =>
    reply(thinking(`What does ${file} say?`), toolUse('Read', { file_path: file })),
  );
  api.script(...reads, reply(text('All read.')));
  const terminal = await openTerminal({ model });
  const { sessionId } = await terminal.submit('Read these.');
  const sessionFile = (await sessionFiles(sandbox)).get(sessionId)!;
  await responseWritten(api, sessionFile);
  return { api, sandbox, terminal, sessionId, sessionFile };
}

/** The same without the system prompt, which names the program that asks. */
function changedMessages(first: MessagesRequest, second: MessagesRequest): Difference[] {
  return changesWithin(first, second).filter(({ place }) => !place.startsWith('system.'));
}

function turnsSince({ api }: ClaudeTest, index: number): string[] {
  return api.requests.slice(index).map(({ kind }) => kind);
}

async function shows(terminal: ClaudeTerminal, words: string): Promise<void> {
  await until(`the terminal to show ${words}`, 10_000, () =>
    Promise.resolve(terminal.shown().includes(words) || undefined),
  );
}
