import assert from 'node:assert/strict';
import { freshPrompt } from '../../../../src/domain/handoff/freshPrompt';
import { problemWords, writtenWords } from '../../../../src/features/handoff/handoffText';
import { inEnglish } from '../../../../src/wording/translate';

describe('handoffText', () => {
  it('says where the handoff stands, how large it is, and that it lies in a repository', () => {
    const written = { tokens: 3821, dropped: 0, place: 'new' } as const;
    assert.equal(
      writtenWords(written, '.ai/HANDOFF.md', false, 4000, inEnglish),
      'The handoff is in .ai/HANDOFF.md, ~3.8K tokens.',
    );
    assert.equal(
      writtenWords({ ...written, dropped: 3, place: 'end' }, 'N.md', true, 4000, inEnglish),
      'The handoff is at the end of N.md, ~3.8K tokens; your own text is as it was. Shortened to 4K tokens. It is in a Git repository: commit it, or add it to .gitignore.',
    );
    assert.doesNotMatch(
      writtenWords({ ...written, place: 'section' }, 'N.md', false, 4000, inEnglish),
      /git/,
    );
  });

  it('makes no link of a file’s name', () =>
    assert.doesNotMatch(
      writtenWords(
        { tokens: 1, dropped: 0, place: 'new' },
        '[x](command:y).md',
        false,
        4000,
        inEnglish,
      ),
      /\]\(/,
    ));

  for (const problem of [
    'missing',
    'unreadable',
    'noSession',
    'conflict',
    'marks',
    'tooLarge',
    'notAFile',
    'forbidden',
    'failed',
  ] as const) {
    it(`has a sentence for ${problem}`, () =>
      assert.match(problemWords(problem, 'N.md', 'ENOSPC', inEnglish) ?? '', /^[A-Z{N].*\.$/));
  }

  it('says nothing of what the person cancelled', () =>
    assert.equal(problemWords('cancelled', 'N.md', '', inEnglish), null));
});

describe('freshPrompt', () => {
  it('names the file on one line', () =>
    assert.equal(
      freshPrompt('.ai/HAND\nOFF.md'),
      'Read .ai/HAND OFF.md and go on from there. It was handed over from an earlier session.',
    ));
});
