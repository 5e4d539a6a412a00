import assert from 'node:assert/strict';
import path from 'node:path';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { pngImage } from '../fixtures/pngImage';
import { sessionFiles } from './claudeSandbox';
import { openClaudeStream, type ClaudeStream } from './claudeStream';
import { companionReleases, installCompanion, toldBy } from './companionInstall';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { meter } from './meter';
import { contextTokensAfter, reply, text, thinking, toolUse } from './mockReply';
import { listItems, prune, undo } from './prunedSession';
import { changesWithin, type Difference } from './requestDifference';
import { requestOnResume } from './resumedSession';
import { firstWords, model } from './sessionsToPrune';
import { useClaude, type ClaudeTest } from './useClaude';
import { prose, writeWorkspaceFile } from './workspaceFiles';

for (const { name, binary } of companionReleases) {
  describe(`the companion over stream-json in ${name} of Claude Code`, () => {
    const streams: ClaudeStream[] = [];
    // before the sandbox goes, which waits for what runs in it
    afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));
    const claude = useClaude({ binary });

    it('leaves what was pruned out of each request, as a resume does, and takes it back', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile } = await begin(claude());
      streams.push(stream);
      const whole = lastAnsweredTurn(api).body;
      const before = api.requests.length;
      const ids = (await listItems(sandbox, sessionFile))
        .filter(({ prunable, tokens }) => prunable && tokens > 500)
        .map(({ id }) => id);
      assert.equal(ids.length, 3, 'a text, an image and the input of a call');
      const pruned = await prune(sandbox, sessionFile, ...ids.flatMap((id) => ['--item', id]));
      assert.equal(pruned.notTakenUp, 'notInTerminal', 'by itself it changes no request');
      const load = () => loadAgain(sandbox.configDirectory, sessionId, { wirePath: sessionFile });
      const taken = await load();
      assert.deepEqual(taken.kind === 'loaded' && taken.by, 'wire');
      assert.equal(api.requests.length, before, 'nothing was asked of the model');
      await toldBy(sandbox, sessionId, ({ wiredAtMs }) => wiredAtMs !== null);

      await stream.submit('Go on.');
      const first = lastAnsweredTurn(api);
      assert.equal(changesWithin(whole, first.body).length, 3);
      await stream.submit('And on.');
      const second = lastAnsweredTurn(api).body;
      assert.deepEqual(changesWithin(first.body, second), [], 'the same edit in every request');
      await responseWritten(api, sessionFile);
      const { usage } = lastAnsweredTurn(api).response;
      assert.equal((await meter(sandbox, sessionFile)).contextTokens, contextTokensAfter(usage));
      assert.deepEqual(
        changesWithin(second, await requestOnResume(api, sandbox, sessionId)).filter(isSaid),
        [],
      );

      await undo(sandbox, sessionFile);
      assert.equal((await load()).kind, 'loaded');
      await stream.submit('And now?');
      assert.deepEqual(changesWithin(whole, lastAnsweredTurn(api).body), []);
    }).timeout(180_000);

    it('goes on so once the companion was loaded anew, and begins anew with the process', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile } = await begin(claude());
      streams.push(stream);
      const [largest] = (await listItems(sandbox, sessionFile)).filter(({ prunable }) => prunable);
      await prune(sandbox, sessionFile, '--item', largest!.id);
      await loadAgain(sandbox.configDirectory, sessionId, { wirePath: sessionFile });
      await stream.submit('Go on.');
      const live = lastAnsweredTurn(api).body;
      await stream.submit('/reload-plugins');
      await stream.submit('And on.');
      assert.deepEqual(changesWithin(live, lastAnsweredTurn(api).body), []);
      process.kill(stream.pid, 'SIGKILL');
      const again = openClaudeStream(sandbox, { model, resume: sessionId });
      streams.push(again);
      await again.submit('Are you back?');
      assert.deepEqual(changesWithin(live, lastAnsweredTurn(api).body).filter(isSaid), []);
    }).timeout(180_000);
  });
}

/** A session over stream-json that has read a text and an image, and written a long file. */
async function begin({ api, sandbox }: ClaudeTest) {
  await installCompanion(sandbox);
  const [read, picture] = await Promise.all([
    writeWorkspaceFile(sandbox, '0.md', `${firstWords('0.md')}\n${prose(30_000, 70)}`),
    writeWorkspaceFile(sandbox, 'picture.png', pngImage({ width: 900, height: 700 })),
  ]);
  const written = { file_path: path.join(sandbox.workspace, 'w.md'), content: prose(9_000, 71) };
  api.script(
    reply(
      thinking('Both at once.'),
      ...[read, picture].map((file) => toolUse('Read', { file_path: file })),
    ),
    reply(toolUse('Write', written)),
    reply(text('All done.')),
  );
  const stream = openClaudeStream(sandbox, { model });
  await stream.submit('Read these, and write.');
  const [[sessionId, sessionFile]] = [...(await sessionFiles(sandbox))] as [[string, string]];
  await responseWritten(api, sessionFile);
  return { stream, sessionId, sessionFile };
}

function isSaid({ place }: Difference): boolean {
  return place.startsWith('messages.');
}
