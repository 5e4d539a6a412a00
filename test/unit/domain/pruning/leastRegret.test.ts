import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Item, ItemMark } from '../../../../src/domain/accounting/item';
import type { Candidate } from '../../../../src/domain/pruning/candidates';
import { byLeastRegret, enough } from '../../../../src/domain/pruning/leastRegret';
import { sampleItem } from '../../../fixtures/sampleItem';

describe('least regret', () => {
  const candidates = fc.array(
    fc.record({
      kind: fc.constantFrom('toolResult', 'image', 'toolCall', 'attachment'),
      freedTokens: fc.integer({ min: 1, max: 9000 }),
      age: fc.nat(500),
      mark: fc.constantFrom<ItemMark[]>([], ['superseded'], ['duplicate']),
    }),
    { maxLength: 40 },
  );
  const made = (
    all: readonly { kind: Item['kind']; freedTokens: number; age: number; mark: ItemMark[] }[],
  ): Candidate[] =>
    all.map(({ kind, freedTokens, age, mark }, index) => ({
      item: sampleItem({ id: `u${index}:0`, kind, tokens: freedTokens, marks: mark }),
      placeholder: '',
      freedTokens,
      age,
    }));

  it('takes enough where there is enough, and nothing that it could do without', () => {
    fc.assert(
      fc.property(candidates, fc.nat(60_000), (all, needed) => {
        const given = made(all);
        const chosen = enough(byLeastRegret(given), needed);
        const freed = chosen.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
        const possible = given.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
        if (possible >= needed)
          for (const { freedTokens } of chosen)
            assert.ok(freed >= needed && freed - freedTokens < needed);
        else assert.equal(chosen.length, given.length);
      }),
    );
  });
});
