import assert from 'node:assert/strict';
import { loadAgain } from '../../src/operations/loading/loadAgain';
import { openClaudeStream, type ClaudeStream } from './claudeStream';
import { companionReleases, toldBy } from './companionInstall';
import { lastAnsweredTurn, responseWritten } from './expectations';
import { meter } from './meter';
import { contextTokensAfter } from './mockReply';
import { listItems, prune, undo } from './prunedSession';
import { changesWithin } from './requestDifference';
import { requestOnResume } from './resumedSession';
import { model } from './sessionsToPrune';
import { beginStream, isSaid } from './streamSession';
import { useClaude } from './useClaude';

for (const { name, binary } of companionReleases) {
  describe(`the companion over stream-json in ${name} of Claude Code`, () => {
    const streams: ClaudeStream[] = [];
    // before the sandbox goes, which waits for what runs in it
    afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));
    const claude = useClaude({ binary });

    it('leaves what was pruned out of each request, as a resume does, and takes it back', async () => {
      const { api, sandbox } = claude();
      const { stream, sessionId, sessionFile } = await beginStream(claude());
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
      const { stream, sessionId, sessionFile } = await beginStream(claude());
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
