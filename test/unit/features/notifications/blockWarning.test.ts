import assert from 'node:assert/strict';
import { decideWarning } from '../../../../src/features/notifications/warningPolicy';
import {
  BOTH,
  EARLY,
  NOTHING,
  rules,
  sessionAt,
  START,
  testRows,
  UNCOUNTED,
} from '../../../fixtures/warningRows';

describe('decideWarning, of blocks, muted kinds and sizes not counted yet', () => {
  it('tells an old block of the session that the window was opened on, once, and of no other', () => {
    const session = sessionAt(50, START - 5000);
    const opening = decideWarning(session, null, { ...rules, tellsOldBlock: true });
    assert.equal(opening.warning, 'blocked');
    assert.equal(decideWarning(session, opening.told, rules).warning, null);
    assert.equal(decideWarning(session, null, rules).warning, null);
    const free = sessionAt(50);
    assert.equal(decideWarning(free, null, { ...rules, tellsOldBlock: true }).warning, null);
  });

  testRows([
    {
      what: 'the block',
      told: BOTH,
      percent: 99,
      blockedSinceMs: START + 5,
      says: 'blocked',
      toldNext: { ...BOTH, blockedSinceMs: START + 5 },
    },
    {
      what: 'the block of a small session',
      told: NOTHING,
      percent: 9,
      blockedSinceMs: START + 5,
      says: 'blocked',
      toldNext: { ...NOTHING, blockedSinceMs: START + 5 },
    },
    {
      what: 'the block alone when a threshold is crossed with it',
      told: NOTHING,
      percent: 99,
      blockedSinceMs: START + 5,
      says: 'blocked',
      toldNext: { ...BOTH, blockedSinceMs: START + 5 },
    },
    {
      what: 'a block once',
      told: { ...BOTH, blockedSinceMs: START + 5 },
      percent: 99,
      blockedSinceMs: START + 5,
      says: null,
      toldNext: { ...BOTH, blockedSinceMs: START + 5 },
    },
    {
      what: 'no threshold that is crossed while it is blocked',
      told: { ...NOTHING, blockedSinceMs: START + 5 },
      percent: 99,
      blockedSinceMs: START + 5,
      says: null,
      toldNext: { ...BOTH, blockedSinceMs: START + 5 },
    },
    {
      what: 'nothing when the block ends',
      told: { ...BOTH, blockedSinceMs: START + 5 },
      percent: 99,
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'a second block',
      told: BOTH,
      percent: 99,
      blockedSinceMs: START + 9,
      says: 'blocked',
      toldNext: { ...BOTH, blockedSinceMs: START + 9 },
    },
    {
      what: 'a second block that follows at once',
      told: { ...BOTH, blockedSinceMs: START + 5 },
      percent: 99,
      blockedSinceMs: START + 9,
      says: 'blocked',
      toldNext: { ...BOTH, blockedSinceMs: START + 9 },
    },
    {
      what: 'a block without a time',
      told: NOTHING,
      percent: 9,
      blockedSinceMs: null,
      says: 'blocked',
      toldNext: { ...NOTHING, blockedSinceMs: START },
    },
    {
      what: 'a block without a time once',
      told: { ...NOTHING, blockedSinceMs: START },
      percent: 9,
      blockedSinceMs: null,
      says: null,
      toldNext: { ...NOTHING, blockedSinceMs: START },
    },

    {
      what: 'no early warning that is muted, which counts as told',
      told: NOTHING,
      percent: 80,
      muted: ['early'],
      says: null,
      toldNext: EARLY,
    },
    {
      what: 'no late warning that is muted, which counts as told',
      told: EARLY,
      percent: 95,
      muted: ['late'],
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'the early warning not in place of a muted late one',
      told: NOTHING,
      percent: 96,
      muted: ['late'],
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'the late warning though the early one is muted',
      told: NOTHING,
      percent: 96,
      muted: ['early'],
      says: 'late',
      toldNext: BOTH,
    },
    {
      what: 'no block that is muted, which counts as told',
      told: NOTHING,
      percent: 9,
      blockedSinceMs: START,
      muted: ['blocked'],
      says: null,
      toldNext: { ...NOTHING, blockedSinceMs: START },
    },

    {
      what: 'no early warning by a size that is not counted yet',
      told: NOTHING,
      percent: 85,
      isCounted: false,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'no late warning by a size that is not counted yet',
      told: EARLY,
      percent: 99,
      isCounted: false,
      says: null,
      toldNext: EARLY,
    },
    {
      what: 'nothing again after a drop that is not counted yet',
      told: BOTH,
      percent: 12,
      isCounted: false,
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'a block though the size is not counted yet',
      told: NOTHING,
      percent: 9,
      isCounted: false,
      blockedSinceMs: START,
      says: 'blocked',
      toldNext: { ...NOTHING, blockedSinceMs: START },
    },
    {
      what: 'nothing at first sight that is not counted yet',
      told: null,
      percent: 99,
      isCounted: false,
      says: null,
      toldNext: UNCOUNTED,
    },
    {
      what: 'nothing when the first sight is counted',
      told: UNCOUNTED,
      percent: 99,
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'the early warning after a first sight far from the wall',
      told: NOTHING,
      percent: 81,
      says: 'early',
      toldNext: EARLY,
    },

    {
      what: 'nothing while the size is not known',
      told: NOTHING,
      percent: null,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'a block though the size is not known',
      told: NOTHING,
      percent: null,
      blockedSinceMs: START,
      says: 'blocked',
      toldNext: { ...NOTHING, blockedSinceMs: START },
    },
  ]);
});
