import assert from 'node:assert/strict';
import {
  added,
  choosable,
  selectableOf,
  stateOf,
  suggested,
  toggled,
} from '../../../media/inspector/selection';
import type { Row } from '../../../src/features/inspector/protocol';
import { rowOf } from '../../../src/features/inspector/rowView';
import { inEnglish } from '../../../src/wording/translate';
import { ledgerItem } from '../../fixtures/ledgerInspection';

describe('a selection of items', () => {
  const row = (id: string, changes: Parameters<typeof ledgerItem>[3]): Row =>
    rowOf(ledgerItem(id, 'userText', 5000, changes), null, inEnglish);
  const pasted = row('pasted', { keptBecause: 'pastedText' });
  const result = row('result', { keptBecause: null });
  const stays = row('stays', { keptBecause: 'userText' });
  const all = [pasted, result, stays];
  const NONE = new Set<string>();

  it('takes what stays by itself alone', () => {
    assert.deepEqual([...toggled(NONE, [pasted])], ['pasted:0']);
    assert.deepEqual([...toggled(new Set(['pasted:0']), [pasted])], []);
    assert.deepEqual([...toggled(NONE, all)], ['result:0']);
    assert.deepEqual([...added(NONE, all)], ['result:0']);
    assert.deepEqual([...toggled(NONE, [stays])], []);
    assert.deepEqual(choosable([pasted, stays]), []);
  });

  it('keeps it while it can be chosen, and never suggests it', () => {
    const rows = new Map(all.map((each) => [each.id, each]));
    assert.deepEqual(
      [...selectableOf(new Set(all.map(({ id }) => id)), rows)],
      ['pasted:0', 'result:0'],
    );
    const left = new Map([[pasted.id, { ...pasted, isLive: false }]]);
    assert.deepEqual([...selectableOf(new Set([pasted.id]), left)], []);
    assert.deepEqual(
      suggested([row('pasted', { keptBecause: 'pastedText', marks: ['duplicate'] })]),
      [],
    );
  });

  it('is of a group all that goes with others, and what was chosen by itself', () => {
    assert.equal(stateOf([pasted], NONE), 'none');
    assert.equal(stateOf([pasted], new Set(['pasted:0'])), 'all');
    assert.equal(stateOf([stays], NONE), 'locked');
    assert.equal(stateOf([pasted, stays], NONE), 'locked');
    assert.equal(stateOf(all, new Set(['result:0'])), 'all');
    assert.equal(stateOf(all, new Set(['pasted:0'])), 'some');
    assert.equal(stateOf([pasted, stays], new Set(['pasted:0'])), 'all');
  });
});
