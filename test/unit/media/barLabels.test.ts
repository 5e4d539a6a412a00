import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barLabels } from '../../../media/inspector/barLabels';
import type { BarWall } from '../../../src/features/inspector/protocol';

const wall = (name: string, tokens: number, is: Partial<BarWall> = {}): BarWall => ({
  name,
  tokens,
  isLimit: false,
  isBlocked: false,
  isNext: false,
  isBreached: false,
  standing: '',
  turnsAhead: null,
  ...is,
});
const widthOf = (words: string): number => words.length * 6;
const over = (tokens: number): string => `${String(tokens)} over`;
const words = (walls: readonly BarWall[], scale: number, width: number): string[] =>
  barLabels(walls, scale, width, widthOf, over).map((label) => label.words);

const standard = [
  wall('auto-compact', 167_000, { isNext: true }),
  wall('blocked', 177_000, { isBlocked: true }),
  wall('limit', 200_000, { isLimit: true }),
];

describe('the labels of the bar', () => {
  it('are whole where there is room, and give way from the middle', () => {
    assert.deepEqual(words(standard, 200_000, 1_240), [
      'auto-compact 167K',
      'blocked 177K',
      'limit 200K',
    ]);
    assert.deepEqual(words(standard, 200_000, 900), ['auto-compact 167K', '177K', 'limit 200K']);
    assert.deepEqual(words(standard, 200_000, 608), ['auto-compact 167K', '', 'limit 200K']);
    assert.deepEqual(words(standard, 200_000, 336), ['auto-compact 167K', '', '200K']);
  });

  it('keep apart and within the bar, whatever the limits are', () => {
    const walls = fc
      .tuple(
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.boolean(),
      )
      .map(([a, b, c, d, isBreached]) => [
        wall('auto-compact', a, { isNext: true, isBreached }),
        wall('usage credits', b, { isBreached }),
        wall('blocked', c, { isBlocked: true }),
        wall('limit', d, { isLimit: true, isBreached }),
      ]);
    fc.assert(
      fc.property(
        walls,
        fc.integer({ min: 276, max: 1_900 }),
        fc.integer({ min: 0, max: 1_200_000 }),
        (some, width, used) => {
          const limit = some.at(-1)!.tokens;
          const labels = barLabels(some, Math.max(limit, used), width, widthOf, over);
          assert.ok(labels.length <= 3);
          const placed = labels.filter((label) => label.words !== '');
          for (const { leftPx, widthPx } of placed) {
            assert.ok(leftPx >= 0);
            assert.ok(leftPx + widthPx <= width + 0.5);
          }
          const inOrder = [...placed].sort((a, b) => a.leftPx - b.leftPx);
          for (const [index, label] of inOrder.entries()) {
            const before = inOrder[index - 1];
            if (before !== undefined)
              assert.ok(label.leftPx - (before.leftPx + before.widthPx) >= 8);
          }
          // the next limit always has its number
          assert.ok(placed.some((label) => label.wall.isNext));
        },
      ),
    );
  });
});
