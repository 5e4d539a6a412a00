import assert from 'node:assert/strict';
import { absenceOf } from '../../../../src/features/inspector/absenceView';
import { inEnglish } from '../../../../src/wording/translate';

describe('a page with nothing to show', () => {
  it('says what to do where there is no session', () => {
    assert.equal(
      absenceOf('noSession', '~/.claude/projects/-x', inEnglish).looked,
      'Looked in ~/.claude/projects/-x',
    );
    assert.deepEqual(absenceOf('noSession', '', inEnglish).parts[1], {
      as: 'code',
      text: 'claude',
    });
    assert.equal(absenceOf('noFolder', '', inEnglish).title, 'No folder is open');
  });

  it('says why a session that was asked for by name is not shown, and the way back', () => {
    for (const trouble of ['missing', 'unreadable', 'readerDied'] as const) {
      const { title, actions, parts } = absenceOf(trouble, '', inEnglish);
      assert.equal(title, 'This session cannot be shown');
      assert.deepEqual(
        actions.map(({ id }) => id),
        ['showActive', 'showLog'],
      );
      assert.equal(parts[0]?.text.startsWith('Its file is gone'), trouble === 'missing');
    }
  });
});
