import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { lastAnsweredTurn } from './expectations';
import type { MockMessagesApi } from './mockMessagesApi';
import type { ClaudeSandbox } from './claudeSandbox';
import { listItems, prune, runCommand, undo } from './prunedSession';
import { runClaude } from './runClaude';
import { model, sessionThatRead } from './sessionsToPrune';
import { useClaude } from './useClaude';

/** As the API's documentation has it. */
const LOOK_BACK_BLOCKS = 20;
const TOLERANCE = 0.05;

interface Price {
  writtenTokens: number;
  savedTokens: number;
  requests: number | null;
  prompts: number | null;
  state: string;
}

interface Told {
  readonly price: Price;
  /** What the next reply reported. */
  readonly written: number;
  /** By how much the prompt was smaller than the one before, though it holds that one's reply. */
  readonly saved: number;
}

describe('the price of a prune', () => {
  const claude = useClaude();

  it('is what the next reply reports: all behind the system prompt for an early item, next to nothing for a late one', async () => {
    const { api, sandbox } = claude();
    api.rules.lookBackBlocks = LOOK_BACK_BLOCKS;
    // Another session has left system prompt and tools in the cache.
    await runClaude(sandbox, 'Say hello.', { model });
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 12, `${model}[1m]`);
    const results = await resultsInOrder(sandbox, sessionFile);
    assert.equal(results.length, 12);

    const late = await pruneAndGoOn(api, sandbox, { sessionId, sessionFile, id: results[11]! });
    const early = await pruneAndGoOn(api, sandbox, { sessionId, sessionFile, id: results[0]! });
    const middle = await pruneAndGoOn(api, sandbox, { sessionId, sessionFile, id: results[5]! });
    for (const told of [early, middle]) {
      assertNear(told.price.writtenTokens, told.written, told);
      assert.ok(told.written > 200_000, JSON.stringify(told));
    }
    for (const told of [late, early, middle]) {
      assert.equal(told.price.state, 'warm');
      assertNear(told.price.savedTokens, told.saved, told);
    }
    assert.ok(late.price.writtenTokens < 1_000 && late.written < 1_000, JSON.stringify(late));
    assert.ok(late.price.requests! < early.price.requests!, 'the late one pays sooner');
  }).timeout(240_000);
});

function assertNear(predicted: number, reported: number, told: Told): void {
  assert.ok(Math.abs(predicted - reported) <= TOLERANCE * reported, JSON.stringify(told));
}

/** Ids of the results that can go, as they stand in the file. */
async function resultsInOrder(sandbox: ClaudeSandbox, sessionFile: string): Promise<string[]> {
  const text = await readFile(sessionFile, 'utf8');
  const place = (id: string): number => text.indexOf(`"uuid":"${id.split(':')[0]!}"`);
  return (await listItems(sandbox, sessionFile))
    .filter(({ kind, prunable }) => kind === 'toolResult' && prunable)
    .map(({ id }) => id)
    .sort((a, b) => place(a) - place(b));
}

/** Goes on once with the whole session, then without the item, and brings it back. */
async function pruneAndGoOn(
  api: MockMessagesApi,
  sandbox: ClaudeSandbox,
  { sessionId, sessionFile, id }: { sessionId: string; sessionFile: string; id: string },
): Promise<Told> {
  const as = `${model}[1m]`;
  await runClaude(sandbox, 'Go on.', { model: as, resume: sessionId });
  const whole = lastAnsweredTurn(api);
  const dry = await runCommand(sandbox, [
    'prune',
    sessionFile,
    '--item',
    id,
    '--dry-run',
    '--json',
  ]);
  const { price } = JSON.parse(dry.stdout) as { price: Price };
  await prune(sandbox, sessionFile, '--item', id);
  await runClaude(sandbox, 'Go on.', { model: as, resume: sessionId });
  const { tokens, response } = lastAnsweredTurn(api);
  const written = response.usage.cache_creation_input_tokens;
  await undo(sandbox, sessionFile);
  return { price, written, saved: whole.tokens - tokens };
}
