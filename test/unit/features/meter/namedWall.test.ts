import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import { meterOf } from '../../../../src/features/meter/meterView';
import { readSettings, type Settings } from '../../../../src/host/settings';
import { inEnglish } from '../../../../src/wording/translate';
import { following } from '../../../fixtures/sampleFollowing';
import {
  autoCompact,
  hardStop,
  limitWall,
  tokens,
  unlimited,
  usageCredits,
} from '../../../fixtures/sampleSnapshot';

const defaults = readSettings(() => undefined);
const wide: Partial<Snapshot> = {
  limit: {
    tokens: 1_000_000,
    reason: { kind: 'asked1m', model: 'claude-sonnet-4-6', proof: true },
  },
  walls: [usageCredits(), autoCompact(967_000), limitWall(1_000_000)],
};
const moved: Partial<Snapshot> = { ...wide, walls: [autoCompact(167_000), limitWall(1_000_000)] };
const named: [
  what: string,
  changes: Partial<Snapshot>,
  inFormats: Record<Settings['statusBarFormat'], string>,
][] = [
  [
    'almost at auto-compact, far below the limit',
    { ...moved, ...tokens(165_000) },
    {
      both: '165K / 1M · 2K to auto-compact',
      tokens: '165K / 1M · 2K to auto-compact',
      percent: '16% · 2K to auto-compact',
      remaining: '2K to auto-compact',
    },
  ],
  [
    'near it, estimated',
    { ...moved, ...tokens(140_000, false) },
    {
      both: '~140K / 1M · 27K to auto-compact',
      tokens: '~140K / 1M · 27K to auto-compact',
      percent: '~14% · 27K to auto-compact',
      remaining: '~27K to auto-compact',
    },
  ],
  [
    'past it',
    { ...moved, ...tokens(371_300) },
    {
      both: '371K / 1M · 204K past auto-compact',
      tokens: '371K / 1M · 204K past auto-compact',
      percent: '37% · 204K past auto-compact',
      remaining: '204K past auto-compact',
    },
  ],
  [
    'near usage credits',
    { ...wide, ...tokens(191_000) },
    {
      both: '191K / 1M · 9K to credits',
      tokens: '191K / 1M · 9K to credits',
      percent: '19% · 9K to credits',
      remaining: '9K to credits',
    },
  ],
  [
    'near blocked, without auto-compact',
    { walls: [hardStop(177_000), limitWall(200_000)], ...tokens(170_000) },
    {
      both: '170K / 200K · 7K to blocked',
      tokens: '170K / 200K · 7K to blocked',
      percent: '85% · 7K to blocked',
      remaining: '7K to blocked',
    },
  ],
  [
    'near a limit of one’s own',
    { walls: [limitWall(200_000)], ...tokens(190_000) },
    {
      both: '190K / 200K · 10K to the limit',
      tokens: '190K / 200K · 10K to the limit',
      percent: '95% · 10K to the limit',
      remaining: '10K to the limit',
    },
  ],
  [
    'past the limit',
    { walls: [limitWall(200_000)], ...tokens(214_600) },
    {
      both: '214K / 200K · 14K past the limit',
      tokens: '214K / 200K · 14K past the limit',
      percent: '107% · 14K past the limit',
      remaining: '14K past the limit',
    },
  ],
  [
    'near a wall where the limit is not known',
    { ...unlimited, walls: [hardStop(100_000)], ...tokens(99_000) },
    {
      both: '99K · 1K to blocked',
      tokens: '99K · 1K to blocked',
      percent: '99K · 1K to blocked',
      remaining: '99K · 1K to blocked',
    },
  ],
];

describe('The status bar item names the wall that gives its colour', () => {
  for (const [what, changes, inFormats] of named)
    it(what, () => {
      for (const [format, text] of Object.entries(inFormats)) {
        const statusBarFormat = format as Settings['statusBarFormat'];
        const meter = meterOf(following(changes), { ...defaults, statusBarFormat }, inEnglish);
        assert.equal(meter.text, `$(warning) ${text}`);
      }
    });

  it('in what a screen reader says, too', () =>
    assert.equal(
      meterOf(following({ ...moved, ...tokens(371_300) }), defaults, inEnglish).spoken,
      'Claude context 37 percent, 371 thousand tokens of 1 million tokens. Warning: 204 thousand tokens past auto-compact. Session Add CSV import.',
    ));
});
