import assert from 'node:assert/strict';
import {
  FIVE_MINUTES_MS,
  ONE_HOUR_MS,
  readWeightOf,
  weighted,
  writeWeightFor,
  writeWeightOf,
} from '../../../../src/domain/caching/inputWeights';
import type { InputCounters } from '../../../../src/domain/transcript/entry';

const input = (changes: Partial<InputCounters>): InputCounters => ({
  readTokens: 0,
  writtenTokens: 0,
  fiveMinuteTokens: 0,
  oneHourTokens: 0,
  uncachedTokens: 0,
  ...changes,
});

describe('weighted', () => {
  it('weighs what was read, written and neither', () => {
    assert.equal(weighted(input({ readTokens: 1000 })), 100);
    assert.equal(weighted(input({ uncachedTokens: 1000 })), 1000);
    assert.equal(weighted(input({ writtenTokens: 1000, fiveMinuteTokens: 1000 })), 1250);
    assert.equal(weighted(input({ writtenTokens: 1000, oneHourTokens: 1000 })), 2000);
    assert.equal(
      weighted(
        input({
          readTokens: 1000,
          uncachedTokens: 10,
          ...{ writtenTokens: 1000, fiveMinuteTokens: 400, oneHourTokens: 600 },
        }),
      ),
      100 + 10 + 500 + 1200,
    );
    assert.equal(weighted(input({})), 0);
  });

  it('takes five minutes for what nobody says', () =>
    assert.equal(weighted(input({ writtenTokens: 1000, oneHourTokens: 500 })), 625 + 1000));
});

describe('a written token', () => {
  it('weighs by the share that is kept for an hour, and is a number where none was written', () => {
    assert.equal(writeWeightOf({ writtenTokens: 0, oneHourTokens: 0 }), 1.25);
    assert.equal(writeWeightOf({ writtenTokens: 4, oneHourTokens: 4 }), 2);
    assert.equal(writeWeightOf({ writtenTokens: 4, oneHourTokens: 2 }), 1.625);
  });

  it('weighs by how long it is kept; five minutes where that is not known', () =>
    assert.deepEqual([FIVE_MINUTES_MS, ONE_HOUR_MS, null].map(writeWeightFor), [1.25, 2, 1.25]));
});

describe('readWeightOf', () => {
  it('is a tenth, or less where the price list says so', () => {
    assert.equal(readWeightOf('claude-opus-4-8'), 0.1);
    assert.equal(readWeightOf('claude-opus-5-5-20261001'), 0.05);
    assert.equal(readWeightOf('claude-fable-5-1'), 0.025);
    assert.equal(readWeightOf('own-model'), 0.1);
  });
});
