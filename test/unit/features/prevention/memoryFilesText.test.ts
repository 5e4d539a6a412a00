import assert from 'node:assert/strict';
import {
  createdWords,
  questionWords,
  uncreatedWords,
} from '../../../../src/features/prevention/memoryFilesText';
import { inEnglish as t } from '../../../../src/wording/translate';

describe('memoryFilesText', () => {
  it('asks for all that is written at once', () =>
    assert.deepEqual(
      [0, 1, 4].map((count) => questionWords(count, t)),
      [
        'Write This Change to CLAUDE.md?',
        'Create 1 File, and Write This Change to CLAUDE.md?',
        'Create 4 Files, and Write This Change to CLAUDE.md?',
      ],
    ));

  it('names what was written, and nothing else', () => {
    assert.equal(
      createdWords(['STACK.md', 'TODO.md'], true, t),
      'Created .ai/STACK.md, .ai/TODO.md. CLAUDE.md points to the memory files now. Fill them in: Claude reads them when it needs them.',
    );
    assert.equal(createdWords([], true, t), 'CLAUDE.md points to the memory files now.');
    assert.doesNotMatch(createdWords(['TODO.md'], false, t), /CLAUDE\.md/);
  });

  it('says what was not taken back', () => {
    assert.equal(
      uncreatedWords([], true, t),
      'The memory files are gone, and CLAUDE.md is as it was.',
    );
    assert.equal(
      uncreatedWords(['TODO.md'], true, t),
      'CLAUDE.md is as it was. Kept, because it was changed since: .ai/TODO.md.',
    );
    assert.equal(
      uncreatedWords(['TODO.md'], false, t),
      'Kept, because it was changed since: .ai/TODO.md.',
    );
  });
});
