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
    assert.deepEqual([...toggled(NONE, [pasted], 'one')], ['pasted:0']);
    assert.deepEqual([...toggled(new Set(['pasted:0']), [pasted], 'one')], []);
    assert.deepEqual([...toggled(NONE, all, 'several')], ['result:0']);
    assert.deepEqual([...added(NONE, all)], ['result:0']);
    assert.deepEqual([...toggled(NONE, [stays], 'one')], []);
    assert.deepEqual(choosable([pasted, stays], 'several'), []);
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
    const state = (rows: readonly Row[], ...ids: readonly string[]): string =>
      stateOf(rows, new Set(ids), 'several');
    assert.deepEqual(
      [NONE, new Set([pasted.id])].map((selected) => stateOf([pasted], selected, 'one')),
      ['none', 'all'],
    );
    assert.equal(stateOf([stays], NONE, 'one'), 'locked');
    assert.equal(state([pasted]), 'locked', 'a group of one is a group');
    assert.equal(state([pasted, stays]), 'locked');
    assert.equal(state([pasted, row('other', { keptBecause: 'pastedText' })], pasted.id), 'some');
    assert.equal(state(all, result.id), 'all');
    assert.equal(state(all, pasted.id), 'some');
  });

  it('lets go of all that a group holds, also of what was chosen by itself', () => {
    assert.deepEqual([...toggled(new Set([pasted.id, 'x']), [pasted, stays], 'several')], ['x']);
    const both = toggled(new Set([pasted.id]), all, 'several');
    assert.deepEqual([...both], [pasted.id, result.id]);
    assert.deepEqual([...toggled(both, all, 'several')], []);
  });
});
