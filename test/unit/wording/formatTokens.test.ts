import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatTokens, percentOf } from '../../../src/wording/formatTokens';

describe('formatTokens', () => {
  const rows: [tokens: number, short: string, long: string][] = [
    [0, '0', '0'],
    [7, '7', '7'],
    [999, '999', '999'],
    [999.9, '999', '999'],
    [1000, '1K', '1K'],
    [1099, '1K', '1K'],
    [1100, '1K', '1.1K'],
    [152_399, '152K', '152.3K'],
    [199_999, '199K', '199.9K'],
    [200_000, '200K', '200K'],
    [999_999, '999K', '999.9K'],
    [1_000_000, '1M', '1M'],
    [1_099_999, '1M', '1M'],
    [1_100_000, '1.1M', '1.1M'],
    [12_345_678, '12.3M', '12.3M'],
  ];
  for (const [tokens, short, long] of rows) {
    it(`writes ${String(tokens)} as ${short} and ${long}`, () => {
      assert.equal(formatTokens(tokens, 0), short);
      assert.equal(formatTokens(tokens, 1), long);
    });
  }

  it('never loses a tenth to the floating point', () => {
    for (let tenths = 10; tenths < 10_000; tenths++)
      assert.equal(formatTokens(tenths * 100, 1), `${String(tenths / 10)}K`);
  });
});

describe('percentOf', () => {
  it('is floored: 100 % is reached, not rounded to', () => {
    assert.equal(percentOf(199_999, 200_000), 99);
    assert.equal(percentOf(200_000, 200_000), 100);
    assert.equal(percentOf(214_000, 200_000), 107);
  });

  it('is exact wherever the share is a whole number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 150 }),
        (hundredth, percent) =>
          assert.equal(percentOf(hundredth * percent, hundredth * 100), percent),
      ),
    );
    assert.equal(percentOf(58_000, 200_000), 29);
  });
});
