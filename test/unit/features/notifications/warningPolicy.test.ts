import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decideWarning,
  nearnessPercent,
  untold,
  type Told,
} from '../../../../src/features/notifications/warningPolicy';
import { autoCompact, sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';
import {
  BOTH,
  EARLY,
  NOTHING,
  rules,
  sessionAt,
  START,
  testRows,
} from '../../../fixtures/warningRows';

describe('decideWarning', () => {
  testRows([
    {
      what: 'nothing far from the wall',
      told: NOTHING,
      percent: 79.9,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'the early warning at its threshold',
      told: NOTHING,
      percent: 80,
      says: 'early',
      toldNext: EARLY,
    },
    { what: 'it once', told: EARLY, percent: 86, says: null, toldNext: EARLY },
    {
      what: 'the late warning at its threshold',
      told: EARLY,
      percent: 95,
      says: 'late',
      toldNext: BOTH,
    },
    { what: 'that once, too', told: BOTH, percent: 96, says: null, toldNext: BOTH },
    { what: 'nothing more beyond the wall', told: BOTH, percent: 130, says: null, toldNext: BOTH },
    {
      what: 'only the late one when both are crossed at once',
      told: NOTHING,
      percent: 96,
      says: 'late',
      toldNext: BOTH,
    },

    {
      what: 'nothing when it wavers below the threshold',
      told: EARLY,
      percent: 75.1,
      says: null,
      toldNext: EARLY,
    },
    {
      what: 'it again after a drop of 5 points',
      told: EARLY,
      percent: 75,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'it again after a drop of more than 5 points',
      told: EARLY,
      percent: 74.9,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'nothing when it wavers below the late threshold',
      told: BOTH,
      percent: 90.1,
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'the late one again after a drop',
      told: BOTH,
      percent: 89.9,
      says: null,
      toldNext: EARLY,
    },
    {
      what: 'both again after a compaction',
      told: BOTH,
      percent: 12,
      says: null,
      toldNext: NOTHING,
    },
    {
      what: 'the early one on the way up after that',
      told: NOTHING,
      percent: 81,
      says: 'early',
      toldNext: EARLY,
    },

    { what: 'nothing at first sight', told: null, percent: 10, says: null, toldNext: NOTHING },
    {
      what: 'nothing at first sight beyond a threshold',
      told: null,
      percent: 85,
      says: null,
      toldNext: EARLY,
    },
    {
      what: 'nothing at first sight beyond both',
      told: null,
      percent: 99,
      says: null,
      toldNext: BOTH,
    },
    {
      what: 'an old block not at first sight',
      told: null,
      percent: 99,
      blockedSinceMs: START - 1,
      says: null,
      toldNext: { ...BOTH, blockedSinceMs: START - 1 },
    },
    {
      what: 'a new block at first sight',
      told: null,
      percent: 99,
      blockedSinceMs: START,
      says: 'blocked',
      toldNext: { ...BOTH, blockedSinceMs: START },
    },
  ]);

  it('tells nothing where no wall is known', () => {
    const session = sampleSnapshot({ ...tokens(900_000), walls: [] });
    assert.deepEqual(decideWarning(session, NOTHING, rules), { warning: null, told: NOTHING });
  });

  it('goes by thresholds of one’s own, in whatever order they stand', () => {
    const swapped = { ...rules, earlyPercent: 70, latePercent: 50 };
    assert.equal(decideWarning(sessionAt(55), NOTHING, swapped).warning, 'late');
    assert.equal(
      decideWarning(sessionAt(71), { ...NOTHING, late: true }, swapped).warning,
      'early',
    );
  });

  it('warns at a threshold once between two drops below it, whatever happens in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 40 }), (path) => {
        let told: Told | null = null;
        const armed = { early: false, late: false };
        for (const [index, percent] of path.entries()) {
          const decided = decideWarning(sessionAt(percent), told, rules);
          if (decided.warning === 'early' || decided.warning === 'late') {
            assert.ok(
              armed[decided.warning] &&
                percent >= (decided.warning === 'early' ? 80 : 95) &&
                index > 0,
            );
          }
          if (percent >= 80) armed.early = false;
          if (percent >= 95) armed.late = false;
          if (percent <= 75 || index === 0) armed.early = percent < 80;
          if (percent <= 90 || index === 0) armed.late = percent < 95;
          told = decided.told;
        }
      }),
    );
  });
});

describe('untold', () => {
  it('lets a warning come that never was shown, and no other', () => {
    for (const kind of ['early', 'late'] as const) {
      const told = untold(BOTH, kind);
      assert.equal(decideWarning(sessionAt(99), told, rules).warning, kind);
      assert.deepEqual(decideWarning(sessionAt(99), told, rules).told, BOTH);
      assert.equal(decideWarning(sessionAt(70), told, rules).warning, null);
    }
    const blocked: Told = { ...BOTH, blockedSinceMs: START };
    assert.equal(decideWarning(sessionAt(99, START), blocked, rules).warning, null);
    assert.equal(
      decideWarning(sessionAt(99, START), untold(blocked, 'blocked'), rules).warning,
      'blocked',
    );
  });
});

describe('nearnessPercent', () => {
  it('is exact where the share is a whole number', () => {
    for (let percent = 1; percent <= 120; percent++)
      assert.equal(
        nearnessPercent(
          sampleSnapshot({ ...tokens(percent * 1670), walls: [autoCompact(167_000)] }),
        ),
        percent,
      );
  });
});
