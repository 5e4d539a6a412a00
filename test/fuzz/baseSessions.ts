import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prunableSession } from '../fixtures/prunableSession';
import type { SeededRandom } from '../fixtures/seededRandom';
import { SESSION, sessionOfReads } from '../fixtures/sessionOfReads';
import { hostileSession, longSession, storySession } from '../fixtures/storySession';
import { TranscriptWriter } from '../fixtures/transcriptWriter';

/** The lines of one sound session. */
export type SessionLinesRead = readonly string[];

/** A case is about structure: what is larger takes longer and tells nothing more. */
const MOST_BYTES = [8_000, 20_000, 60_000, 200_000] as const;
const MOST_LINES = 50;

/** Sessions of the tests' own, of every kind that they know. */
export function ownSessions(): readonly SessionLinesRead[] {
  return [
    sessionOfReads(4).writer.lines,
    prunableSession({ seed: 1, rounds: 11 }).lines,
    prunableSession({ seed: 2, rounds: 11, withRequestLog: false }).lines,
    prunableSession({ seed: 3, rounds: 5, model: 'claude-sonnet-4-6[1m]' }).lines,
    storySession().lines,
    hostileSession().lines,
    longSession().lines.slice(-60),
    eventfulSession().lines,
  ];
}

/** The session files below a folder, as they are. */
export function sessionsIn(folder: string): readonly SessionLinesRead[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
}

/** A piece of one of them that is small enough for a case. */
export function pieceOf(
  sessions: readonly SessionLinesRead[],
  random: SeededRandom,
): SessionLinesRead {
  const session = sessions[random.integer(0, sessions.length - 1)] ?? [];
  const most = random.pick(MOST_BYTES);
  const from = random.integer(0, 2) === 0 ? 0 : random.integer(0, Math.max(0, session.length - 9));
  let bytes = 0;
  return session.slice(from, from + MOST_LINES).filter((line) => (bytes += line.length) <= most);
}

/** What no other has: subagents, rewinds, blocks, compactions with a kept part, progress, titles. */
function eventfulSession(): TranscriptWriter {
  const writer = new TranscriptWriter({ sessionId: SESSION, model: 'claude-opus-5-5' });
  writer.title('ai', 'Eventful').apiRequest(['context-1m-2025-08-07']);
  const first = writer.prompt('Do several things.');
  const { toolUseIds } = writer.response({
    blocks: [
      { type: 'thinking' },
      { type: 'text', text: 'I look at three files.' },
      ...['a.ts', 'b.ts', 'a.ts'].map((name) => ({
        type: 'tool_use' as const,
        name: 'Read',
        input: { file_path: `/home/dev/ledger/${name}` },
      })),
    ],
    usage: { contextTokens: 25_000, outputTokens: 300 },
  });
  for (const id of toolUseIds) writer.toolResult(id, 'export const a = 1;\n'.repeat(200));
  writer.sidechain(() => {
    writer.prompt('Look around.');
    writer.response({ blocks: [{ type: 'text', text: 'Nothing here.' }] });
  });
  writer.progress('agent', { message: { type: 'assistant', message: { content: [] } } });
  writer.progress('bash', { output: 'x' });
  writer.retry();
  writer.apiError('creditsSubscriber');
  const { uuids } = writer.response({
    blocks: [{ type: 'text', text: 'Done.' }],
    usage: { contextTokens: 220_000, outputTokens: 300 },
  });
  writer.compaction({
    summary: 'What was done.',
    preTokens: 220_000,
    postTokens: 9000,
    preserve: uuids,
  });
  writer.commandEcho('model', 'Set model to Opus');
  writer.prompt('Go on.');
  const { toolUseIds: more } = writer.response({
    blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'npm test' } }],
    usage: { contextTokens: 12_000, outputTokens: 90 },
  });
  writer.toolResult(more[0]!, 'FAILED\n'.repeat(600), { isError: true });
  writer.branch(first).prompt('Or rather something else.');
  writer.response({
    blocks: [{ type: 'text', text: 'As you like.' }],
    usage: { contextTokens: 26_000, outputTokens: 40 },
  });
  writer.metadata('mode', { mode: 'plan' }).lastPrompt();
  return writer;
}
