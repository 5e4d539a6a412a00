import assert from 'node:assert/strict';
import { tokenizerGeneration } from '../../src/domain/models/modelFamily';
import { accountedSession, sumOfItems } from './accountedSession';
import type { AccountedSession } from './accountedSession';
import { blocksInFront, blocksOfMessages, ruleOfBlocks, sumOf } from './blockTokens';
import type { BlockTokens, RequestBlock } from './blockTokens';
import type { AnsweredTurn } from './expectations';
import { contextTokensAfter } from './mockReply';
import { useClaude } from './useClaude';

describe('the account of a real session', () => {
  const claude = useClaude();

  for (const [model, least] of [
    ['claude-opus-5-5', 10],
    // Claude Code 2.1.329 tells older models beside each prompt and result what is left.
    ['claude-sonnet-4-6', 6],
  ] as const)
    it(`is exact for ${least} items, as the mock counted each, and closes: ${model}`, async () => {
      const test = claude();
      const countOf = ruleOfBlocks(tokenizerGeneration(model));
      test.api.rules.blockTokens = countOf;
      const session = await accountedSession(test, model);
      assertExact(session, countOf, least);
      assertTogether(session, countOf);
      assertHidden(session, countOf);
      assertBeginning(session, countOf);
      const { live, totals, turns } = session;
      assert.equal(
        sumOfItems(live) + totals.overheadTokens + totals.unexplainedTokens,
        contextTokensAfter(turns.at(-1)!.response.usage),
      );
    });
});

/** What stood alone is exact, and to the token what the mock counts of that very block. */
function assertExact(session: AccountedSession, countOf: BlockTokens, least: number): void {
  const { live, turns, addedWith, saidBy, hiddenTurn } = session;
  const steps = turns.flatMap((_, turn) => [
    ...(turn === 0 || turn === hiddenTurn ? [] : [addedWith(turn)]),
    saidBy(turn),
  ]);
  const alone = steps.filter(({ length }) => length === 1).flat();
  const exact = live.filter((item) => item.exact);
  assert.deepEqual(exact, alone);
  assert.ok(exact.length >= least, `${exact.length} are exact`);
  const { body, response } = turns.at(-1)!;
  const counted = new Map(
    [...blocksOfMessages(body), ...response.content].map((block) => [keyOf(block), countOf(block)]),
  );
  assert.deepEqual(
    exact.map((item) => [item.label, item.tokens]),
    exact.map((item) => [item.label, counted.get(keyOf(session.blockOf(item)))]),
  );
}

/** Together, the items of each step are what the mock counted, calls at once and thinking too. */
function assertTogether(
  { turns, addedWith, saidBy, hiddenTurn }: AccountedSession,
  countOf: BlockTokens,
): void {
  for (const [turn, { response }] of turns.entries()) {
    const said = sumOf(response.content, countOf);
    assert.equal(sumOfItems(saidBy(turn)), said, `said by reply ${turn}`);
    if (turn > 0 && turn !== hiddenTurn)
      assert.equal(
        sumOfItems(addedWith(turn)),
        addedTokens(turns, turn, countOf),
        `with reply ${turn}`,
      );
  }
}

/** The tools that went are in no item: what they were worth is told apart, below 0. */
function assertHidden(
  { turns, totals, addedWith, hiddenTurn }: AccountedSession,
  countOf: BlockTokens,
): void {
  const [before, after] = [turns[hiddenTurn - 1]!, turns[hiddenTurn]!].map(({ body }) =>
    sumOf(blocksInFront(body), countOf),
  );
  const left = after! - before!;
  assert.ok(left < -2_000, `the tools that went are worth ${left}`);
  // What came beside them keeps its estimate.
  const misjudged = addedTokens(turns, hiddenTurn, countOf) - sumOfItems(addedWith(hiddenTurn));
  assert.equal(totals.unexplainedTokens, left + misjudged);
}

/**
 * No reply tells apart what stood there when the context began: the overhead is the first context
 * less the estimates of the items in it, so it is off from tools and system prompt by what those
 * are off.
 */
function assertBeginning(
  { turns, totals, addedWith }: AccountedSession,
  countOf: BlockTokens,
): void {
  const [{ tokens, body }] = turns as [AnsweredTurn];
  assert.equal(totals.overheadTokens + sumOfItems(addedWith(0)), tokens);
  const off = totals.overheadTokens - sumOf(blocksInFront(body), countOf);
  assert.ok(Math.abs(off) < 0.03 * tokens, `off by ${off} of ${tokens}`);
}

/** What the mock was sent more than a turn before, beside what the model said. */
function addedTokens(turns: readonly AnsweredTurn[], turn: number, countOf: BlockTokens): number {
  const [former, { body }] = [turns[turn - 1]!, turns[turn]!];
  const stood = [...blocksOfMessages(former.body), ...former.response.content];
  return sumOf(blocksOfMessages(body), countOf) - sumOf(stood, countOf);
}

/** By ids, which blocks keep from request to request; texts have none. */
function keyOf({ type, id, tool_use_id: resultOf, text }: RequestBlock): string {
  return JSON.stringify([type, id ?? resultOf ?? text]);
}
