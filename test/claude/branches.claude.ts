import assert from 'node:assert/strict';
import type { ClaudeTerminal } from './claudeTerminal';
import { answeredTurns, assertShowsLastUsage, responseWritten } from './expectations';
import { meter } from './meter';
import { contextTokensAfter, reply, text } from './mockReply';
import { runClaude } from './runClaude';
import { useClaude } from './useClaude';
import { prose } from './workspaceFiles';

const model = 'claude-sonnet-4-6';

/**
 * Two processes that write to one session; each keeps its own memory of it, so that the file
 * becomes a tree.
 */
interface TwoWriters {
  terminal: ClaudeTerminal;
  inTerminal: (answer: string) => Promise<void>;
  headless: (answer: string) => Promise<void>;
  /** Runs `meanwhile` between the request and the answer of a headless run. */
  headlessAround: (answer: string, meanwhile: () => Promise<void>) => Promise<void>;
}

const scenarios: { title: string; play: (writers: TwoWriters) => Promise<void> }[] = [
  {
    title: 'one after the other',
    play: async ({ terminal, inTerminal, headless }) => {
      await inTerminal('First');
      await headless('Second');
      await terminal.close();
    },
  },
  {
    title: 'the terminal last, and closed',
    play: async ({ terminal, inTerminal, headless }) => {
      await inTerminal('First');
      await headless('Second');
      await inTerminal('Third, knowing nothing of the second');
      await terminal.close();
    },
  },
  {
    title: 'the terminal last, and still open',
    play: async ({ inTerminal, headless }) => {
      await inTerminal('First');
      await headless('Second');
      await inTerminal('Third, knowing nothing of the second');
    },
  },
  {
    title: 'a slow headless run around a terminal that closes after it',
    play: async ({ terminal, inTerminal, headlessAround }) => {
      await headlessAround('Slow', () => inTerminal('Quick, knowing nothing of the slow'));
      await terminal.close();
    },
  },
  {
    title: 'a slow headless run around a terminal that closes before it',
    play: ({ terminal, inTerminal, headlessAround }) =>
      headlessAround('Slow', async () => {
        await inTerminal('Quick, knowing nothing of the slow');
        await terminal.close();
      }),
  },
];

describe('the number of a session that goes on in several ways', () => {
  const claude = useClaude();

  it('is that of the copy after --fork-session, and the original keeps its own', async () => {
    const { api, sandbox } = claude();
    const original = await runClaude(sandbox, 'Hello.', { model });
    await runClaude(sandbox, prose(3_000, 1), { model, resume: original.sessionId });
    const before = await assertShowsLastUsage(api, sandbox, original.sessionFile);

    const copy = await runClaude(sandbox, prose(5_000, 2), {
      model,
      resume: original.sessionId,
      fork: true,
    });
    assert.notEqual(copy.sessionId, original.sessionId);
    const forked = await assertShowsLastUsage(api, sandbox, copy.sessionFile);
    assert.equal(forked.sessionId, copy.sessionId);
    assert.deepEqual(await meter(sandbox, original.sessionFile), before);
  });

  for (const { title, play } of scenarios) {
    it(`is that of the branch which claude --resume takes up: ${title}`, async () => {
      const { api, sandbox, openTerminal } = claude();
      const { sessionId, sessionFile } = await runClaude(sandbox, 'Hello.', { model });
      const terminal = await openTerminal({ model, resume: sessionId });
      // Of different lengths, so that no two branches come to the same number.
      const answered = (answer: string) =>
        reply(text(`${answer}. ${prose(answer.length * 100, answer.length)}`));
      const runHeadless = () => runClaude(sandbox, 'Go on there.', { model, resume: sessionId });
      await play({
        terminal,
        inTerminal: async (answer) => {
          api.script(answered(answer));
          await terminal.submit('Go on here.');
          await responseWritten(api, sessionFile);
        },
        headless: async (answer) => {
          api.script(answered(answer));
          await runHeadless();
        },
        headlessAround: async (answer, meanwhile) => {
          const held = api.hold(answered(answer));
          const running = runHeadless();
          await held.arrived;
          await meanwhile();
          held.release();
          await running;
        },
      });
      const report = await meter(sandbox, sessionFile);

      await runClaude(sandbox, 'Where are we?', { model, resume: sessionId });
      const turns = answeredTurns(api);
      const lastWords = turns
        .at(-1)!
        .body.messages.findLast(({ role }) => role === 'assistant')!.content;
      const resumed = turns.find(
        ({ response }) => JSON.stringify(response.content) === JSON.stringify(lastWords),
      );
      assert.ok(resumed !== undefined, 'the resumed branch ends with one of the answers');
      assert.deepEqual(
        { contextTokens: report.contextTokens, exact: report.exact },
        { contextTokens: contextTokensAfter(resumed.response.usage), exact: true },
        `claude resumes: ${JSON.stringify(lastWords).slice(0, 80)}`,
      );
    });
  }
});
