import assert from 'node:assert/strict';
import fc from 'fast-check';
import { turnsAhead } from '../../../../src/domain/accounting/forecast';
import { SeededRandom } from '../../../fixtures/seededRandom';

const even = (turns: number, tokens = 5_000): number[] => Array<number>(turns).fill(tokens);
const growths = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 100 });
const distances = fc.integer({ min: 1, max: 160_000 });

describe('turnsAhead', () => {
  const rows: [what: string, distance: number, turns: number[], words: string | null][] = [
    ['a wall that the next turn meets', 1_000, even(7), '1–1'],
    ['a near one', 14_700, even(7), '1–4'],
    ['a far one', 120_000, even(7), '5–17'],
    ['a session of even turns, long known', 14_700, even(60), '2–4'],
    ['one turn', 5_000, [5_000], '1–2'],
    ['nothing before a turn', 5_000, [], null],
    ['nothing of a wall that was met', 0, even(7), null],
    ['nothing where the range would be too wide', 47_000, even(7), null],
    ['nothing of what is too far away', 160_001, even(7), null],
    ['nothing of a session that hardly grows', 100_000, even(100, 20), null],
  ];
  for (const [what, distance, turns, words] of rows)
    it(`tells ${what}`, () => {
      const range = turnsAhead(distance, turns);
      assert.equal(range && `${String(range.least)}–${String(range.most)}`, words);
    });

  it('is not moved by one burst as a mean is', () => {
    const quiet = even(10, 1_000);
    // By the means it would be 120 turns, then 19.
    assert.deepEqual(turnsAhead(120_000, quiet), { least: 6, most: 22 });
    assert.deepEqual(turnsAhead(120_000, [...quiet, 60_000]), { least: 5, most: 19 });
  });

  it('is a range from 1 up, and no wider than 4 times its beginning', () => {
    fc.assert(
      fc.property(distances, growths, (distance, turns) => {
        const range = turnsAhead(distance, turns);
        if (range === null) return;
        assert.ok(range.least >= 1 && range.most >= range.least && range.most <= 99);
        assert.ok(range.most <= 4 * range.least, JSON.stringify(range));
        assert.deepEqual(turnsAhead(distance, turns), range);
      }),
    );
  });

  it('has no nearer range for a greater distance', () => {
    fc.assert(
      fc.property(distances, distances, growths, (one, other, turns) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)].map((distance) =>
          turnsAhead(distance, turns),
        );
        if (near == null || far == null) return;
        assert.ok(near.least <= far.least && near.most <= far.most, JSON.stringify([near, far]));
      }),
    );
  });

  it('goes by the session alone once it is long enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 25 }),
        fc.integer({ min: 1_000, max: 6_000 }),
        (turns, tokens) => {
          const range = turnsAhead(turns * tokens, even(100, tokens), {
            typicalTurns: [],
            earlier: 0.09,
            later: 0.1,
            laterThanNext: 0.18,
            widest: 4,
          });
          assert.ok(range !== null && range.least <= turns && range.most >= turns);
        },
      ),
    );
  });

  it('holds the true number as often as it has to, of turns that come as they did', () => {
    const random = new SeededRandom(7);
    // Many small turns, some bursts: as in recordings.
    const turn = (): number => Math.round(6_000 * Math.exp(1.3 * (random.next() * 4 - 2) * 0.8));
    let shown = 0;
    let inside = 0;
    const cases = 600;
    for (let index = 0; index < cases; index++) {
      const known = Array.from({ length: random.integer(1, 20) }, turn);
      const distance = random.integer(2_000, 150_000);
      let turns = 0;
      for (let tokens = 0; tokens < distance; turns++) tokens += turn();
      const range = turnsAhead(distance, known);
      if (range === null) continue;
      shown++;
      if (turns >= range.least && turns <= range.most) inside++;
    }
    assert.ok(shown >= 0.6 * cases, String(shown / cases));
    assert.ok(inside >= 0.8 * shown, String(inside / shown));
  });
});
