import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barParts } from '../../../media/inspector/barParts';

const sizes = (...tokens: readonly number[]): { readonly tokens: number }[] =>
  tokens.map((each) => ({ tokens: each }));

describe('the parts of the bar', () => {
  it('are as long as they are where all are in the context', () => {
    assert.deepEqual(barParts(sizes(60, 0, 40)), {
      ...{ parts: sizes(60, 40), fit: 1, beyondTokens: 0 },
    });
  });

  it('end where the context ends, and what they come to beyond stands behind', () => {
    assert.deepEqual(barParts(sizes(60, 60, -20)), {
      ...{ parts: sizes(60, 60), fit: 100 / 120, beyondTokens: 20 },
    });
  });

  it('never go beyond the context, whatever they are', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(90_000)), fc.integer({ min: -90_000 }), (some, unexplained) => {
        const { parts, fit, beyondTokens } = barParts(sizes(...some, unexplained));
        const total = some.reduce((sum, each) => sum + each, unexplained);
        const shown = parts.reduce((sum, { tokens }) => sum + tokens, 0);
        assert.ok(Math.abs(fit * shown - Math.max(0, total)) < 1);
        assert.equal(shown - beyondTokens, total);
      }),
    ));
});
