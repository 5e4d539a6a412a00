import assert from 'node:assert/strict';
import { contextAfter, fitOf } from '../../../../src/domain/pruning/fittedTokens';

const item = (tokens: number, isCounted: boolean) => ({ tokens, isCounted });

describe('fitOf', () => {
  it('is the share that the context is of estimates that exceed it', () => {
    assert.equal(fitOf([item(30_000, true), item(70_000, true)], 80_000), 0.8);
    assert.equal(fitOf([item(30_000, true), item(20_000, true)], 80_000), 1);
    assert.equal(fitOf([item(30_000, true)], null), 1);
  });

  it('is none where one item was counted and the others are sized by their bytes', () => {
    const items = [item(20_900, true), item(145_000, false), item(145_000, false)];
    const fit = fitOf(items, 268_567);
    assert.equal(contextAfter(268_567, 20_900, fit), 247_667);
  });
});
