import assert from 'node:assert/strict';
import { restoreLossWords } from '../../../../src/features/prune/backupsView';
import { inEnglish } from '../../../../src/wording/translate';

describe('restoreLossWords', () => {
  it('says what restoring would take away', () => {
    assert.equal(restoreLossWords(null, inEnglish), 'What that would lose is not known.');
    const nothing = {
      lines: 0,
      prompts: 0,
      sidechainLines: 0,
      titles: 0,
      costRecords: 0,
      outputTokens: 0,
    };
    const words = (changes: object): string =>
      restoreLossWords({ ...nothing, ...changes }, inEnglish);
    assert.equal(words({}), 'Nothing has been added to the session since.');
    assert.equal(words({ lines: 1 }), '1 entry that came later would be gone.');
    assert.equal(
      words({ lines: 12, prompts: 2 }),
      '12 entries that came later would be gone, 2 prompts among them.',
    );
    assert.equal(
      words({ lines: 1, sidechainLines: 9, titles: 2, costRecords: 1, outputTokens: 12_345 }),
      [
        '1 entry that came later would be gone.',
        '9 entries of subagents that came later would be gone.',
        '2 titles that came later would be gone; the session goes by an earlier one again.',
        'The session would no longer know what it has cost since.',
        'Replies of 12.3K tokens that came later were paid for and would be gone.',
      ].join(' '),
    );
    assert.equal(
      words({ sidechainLines: 1 }),
      '1 entry of a subagent that came later would be gone.',
    );
  });
});
