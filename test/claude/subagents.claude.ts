import assert from 'node:assert/strict';
import {
  assertTold,
  assertTranscript,
  endRecorded,
  notificationsIn,
  resultsIn,
} from './agentExpectations';
import { readMetas } from './agentFiles';
import { AGENT_TYPE, playAgents, readingPlay } from './agentSession';
import { companionReleases } from './companionInstall';
import { written } from './expectations';
import { useClaude } from './useClaude';

for (const { name: release, binary } of companionReleases)
  describe(`what is written of subagents, ${release}`, () => {
    const claude = useClaude({ binary });

    it('is one that the session waits for, live, and its result', async () => {
      const session = await playAgents(
        claude(),
        readingPlay(claude().sandbox, 'foreground', false),
      );
      await session.waits('outer');
      await assertTold(session, 'outer', { isBackground: false, state: 'running' });
      assert.deepEqual(await resultsIn(session), [], 'the session itself has nothing yet');

      await session.open('outer');
      await session.finished('outer');
      await endRecorded(session, { outer: [false, true] });
      await assertTold(session, 'outer', { isBackground: false, state: 'finished' });
      await assertTranscript(session, 'outer');
      const [result] = await resultsIn(session);
      const { agentId, model, tokens } = await session.expected('outer', {
        isBackground: false,
        state: 'finished',
      });
      assert.deepEqual(
        [result?.['status'], result?.['agentId'], result?.['agentType']],
        ['completed', agentId, AGENT_TYPE],
      );
      assert.deepEqual([result?.['resolvedModel'], result?.['totalTokens']], [model, tokens]);
      assert.deepEqual(await notificationsIn(session), []);
    });

    it('is one in the background, live, and the notification of its end', async () => {
      const session = await playAgents(
        claude(),
        readingPlay(claude().sandbox, 'background', false),
      );
      await session.waits('outer');
      await assertTold(session, 'outer', { isBackground: true, state: 'running' });
      const agentId = await session.idOf('outer');
      await written('async_launched', session.sessionFile);
      const [launched] = await resultsIn(session);
      assert.deepEqual(
        [launched?.['isAsync'], launched?.['status'], launched?.['agentId']],
        [true, 'async_launched', agentId],
      );
      assert.deepEqual(await notificationsIn(session), []);

      await session.open('outer');
      await session.finished('outer');
      await endRecorded(session, { outer: [false, true] });
      await assertTold(session, 'outer', { isBackground: true, state: 'finished' });
      await assertTranscript(session, 'outer');
      const { tokens } = await session.expected('outer', {
        isBackground: true,
        state: 'finished',
      });
      assert.deepEqual(await notificationsIn(session), [{ agentId, status: 'completed', tokens }]);
    });

    for (const shape of ['foreground', 'background'] as const)
      it(`is one that another one has started in the ${shape}, beside it and ended first`, async () => {
        const isBackground = shape === 'background';
        const session = await playAgents(claude(), readingPlay(claude().sandbox, shape, true));
        await session.waits('inner');
        if (isBackground) await session.waits('outer');
        await assertTold(session, 'inner', { isBackground, state: 'running' });
        await assertTold(session, 'outer', { isBackground, state: 'running' });

        await session.open('inner');
        await session.finished('inner');
        await session.waits('outer');
        await assertTold(session, 'inner', { isBackground, state: 'finished' });
        await assertTold(session, 'outer', { isBackground, state: 'running' });

        await session.open('outer');
        await session.finished('outer');
        await endRecorded(session, { outer: [false, true], inner: [false, true] });
        await assertTold(session, 'outer', { isBackground, state: 'finished' });
        await assertTranscript(session, 'outer');
        await assertTranscript(session, 'inner');
        const depths = [...(await readMetas(session.folder)).values()].map(
          ({ description, spawnDepth }) => [description, spawnDepth],
        );
        assert.deepEqual(Object.fromEntries(depths), { 'Look closer': 1, 'Look deeper': 2 });
      });
  });
