import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import type { WarningKind } from '../../../../src/features/notifications/warningPolicy';
import { warningText } from '../../../../src/features/notifications/warningText';
import { inEnglish } from '../../../../src/wording/translate';
import { hostileTexts } from '../../../fixtures/hostileTexts';
import {
  autoCompact,
  hardStop,
  limitWall,
  sampleSnapshot,
  tokens,
  usageCredits,
} from '../../../fixtures/sampleSnapshot';

const textOf = (kind: WarningKind, changes: Partial<Snapshot> = {}) =>
  warningText(kind, sampleSnapshot(changes), inEnglish);
const messageOf = (changes: Partial<Snapshot>): string => textOf('early', changes).message;

describe('warningText', () => {
  const walls: [what: string, changes: Partial<Snapshot>, message: string][] = [
    [
      'auto-compact',
      {},
      '“Add CSV import” holds 152K tokens, 91% of the way to auto-compact at 167K. That is about 1–4 turns away.',
    ],
    [
      'blocked',
      { walls: [hardStop(177_000)] },
      '“Add CSV import” holds 152K tokens, 86% of the way to being blocked at 177K; auto-compact is off.',
    ],
    [
      'the limit',
      { walls: [limitWall(200_000)] },
      '“Add CSV import” has used 76% of its 200K context.',
    ],
    [
      'usage credits that are on',
      { walls: [usageCredits('on')] },
      '“Add CSV import” holds 152K tokens. Beyond 200K, usage credits are on: further prompts may cost extra.',
    ],
    [
      'usage credits that are off',
      { walls: [usageCredits('off')] },
      '“Add CSV import” holds 152K tokens. Beyond 200K every prompt may be refused: usage credits are off.',
    ],
    [
      'usage credits of which nothing is known',
      { walls: [usageCredits()] },
      '“Add CSV import” holds 152K tokens. Beyond 200K, prompts may need usage credits: they cost extra then, or are refused.',
    ],
    ['no wall at all', { walls: [] }, '“Add CSV import” holds 152K tokens.'],
  ];
  for (const [what, changes, message] of walls)
    it(`names ${what}`, () => assert.equal(messageOf(changes), message));

  const passed: [what: string, changes: Partial<Snapshot>, message: string][] = [
    [
      'auto-compact',
      { ...tokens(371_300), walls: [autoCompact(167_000), limitWall(1_000_000)] },
      '“Add CSV import” holds 371K tokens and is past auto-compact (167K): it will compact at the next prompt.',
    ],
    [
      'auto-compact to the token',
      tokens(167_000),
      '“Add CSV import” holds 167K tokens and is past auto-compact (167K): it will compact at the next prompt.',
    ],
    [
      'auto-compact that waits for the API to refuse',
      {
        ...tokens(200_100),
        walls: [
          {
            kind: 'autoCompact',
            tokens: 200_000,
            certain: false,
            trigger: 'refusal',
            movedBy: null,
          },
        ],
      },
      '“Add CSV import” holds 200K tokens and is past auto-compact (200K): it will compact when a prompt is refused as too long.',
    ],
    [
      'blocked',
      { ...tokens(180_000, false), walls: [hardStop(177_000)] },
      '“Add CSV import” holds ~180K tokens and is blocked (above 177K): Claude Code refuses the next prompt.',
    ],
    [
      'the limit',
      { ...tokens(214_600), walls: [limitWall(200_000)] },
      '“Add CSV import” holds 214K tokens and is past its limit (200K).',
    ],
    [
      'usage credits',
      { ...tokens(207_000), walls: [usageCredits('off')] },
      '“Add CSV import” holds 207K tokens. Beyond 200K every prompt may be refused: usage credits are off.',
    ],
  ];
  for (const [what, changes, message] of passed)
    it(`calls a wall passed that is: ${what}`, () => {
      assert.equal(messageOf(changes), message);
      assert.equal(textOf('late', changes).message, message);
    });

  const distances: [what: string, changes: Partial<Snapshot>, end: RegExp][] = [
    ['one turn', tokens(166_000), /167K\. That is about 1 turn away\.$/],
    ['some turns', tokens(160_000), /167K\. That is about 1–3 turns away\.$/],
    ['no pace', { growth: { turns: 1, tokensPerTurn: null, turnTokens: [] } }, /167K\.$/],
    [
      'a snail’s pace',
      { growth: { turns: 9, tokensPerTurn: 20, turnTokens: Array<number>(80).fill(20) } },
      /167K\.$/,
    ],
    ['an estimate', tokens(152_300, false), /^“Add CSV import” holds ~152K tokens,/],
  ];
  for (const [what, changes, end] of distances)
    it(`says how far it is: ${what}`, () => assert.match(messageOf(changes), end));

  it('grows more urgent', () => {
    assert.equal(textOf('early').severity, 'information');
    assert.equal(textOf('late').severity, 'warning');
    assert.equal(textOf('blocked').severity, 'error');
    assert.equal(textOf('late').message, textOf('early').message);
  });

  const blocks: [changes: Partial<Snapshot>, message: string][] = [
    [
      { ...tokens(214_600), blocked: { kind: 'credits', case: 'grown', sinceMs: 1 } },
      'This session holds 214K tokens; making it smaller unblocks it.',
    ],
    [
      { ...tokens(30_000, false), blocked: { kind: 'credits', case: 'entitlement', sinceMs: 1 } },
      'The session holds only ~30K tokens, so its size is not the cause: the account or a pinned 1M model is.',
    ],
    [
      { ...tokens(null, false), blocked: { kind: 'credits', case: 'entitlement', sinceMs: 1 } },
      'The session had no reply yet, so its size is not the cause: the account or a pinned 1M model is.',
    ],
  ];
  for (const [changes, message] of blocks) {
    it(`says of a block: ${message}`, () =>
      assert.equal(
        textOf('blocked', changes).message,
        `Claude Code is blocked: usage credits are required for 1M context. ${message}`,
      ));
  }

  it('shortens long titles and has words for none', () => {
    assert.match(messageOf({ title: 'x'.repeat(200) }), /^“x{59}…” holds/);
    assert.match(messageOf({ title: '😀'.repeat(200) }), /^“(?:😀){59}…” holds/u);
    for (const title of [null, '', ' \n', '\u202e'])
      assert.match(messageOf({ title }), /^This session holds/);
  });

  it('makes neither links nor lines of a title', () => {
    for (const title of hostileTexts) {
      const message = messageOf({ title });
      assert.doesNotMatch(message, /\]\(|[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      assert.match(
        message,
        / holds 152K tokens, 91% of the way to auto-compact at 167K\. That is about 1–4 turns away\.$/,
      );
    }
    assert.match(messageOf({ title: '[click](command:x)' }), /^“\[click\]\u200b\(command:x\)” /);
  });
});
