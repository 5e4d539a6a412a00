import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Blocked } from '../../../../src/domain/accounting/snapshot';
import {
  decideWarning,
  nearnessPercent,
  type Told,
  type WarningKind,
  type WarningRules,
} from '../../../../src/features/notifications/warningPolicy';
import { autoCompact, sampleSnapshot, tokens } from '../../../fixtures/sampleSnapshot';

const START = 1_000_000;
const rules: WarningRules = {
  earlyPercent: 80,
  latePercent: 95,
  muted: new Set(),
  startedAtMs: START,
};
const NOTHING: Told = { early: false, late: false, blockedSinceMs: null };
const EARLY: Told = { ...NOTHING, early: true };
const BOTH: Told = { ...EARLY, late: true };
const UNCOUNTED: Told = { early: null, late: null, blockedSinceMs: null };

/** A session at this percent of its nearest wall; `null` for a size that is not known. */
function sessionAt(percent: number | null, blockedSinceMs?: number | null) {
  const blocked: Blocked | null =
    blockedSinceMs === undefined
      ? null
      : { kind: 'credits', case: 'grown', sinceMs: blockedSinceMs };
  return sampleSnapshot({
    ...tokens(percent === null ? null : percent * 1000),
    walls: [autoCompact(100_000)],
    blocked,
  });
}

interface Row {
  readonly what: string;
  readonly told: Told | null;
  readonly percent: number | null;
  /** Default: counted. */
  readonly isCounted?: boolean;
  readonly blockedSinceMs?: number | null;
  readonly muted?: readonly WarningKind[];
  readonly says: WarningKind | null;
  readonly toldNext: Told;
}

describe('decideWarning', () => {
  const rows: Row[] = [
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
  ];
  for (const {
    what,
    told,
    percent,
    isCounted = true,
    blockedSinceMs,
    muted = [],
    says,
    toldNext,
  } of rows) {
    it(`tells ${what}`, () => {
      const decided = decideWarning({ ...sessionAt(percent, blockedSinceMs), isCounted }, told, {
        ...rules,
        muted: new Set(muted),
      });
      assert.deepEqual(decided, { warning: says, told: toldNext });
    });
  }

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
