import assert from 'node:assert/strict';
import { subagentsAdvice } from '../../../src/features/notifications/warningText';
import { inEnglish } from '../../../src/wording/translate';
import { subagentsWords } from '../../../src/wording/subagentWords';
import { sampleSubagent } from '../../fixtures/writtenSubagents';

describe('the words for subagents', () => {
  it('say how many there are, what they hold, and the largest', () => {
    const three = [112_000, 180_000, 120_000].map((tokens) => sampleSubagent({ tokens }));
    assert.equal(
      subagentsWords(three, 0, inEnglish),
      '3 subagents, 412K in their own contexts, largest 180K / 200K',
    );
    assert.equal(
      subagentsWords([...three, sampleSubagent({ tokens: 5_000, isExact: false })], 2, inEnglish),
      '6 subagents, ~417K in their own contexts, largest 180K / 200K',
    );
    assert.equal(
      subagentsWords([sampleSubagent()], 0, inEnglish),
      '1 subagent, 112K / 200K in its own context',
    );
    assert.equal(subagentsWords([sampleSubagent({ tokens: null })], 0, inEnglish), '1 subagent');
  });

  it('warn of those that run near their own limit, as a line of their session', () => {
    const near = sampleSubagent({ tokens: 181_000, asked: 'Review' });
    assert.equal(
      subagentsAdvice([near, sampleSubagent()], inEnglish),
      'Its subagent “Review” is near its own limit (181K / 200K).',
    );
    assert.equal(
      subagentsAdvice([near, { ...near, agentId: 'b' }], inEnglish),
      '2 of its subagents are near their own limits.',
    );
    for (const calm of [{ ...near, state: 'finished' as const }, sampleSubagent()])
      assert.equal(subagentsAdvice([calm], inEnglish), '');
  });
});
