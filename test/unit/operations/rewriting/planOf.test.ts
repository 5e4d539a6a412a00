import assert from 'node:assert/strict';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { planOf } from '../../../../src/operations/rewriting/planOf';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { SESSION, sessionOfReads, testTools } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

/** Counts placeholders as far more than the estimate takes them for. */
const dear: TokenCount = (text) => (text.startsWith('[pruned') ? 1200 : text.length / 4);

describe('planOf', () => {
  const directory = useTemporaryDirectory();
  const planTo = async (reads: number, tokens: number, count: TokenCount) => {
    const path = directory.write(`${SESSION}.jsonl`, sessionOfReads(reads).writer.toString());
    const tools = testTools(directory.path('claude'), {
      loadTokenCount: () => Promise.resolve(count),
    });
    const session = await readPruneSource(path, tools);
    assert.ok('source' in session);
    const all = await planOf(session, { path, choice: { kind: 'target', tokens: 0 } }, tools);
    const plan = await planOf(session, { path, choice: { kind: 'target', tokens } }, tools);
    return { all, plan };
  };

  it('reaches what can be reached, however wrong the estimates', async () => {
    const { all, plan } = await planTo(60, 0, dear);
    assert.equal(plan.reached, false);
    assert.ok(all.items.length >= 50);
    for (const share of [0.2, 0.5, 0.8, 1]) {
      const target = Math.ceil(all.beforeTokens! - share * all.freedTokens);
      const { plan: reached } = await planTo(60, target, dear);
      assert.equal(reached.reached, true, `to ${String(target)}`);
      assert.ok(reached.afterTokens! <= target);
      const smallest = Math.min(...reached.items.map(({ freedTokens }) => freedTokens));
      assert.ok(reached.afterTokens! + smallest > target, 'and takes nothing for nothing');
    }
  });

  it('measures in order not to take too much either', async () => {
    const cheap: TokenCount = (text) => (text.startsWith('[pruned') ? 0 : text.length / 4);
    const { plan } = await planTo(30, 60_000, cheap);
    const smallest = Math.min(...plan.items.map(({ freedTokens }) => freedTokens));
    assert.ok(plan.reached && plan.afterTokens! + smallest > 60_000);
  });
});
