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

  const one = (id: string, age: number, marks: ItemMark[], freedTokens = 4_000): Candidate => ({
    item: sampleItem({ id, kind: 'toolResult', tokens: freedTokens, marks }),
    placeholder: '',
    freedTokens,
    age,
  });

  it('takes the later of two that are outdated or there twice and alike in all but place', () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.constantFrom<ItemMark>('superseded', 'duplicate'),
        fc.boolean(),
        (age, more, mark, isEarlierFirst) => {
          const later = one('later:0', age, [mark]);
          const earlier = one('earlier:0', age + 1 + more, [mark]);
          const both = isEarlierFirst ? [earlier, later] : [later, earlier];
          assert.deepEqual(enough(byLeastRegret(both), 1), [later]);
        },
      ),
    );
  });

  it('takes the later of any two that are regretted the same', () => {
    const [later, earlier] = [one('later:0', 9, [], 6_000), one('earlier:0', 29, [], 2_000)];
    assert.deepEqual(byLeastRegret([earlier, later]), [later, earlier]);
  });

  it('gives the earliest of equal ones back', () => {
    const three = [9, 5, 2].map((age) => one(`u${String(age)}:0`, age, ['duplicate'], 3_000));
    const last = one('last:0', 1, [], 9_000);
    assert.deepEqual(
      enough(byLeastRegret([...three, last]), 14_000).map(({ age }) => age),
      [2, 5, 1],
    );
  });
});
