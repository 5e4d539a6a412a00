import assert from 'node:assert/strict';
import {
  hasTheSayWords,
  idleCompactionEdit,
} from '../../../../src/features/compact/idleCompactionView';
import { inEnglish } from '../../../../src/wording/translate';

const USER = '/config/settings.json';
const LOCAL = '/home/dev/ledger/.claude/settings.local.json';

describe('turning idle compaction on or off', () => {
  it('turns it off, and where it is off takes that away again', () => {
    for (const own of [undefined, true, 'false', null])
      assert.deepEqual(idleCompactionEdit(own), {
        kind: 'value',
        path: ['idleCompaction'],
        value: false,
      });
    assert.deepEqual(idleCompactionEdit(false), {
      kind: 'value',
      path: ['idleCompaction'],
      value: undefined,
    });
  });

  it('says which other file has the say, and what it says', () => {
    const words = (file: string | null, value: boolean): string | null =>
      hasTheSayWords(
        { value, origin: { file, key: 'idleCompaction' } },
        USER,
        (path) => path.replace('/home/dev', '~'),
        inEnglish,
      );
    assert.equal(
      words(LOCAL, false),
      'Idle compaction is turned off here by idleCompaction in ~/ledger/.claude/settings.local.json, whatever your own settings say.',
    );
    assert.match(words(LOCAL, true) ?? '', /^Idle compaction is turned on here by /);
    assert.equal(words(USER, false), null);
    assert.equal(
      hasTheSayWords(null, USER, (path) => path, inEnglish),
      null,
    );
  });
});
