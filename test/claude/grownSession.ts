import assert from 'node:assert/strict';
import type { ClaudeTest } from './useClaude';
import { runClaude } from './runClaude';
import { prose } from './workspaceFiles';

export const formerModel = 'claude-opus-5-5';
export const compactingModel = 'claude-haiku-4-5-20251001';

const rounds = 5;
const roundBytes = 192_000;

interface GrownSession {
  readonly sessionId: string;
  readonly sessionFile: string;
}

/** A session of some 250K tokens in a 1M window. */
export async function grow({
  sandbox,
}: Pick<ClaudeTest, 'api' | 'sandbox'>): Promise<GrownSession> {
  const { sessionId, sessionFile } = await runClaude(sandbox, 'Add CSV import to the ledger', {
    model: formerModel,
  });
  for (let round = 0; round < rounds; round++)
    await runClaude(sandbox, prose(roundBytes, round), { model: formerModel, resume: sessionId });
  return { sessionId, sessionFile };
}

/** The same, and its prompts are refused for want of usage credits from now on. */
export async function grownSession({
  api,
  sandbox,
}: Pick<ClaudeTest, 'api' | 'sandbox'>): Promise<GrownSession> {
  const { sessionId, sessionFile } = await grow({ api, sandbox });
  api.rules.creditsAboveTokens = 200_000;
  const refused = await runClaude(sandbox, 'Go on.', { model: formerModel, resume: sessionId });
  assert.deepEqual(
    { isError: refused.isError, status: api.requests.at(-1)?.status },
    { isError: true, status: 429 },
  );
  return { sessionId, sessionFile };
}
