import assert from 'node:assert/strict';
import {
  TOLD_REPLIES,
  largestUnexplained,
} from '../../../../src/domain/accounting/largestUnexplained';

const came = (at: number, tokens: number) => ({
  ...{ line: at + 1, offset: 100 * at, tokens, cause: 'hidden' as const },
});
const turnAt = (offset: number): number => 1 + Math.floor(offset / 1_000);

describe('the largest of what stands in no item', () => {
  it('is all of it where that is little, with the turn of each reply', () => {
    const all = [came(3, -640), came(14, 2_900), came(27, 30)];
    assert.deepEqual(largestUnexplained(all, turnAt), {
      unexplained: [
        { ...all[0], turn: 1 },
        { ...all[1], turn: 2 },
        { ...all[2], turn: 3 },
      ],
      otherUnexplainedTokens: 0,
    });
  });

  it('keeps what came or left the most, in the order of the file, and adds up the rest', () => {
    const all = Array.from({ length: TOLD_REPLIES + 50 }, (_, at) =>
      came(at, at % 5 === 0 ? (at % 2 === 0 ? 3 : -4) : at % 2 === 0 ? 100 + at : -100 - at),
    );
    const told = largestUnexplained(all, turnAt);
    assert.equal(told.unexplained.length, TOLD_REPLIES);
    assert.deepEqual(
      told.unexplained.map(({ offset }) => offset),
      all.filter((_, at) => at % 5 !== 0).map(({ offset }) => offset),
    );
    assert.equal(told.otherUnexplainedTokens, 25 * 3 - 25 * 4);
  });
});
