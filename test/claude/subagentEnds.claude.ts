import assert from 'node:assert/strict';
import {
  assertTold,
  assertTranscript,
  endRecorded,
  notificationsIn,
  resultsIn,
} from './agentExpectations';
import { readLines, readMetas } from './agentFiles';
import { agentIdIn, playAgents, readingPlay, reads, startsAgent, waitsAt } from './agentSession';
import { companionReleases } from './companionInstall';
import { reply, text, toolUse } from './mockReply';
import type { Answer } from './mockReply';
import { useClaude } from './useClaude';

const inBackground = { isBackground: true } as const;
const refusal: Answer = { status: 400, type: 'invalid_request_error', message: 'No.' };

for (const { name: release, binary } of companionReleases)
  describe(`how subagents end, ${release}`, () => {
    const claude = useClaude({ binary });

    it('is finished, and is not any more once it is sent a message', async () => {
      const { sandbox } = claude();
      const session = await playAgents(claude(), {
        main: [
          startsAgent('outer', 'background'),
          reply(text('Started.')),
          waitsAt(sandbox, 'message'),
          (request) =>
            reply(
              toolUse('SendMessage', {
                to: agentIdIn(request),
                summary: 'Look again',
                message: 'Please look again.',
              }),
            ),
          reply(text('Sent.')),
          reply(text('That is all.')),
        ],
        outer: [
          reads(sandbox),
          reply(text('I have seen the notes.')),
          waitsAt(sandbox, 'again'),
          reply(text('I have seen them again.')),
        ],
      });
      await session.finished('outer');
      await assertTold(session, 'outer', { ...inBackground, state: 'finished' });

      await session.open('message');
      await session.waits('outer', 'again');
      await assertTold(session, 'outer', { ...inBackground, state: 'running' });

      await session.open('again');
      await session.finished('outer');
      await endRecorded(session, { outer: [false, true, false, true] });
      await assertTold(session, 'outer', { ...inBackground, state: 'finished' });
      await assertTranscript(session, 'outer');
      const agentId = await session.idOf('outer');
      assert.deepEqual(
        (await notificationsIn(session)).map((told) => [told.agentId, told.status]),
        [
          [agentId, 'completed'],
          [agentId, 'completed'],
        ],
      );
    });

    it('is never marked as finished where it was stopped; its last words say so', async () => {
      const { sandbox } = claude();
      const session = await playAgents(claude(), {
        main: [
          startsAgent('outer', 'background'),
          waitsAt(sandbox, 'stop'),
          (request) => reply(toolUse('TaskStop', { task_id: agentIdIn(request) })),
          reply(text('Stopped.')),
        ],
        outer: [reads(sandbox), waitsAt(sandbox, 'outer'), reply(text('Too late.'))],
      });
      await session.waits('outer');
      await session.open('stop');
      await endRecorded(session, { outer: [false] });
      await assertTold(session, 'outer', { ...inBackground, state: 'stopped' });
      const last = (await readLines(await session.transcriptOf('outer'))).at(-1);
      assert.deepEqual(
        [last?.type, last?.message?.content],
        ['user', [{ type: 'text', text: '[Request interrupted by user for tool use]' }]],
      );
      assert.deepEqual(
        (await notificationsIn(session)).map((told) => [told.agentId, told.status]),
        [[await session.idOf('outer'), 'killed']],
      );
    });

    it('is finished where the API refuses it; the line that says so reports no tokens', async () => {
      const { sandbox } = claude();
      const session = await playAgents(claude(), {
        main: [startsAgent('outer', 'background'), reply(text('So far.'))],
        outer: [reads(sandbox), refusal],
      });
      await session.finished('outer');
      await endRecorded(session, { outer: [false, true] });
      await assertTold(session, 'outer', { ...inBackground, state: 'finished' });
      const last = (await readLines(await session.transcriptOf('outer'))).at(-1);
      assert.deepEqual(
        [last?.type, last?.message?.model, last?.message?.usage?.input_tokens],
        ['assistant', '<synthetic>', 0],
      );
      assert.deepEqual(
        (await notificationsIn(session)).map((told) => [told.agentId, told.status]),
        [[await session.idOf('outer'), 'failed']],
      );
    });

    it('is finished while one that it has started goes on', async () => {
      const { sandbox } = claude();
      const session = await playAgents(claude(), {
        ...readingPlay(sandbox, 'background', true),
        outer: [reads(sandbox), startsAgent('inner', 'background'), reply(text('So far.'))],
      });
      await session.waits('inner');
      await session.finished('outer');
      await assertTold(session, 'outer', { ...inBackground, state: 'finished' });
      await assertTold(session, 'inner', { ...inBackground, state: 'running' });

      await session.open('inner');
      await session.finished('inner');
      await endRecorded(session, { outer: [false, true], inner: [false, true] });
      await assertTold(session, 'inner', { ...inBackground, state: 'finished' });
      assert.deepEqual(
        (await notificationsIn(session)).map((told) => told.agentId),
        [await session.idOf('outer'), await session.idOf('inner')],
        'the session is told of both',
      );
    });

    it('is in the background under the VS Code extension, whatever was asked for', async () => {
      const play = readingPlay(claude().sandbox, 'foreground', false);
      const session = await playAgents(claude(), play, { isStream: true });
      await session.waits('outer');
      await assertTold(session, 'outer', { ...inBackground, state: 'running' });
      await session.open('outer');
      await session.finished('outer');
      await endRecorded(session, { outer: [false, true] });
      await assertTold(session, 'outer', { ...inBackground, state: 'finished' });
      const [launched] = await resultsIn(session);
      assert.equal(launched?.['status'], 'async_launched');
      assert.equal((await readMetas(session.folder)).size, 1);
    });
  });
