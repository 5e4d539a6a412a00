import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barEnd, outcomeOf, wallAhead } from '../../../media/prune/outcome';
import type { PlannedPage, PlannedWall } from '../../../src/features/prune/protocol';

const wall = (name: string, tokens: number): PlannedWall => ({
  name,
  tokens,
  isLimit: name === 'limit',
  ahead: `{0} to ${name}`,
  past: `{0} past ${name}`,
});
const COMPACT = wall('auto-compact', 167_000);
const LIMIT = wall('limit', 200_000);

function planWith(changes: Partial<PlannedPage> = {}, freed = [30_000, 8_000]): PlannedPage {
  return {
    title: 'Prune',
    beforeTokens: 152_300,
    isExact: true,
    afterTokens: 114_300,
    limitTokens: 200_000,
    walls: [COMPACT, LIMIT],
    segments: [],
    shortfall: '',
    note: '',
    price: null,
    backupPlace: '',
    rows: freed.map((freedTokens, index) => ({
      id: String(index),
      part: index === 0 ? 'image' : 'toolResult',
      label: '',
      pathAt: 0,
      tags: [],
      why: '',
      meaning: '',
      becomes: '',
      freedTokens,
      itemsBehind: index + 1,
      tokensBehind: 60_000 * (index + 1),
    })),
    ...changes,
  };
}

describe('what is ticked on the page of a prune', () => {
  it('counts, frees and leaves', () => {
    const outcome = outcomeOf(planWith(), new Set(['1']));
    assert.deepEqual(
      [outcome.count, outcome.freedTokens, outcome.afterTokens, [...outcome.freedByPart]],
      [1, 8_000, 144_300, [['toolResult', 8_000]]],
    );
  });

  it('comes to what the plan says where all rows go, also where estimates are too high', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50_000), { minLength: 1, maxLength: 30 }),
        fc.nat(200_000),
        (freed, after) => {
          const all = freed.reduce((sum, tokens) => sum + tokens, 0);
          const beforeTokens = after + Math.round(all * 0.7);
          const plan = planWith({ beforeTokens, afterTokens: after }, freed);
          const every = new Set(plan.rows.map(({ id }) => id));
          assert.equal(outcomeOf(plan, every).afterTokens, after);
          const none = outcomeOf(plan, new Set());
          assert.deepEqual([none.count, none.afterTokens], [0, beforeTokens]);
        },
      ),
    );
    const plan = planWith({ beforeTokens: null, afterTokens: null });
    assert.equal(outcomeOf(plan, new Set(['0'])).afterTokens, null);
  });
});

describe('the bar of a prune', () => {
  it('ends at the limit, or at the context that is beyond it', () => {
    assert.deepEqual(barEnd(planWith()), { tokens: 200_000, cutAt: null });
    assert.equal(barEnd(planWith({ beforeTokens: 240_000 })).tokens, 240_000);
    assert.equal(barEnd(planWith({ limitTokens: null, walls: [] })).tokens, 152_300);
  });

  it('ends at what comes next where the limit is five times as much', () => {
    const credits = wall('usage credits', 200_000);
    const million = { limitTokens: 1_000_000, walls: [credits, wall('limit', 1_000_000)] };
    const plan = planWith({ ...million, beforeTokens: 183_200 });
    assert.deepEqual(barEnd(plan), { tokens: 200_000, cutAt: credits });
    const beyond = planWith({ ...million, beforeTokens: 310_000 });
    assert.deepEqual(barEnd(beyond), { tokens: 1_000_000, cutAt: null });
    const less = { ...million, limitTokens: 999_999 };
    assert.equal(barEnd(planWith(less)).cutAt, null);
  });

  it('has one that comes next, and past all of them the last', () => {
    const { walls } = planWith();
    assert.deepEqual(
      [152_300, 167_000, 214_000].map((tokens) => wallAhead(walls, tokens)?.name),
      ['auto-compact', 'limit', 'limit'],
    );
    assert.equal(wallAhead([], 1), null);
  });
});
