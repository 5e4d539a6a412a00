import assert from 'node:assert/strict';
import fc from 'fast-check';
import { targetExamples, typedTarget } from '../../../../src/features/prune/targetText';
import { inEnglish } from '../../../../src/wording/translate';

const facts = { usedTokens: 371_000, limitTokens: 1_000_000 };
const typed = (words: string): string | number => {
  const target = typedTarget(words, facts, inEnglish);
  return 'problem' in target ? target.problem : target.tokens;
};

describe('a size that is typed to prune to', () => {
  it('is one in tokens, or a share of the limit', () => {
    for (const words of ['150K', '150k', ' ~150 K ', '150000', '150,000', '150.000', '0.15M'])
      assert.equal(typed(words), 150_000, words);
    assert.deepEqual([typed('150K tokens'), typed('1,5k'), typed('30%')], [150_000, 1500, 300_000]);
    const unlimited = { usedTokens: 80_000, limitTokens: null };
    assert.deepEqual(typedTarget('50%', unlimited, inEnglish), { tokens: 40_000 });
  });

  it('is told what is wrong with it, in a sentence', () => {
    const example = 'Type a size such as 150K or 150,000, or a share such as 60%.';
    for (const words of ['', 'small', '-5K', '1e5', '60%K', '15 0 K'])
      assert.equal(typed(words), example, words);
    assert.equal(typed('150'), 'That would be 150 tokens. For 150 thousand, type 150K.');
    assert.equal(typed('0%'), 'Type at least 1K: what Claude Code itself needs stays in any case.');
    assert.equal(
      typed('60%'),
      'The context holds ~371K, and 600K is not less. Type a smaller size.',
    );
  });

  it('is never above what the context holds, nor nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,]{1,9}[kKmM%]?$/)), (words) => {
        const target = typedTarget(words, facts, inEnglish);
        return 'problem' in target || (target.tokens >= 1000 && target.tokens < 371_000);
      }),
    );
  });

  it('has an example that says what a share is of', () => {
    assert.equal(
      targetExamples(facts, inEnglish),
      'A size such as 150K, or a share of 1M such as 60%',
    );
    assert.equal(
      targetExamples({ usedTokens: 1, limitTokens: null }, inEnglish),
      'A size such as 150K, or a share of the context such as 60%',
    );
  });
});
