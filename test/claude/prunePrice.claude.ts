import assert from 'node:assert/strict';
import { answeredTurns, lastAnsweredTurn } from './expectations';
import type { MockMessagesApi } from './mockMessagesApi';
import type { ClaudeSandbox } from './claudeSandbox';
import { listItems, prune, runCommand, undo } from './prunedSession';
import { runClaude } from './runClaude';
import { model, sessionThatRead } from './sessionsToPrune';
import { useClaude } from './useClaude';

/** As the API's documentation has it. */
const LOOK_BACK_BLOCKS = 20;

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
  /** By how much the prompt was smaller than without the prune. */
  readonly saved: number;
}

describe('the price of a prune', () => {
  const claude = useClaude();

  it('is what the next reply reports: of an early item all behind the system prompt, of a late one little', async () => {
    const { api, sandbox } = claude();
    api.rules.lookBackBlocks = LOOK_BACK_BLOCKS;
    // Another session has left system prompt and tools in the cache.
    await runClaude(sandbox, 'Say hello.', { model });
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 12, `${model}[1m]`);
    const results = (await listItems(sandbox, sessionFile))
      .filter(({ kind, prunable }) => kind === 'toolResult' && prunable)
      .map(({ id }) => id);
    const numbers = [results.length, 0, 5, 10, 11];
    assert.equal(results.length, 12, String(numbers));
    const told: Told[] = [];
    for (const at of [0, 5, 10, 11])
      told.push(await pruneAndGoOn(api, sandbox, { sessionId, sessionFile, id: results[at]! }));
    console.log(JSON.stringify(told));
  }).timeout(240_000);
});

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
  const at0 = answeredTurns(api).length;
  await runClaude(sandbox, 'Go on.', { model: as, resume: sessionId });
  const { tokens, response } = lastAnsweredTurn(api);
  console.log(
    at0,
    answeredTurns(api)
      .slice(at0)
      .map(({ tokens, kind, response, body }) => [
        kind,
        tokens,
        JSON.stringify(response.usage),
        body.messages.flatMap((m) => [m.content].flat()).length,
        JSON.stringify(body.messages.at(-1)).slice(0, 300),
      ]),
  );
  const written = response!.usage.cache_creation_input_tokens;
  await undo(sandbox, sessionFile);
  // What the prompts before added stands in both.
  return { price, written, saved: whole.tokens - tokens };
}
