import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  asPercent,
  asTokens,
  asWindowSetting,
  asWindowVariable,
  isOn,
} from '../../../../src/io/claudeSettings/controlValues';

// What Claude Code 2.1.329 made of these, seen by the window it reckoned with.
describe('controlValues', () => {
  const windows: [text: string, tokens: number | null][] = [
    ['130000', 130_000],
    ['130_000', 130_000],
    ['130,000', 130_000],
    ['1.3e5', 130_000],
    ['130000.7', 130_000],
    ['130000abc', 130_000],
    [' 130000 ', 130_000],
    ['130k', 130_000],
    ['300K', 300_000],
    ['300 k', 300_000],
    ['3e2k', 300_000],
    ['0.3m', 300_000],
    ['1M', 1_000_000],
    ['50000', 100_000],
    ['99999', 100_000],
    ['300kb', 100_000],
    ['2000000', 1_000_000],
    ['0', null],
    ['-5', null],
    ['auto', null],
    ['abc', null],
    ['', null],
    ['k', null],
    ['1e999', null],
  ];
  for (const [text, tokens] of windows)
    it(`reads a window of '${text}' as ${String(tokens)}`, () =>
      assert.equal(asWindowVariable(text), tokens));

  const counts: [text: string, tokens: number | null][] = [
    ['8000', 8000],
    ['6_000', 6000],
    ['6,000', 6000],
    ['1e4', 10_000],
    ['6000.5', 6000],
    ['6000abc', 6000],
    ['8k', 8],
    ['300k', 300],
    ['0', null],
    ['0.5', null],
    ['-1', null],
    ['abc', null],
    ['', null],
  ];
  for (const [text, tokens] of counts)
    it(`reads a number of '${text}' as ${String(tokens)}`, () =>
      assert.equal(asTokens(text), tokens));

  const percents: [text: string, percent: number | null][] = [
    ['50', 50],
    ['50%', 50],
    ['5e1', 50],
    ['55.5', 55.5],
    ['0.5', 0.5],
    ['100', 100],
    ['0', null],
    ['-5', null],
    ['150', null],
    ['abc', null],
    ['', null],
  ];
  for (const [text, percent] of percents)
    it(`reads a percentage of '${text}' as ${String(percent)}`, () =>
      assert.equal(asPercent(text), percent));

  const settings: [value: unknown, tokens: number | 'auto' | null][] = [
    [130_000, 130_000],
    [100_000, 100_000],
    [1_000_000, 1_000_000],
    ['auto', 'auto'],
    [60_000, null],
    [99_999, null],
    [1_500_000, null],
    [150_000.5, null],
    ['130000', null],
    ['130k', null],
    [true, null],
    [null, null],
    [undefined, null],
    [Number.NaN, null],
  ];
  for (const [value, tokens] of settings)
    it(`takes the setting ${typeof value} ${String(value)} as ${String(tokens)}`, () =>
      assert.equal(asWindowSetting(value), tokens));

  it('takes four words for yes', () => {
    assert.deepEqual(['1', 'true', 'TRUE', 'yes', 'on', ' 1 '].map(isOn), [
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(['0', 'false', 'no', 'off', '2', '', 'y', 'enabled', '11'].map(isOn), [
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9._,eEkKmM %]{0,80}$/)),
        (text) => {
          const window = asWindowVariable(text);
          assert.ok(
            window === null ||
              (Number.isInteger(window) && window >= 100_000 && window <= 1_000_000),
          );
          const tokens = asTokens(text);
          assert.ok(tokens === null || (Number.isFinite(tokens) && tokens >= 1));
          const percent = asPercent(text);
          assert.ok(percent === null || (percent > 0 && percent <= 100));
        },
      ),
    );
  });
});
