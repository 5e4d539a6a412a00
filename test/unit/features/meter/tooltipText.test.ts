import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/domain/accounting/snapshot';
import type { FollowedSession } from '../../../../src/operations/following/following';
import { tooltipOf } from '../../../../src/features/meter/tooltipText';
import { inEnglish } from '../../../../src/wording/translate';
import { timeOf } from '../../../../src/wording/wallWords';
import { rendered } from '../../../fixtures/hostileTexts';
import {
  autoCompact,
  hardStop,
  limitWall,
  sampleSnapshot,
  tokens,
  unlimited,
  usageCredits,
} from '../../../fixtures/sampleSnapshot';
import { absent, followed, following } from '../../../fixtures/sampleFollowing';

const at = new Date(2026, 10, 2, 14, 2).getTime();

/** The sections as they read, from the title to the links. */
function sections(changes: Partial<Snapshot>, others: readonly FollowedSession[] = []): string[] {
  return rendered(tooltipOf(following(changes, others), inEnglish)).split('\n\n---\n\n');
}
const size = (changes: Partial<Snapshot>): string => sections(changes)[1]!;
/** The words of the row with this name. */
function row(changes: Partial<Snapshot>, name: string): string | undefined {
  return size(changes)
    .split('\n')
    .find((line) => line.startsWith(`| ${name.replaceAll(' ', '&nbsp;')}&emsp; |`))
    ?.split(' | ')[1]
    ?.slice(0, -2);
}

describe('tooltipOf', () => {
  it('has title, size, items, other sessions and links, in this order', () => {
    const item = { kind: 'toolResult', name: 'Read', subject: 'src/a.py', tokens: 7_240 } as const;
    assert.deepEqual(
      sections({ added: [item] }, [
        followed({ title: 'Other', sessionId: 'other', ...tokens(61_000, false) }),
      ]),
      [
        '**Add CSV import**  \nSonnet 4.6 · turn 7 · live',
        [
          '**152.3K of 200K tokens · 76%**',
          '',
          '| Limit&emsp; | 200K: the window of Sonnet 4.6 |',
          '| :-- | :-- |',
          '| Auto-compact&emsp; | at 167K, 14.7K away, about 1–4 turns |',
          '| Growth&emsp; | ~4.9K a turn |',
        ].join('\n'),
        '| Added last&emsp; |  |\n| :-- | :-- |\n| Read src/a.py&emsp; | ~7.2K |',
        '| Other live session&emsp; |  |\n| :-- | :-- |\n| [Other](command:leeway.switchSession?%5B%22other%22%5D)&emsp; | ~61K, 30% of 200K |',
        `${[
          '[$(filter) Prune to Fit…](command:leeway.pruneToFit?%5B%22one%22%5D)',
          '[$(fold) Compact…](command:leeway.compact?%5B%22one%22%5D)',
        ].join('&nbsp;&nbsp; ')}\n\n${[
          '[$(dashboard) Open Inspector](command:leeway.openInspector)',
          '[$(lightbulb) What Helps](command:leeway.whatHelps)',
          '[$(arrow-swap) Switch Session…](command:leeway.switchSession)',
          '[$(gear) Settings](command:leeway.openSettings)',
          '[$(output) Log](command:leeway.showLog)',
        ].join('&nbsp;&nbsp; ')}`,
      ],
    );
  });

  const headings: [session: FollowedSession, heading: string][] = [
    [
      followed({
        title: null,
        model: null,
        growth: { turns: 0, tokensPerTurn: null, turnTokens: [] },
      }),
      '**Without a title**  \nlive',
    ],
    [
      followed({ title: ' \u202e ' }, { openness: 'closed' }),
      '**Without a title**  \nSonnet 4.6 · turn 7',
    ],
    [
      followed({}, { openness: 'uncertain', reason: 'pinned' }),
      '**Add CSV import**  \nSonnet 4.6 · turn 7 · probably live · pinned',
    ],
  ];
  for (const [active, heading] of headings) {
    it(`says ${JSON.stringify(heading)}`, () =>
      assert.ok(
        rendered(tooltipOf({ ...absent('following'), active }, inEnglish)).startsWith(
          `${heading}\n\n---`,
        ),
      ));
  }

  describe('says how far each wall is', () => {
    const distances: [what: string, changes: Partial<Snapshot>, words: string][] = [
      ['in tokens and in turns', {}, 'at 167K, 14.7K away, about 1–4 turns'],
      ['one turn', tokens(166_000), 'at 167K, 1K away, about 1 turn'],
      ['where a range would say nothing', tokens(120_000), 'at 167K, 47K away'],
      ['passed', tokens(167_000), 'at 167K, passed: it will compact at the next prompt'],
      [
        'passed by a session that is blocked, where nothing is sent',
        { ...tokens(214_600), blocked: { kind: 'credits', case: 'grown', sinceMs: at } },
        'at 167K, passed',
      ],
      [
        'in tokens, without a pace',
        { growth: { turns: 1, tokensPerTurn: null, turnTokens: [] } },
        'at 167K, 14.7K away',
      ],
      [
        'in tokens, at a snail’s pace',
        { growth: { turns: 9, tokensPerTurn: 20, turnTokens: Array<number>(80).fill(20) } },
        'at 167K, 14.7K away',
      ],
    ];
    for (const [what, changes, words] of distances)
      it(what, () => assert.equal(row(changes, 'Auto-compact'), words));

    it('all of them but the limit, which has a row of its own', () => {
      const walls = [usageCredits(), hardStop(977_000), limitWall(1_000_000)];
      assert.equal(row({ walls }, 'Usage credits'), 'at 200K, 47.7K away');
      assert.equal(row({ walls }, 'Blocked'), 'at 977K, 824.7K away');
      assert.equal(size({ walls }).match(/\| Limit&emsp; \|/g)?.length, 1);
    });
  });

  it('says in front, past a wall, how far past it', () => {
    const moved = { walls: [autoCompact(167_000), limitWall(1_000_000)] };
    const limit = { ...sampleSnapshot().limit, tokens: 1_000_000 };
    assert.match(
      size({ ...moved, limit, ...tokens(371_300) }),
      /^\*\*371\.3K of 1M tokens · 204\.3K past auto-compact\*\*/,
    );
    assert.match(size({ ...moved, limit, ...tokens(165_000) }), /^\*\*165K of 1M tokens · 16%\*\*/);
  });

  const since = timeOf(at);
  const remarks: [what: string, changes: Partial<Snapshot>, remark: string | RegExp][] = [
    ['no reply yet', tokens(null), /^The size is known after the first reply\.$/],
    [
      'no limit',
      { ...unlimited, ...tokens(88_000) },
      /^\*\*88K tokens\*\*\n(.|\n)*\| Limit&emsp; \| the context window of acme-coder-2 is not known \|/,
    ],
    [
      'an estimate',
      tokens(114_100, false),
      /^\*\*~114\.1K of 200K tokens · 57%\*\*(.|\n)*~ marks an estimate; the next reply makes it exact\./,
    ],
    [
      'the crossing',
      { beyond200KSinceMs: at, walls: [limitWall(1_000_000)] },
      `| Beyond&nbsp;200K&emsp; | since ${timeOf(at)}; prompts may cost extra |`,
    ],
    [
      'one line that was skipped',
      { skippedLines: 1 },
      '$(warning) 1 line could not be read, so the number may be low.',
    ],
    [
      'lines that were skipped',
      { skippedLines: 12 },
      '$(warning) 12 lines could not be read, so the number may be low.',
    ],
    ['that it still reads', { isComplete: false }, 'Still reading the session.'],
    [
      'a block',
      { ...tokens(214_600), blocked: { kind: 'credits', case: 'grown', sinceMs: at } },
      `$(error) **Blocked since ${since} · 214.6K tokens**\n\nUsage credits are required for 1M context. The session has grown 14.6K past 200K.`,
    ],
    [
      'a block just below',
      { ...tokens(198_000, false), blocked: { kind: 'credits', case: 'grown', sinceMs: null } },
      '$(error) **Blocked · ~198K tokens**\n\nUsage credits are required for 1M context. The session has grown to about 200K.',
    ],
    [
      'a block by entitlement',
      { ...tokens(30_000), blocked: { kind: 'credits', case: 'entitlement', sinceMs: at } },
      'though the session is small: the account or a pinned 1M model is the cause, and compacting will not help.',
    ],
    [
      'a block before the first reply',
      { ...tokens(null), blocked: { kind: 'credits', case: 'entitlement', sinceMs: at } },
      `$(error) **Blocked since ${since}**\n\nUsage credits are required for 1M context, though the session is small`,
    ],
  ];
  for (const [what, changes, remark] of remarks) {
    it(`tells ${what}`, () => {
      const said = size(changes);
      assert.ok(typeof remark === 'string' ? said.includes(remark) : remark.test(said), said);
    });
  }

  it('keeps to itself what there is no reason to say', () => {
    assert.equal(
      sections({ added: [{ kind: 'thinking', name: null, subject: null, tokens: 499 }] }).length,
      3,
    );
    assert.doesNotMatch(size({}), /estimate|Still reading|could not be read|Beyond|Blocked/);
    assert.equal(sections({}).length, 3);
    assert.doesNotMatch(sections(unlimited).at(-1)!, /What Helps/);
  });

  it('names items by what they are about', () => {
    const items: [Snapshot['added'][number], string][] = [
      [
        { kind: 'toolUse', name: 'Bash', subject: 'npm test', tokens: 900 },
        'Call of Bash npm test',
      ],
      [{ kind: 'toolResult', name: null, subject: null, tokens: 900 }, 'Tool result'],
      [
        { kind: 'attachment', name: 'edited_text_file', subject: '/a.ts', tokens: 900 },
        'Reminder of an edited file /a.ts',
      ],
      [
        { kind: 'attachment', name: 'agent_listing_delta', subject: null, tokens: 900 },
        'List of subagents',
      ],
      [{ kind: 'thinking', name: null, subject: null, tokens: 900 }, 'Thinking'],
      [{ kind: 'text', name: null, subject: null, tokens: 900 }, 'Text'],
      [{ kind: 'image', name: null, subject: null, tokens: 900 }, 'Image'],
      [{ kind: 'document', name: null, subject: null, tokens: 900 }, 'Document'],
      [{ kind: 'other', name: null, subject: null, tokens: 900 }, 'Other'],
      [
        { kind: 'toolResult', name: 'x'.repeat(99), subject: `/${'y'.repeat(99)}`, tokens: 900 },
        `${'x'.repeat(47)}… /${'y'.repeat(46)}…`,
      ],
    ];
    assert.deepEqual(
      sections({ added: items.map(([item]) => item) })[2]!
        .split('\n')
        .slice(2),
      items.map(([, words]) => `| ${words}&emsp; | ~900 |`),
    );
  });

  it('tells of other sessions what is known', () => {
    const others = [
      followed({ title: 'New', sessionId: null, ...tokens(null) }),
      followed({ title: null, sessionId: null, ...unlimited, ...tokens(88_000) }),
      followed({ title: 'Exact', sessionId: null, ...tokens(61_400) }),
    ];
    assert.equal(
      sections({}, others)[2],
      '| Other live sessions&emsp; |  |\n| :-- | :-- |\n| New&emsp; | – |\n| Without a title&emsp; | 88K |\n| Exact&emsp; | 61.4K, 30% of 200K |',
    );
  });

  it('says what to do where there is no session', () => {
    assert.match(
      tooltipOf(absent('noFolder'), inEnglish),
      /^\*\*No folder is open\*\*\n\nOpen a folder/,
    );
    assert.match(
      tooltipOf(absent('noConfigDirectory'), inEnglish),
      /^\*\*No Claude Code sessions on this machine yet\*\*\n\nStart `claude`.*`leeway\.configDir`/,
    );
    assert.match(
      tooltipOf(absent('noSession'), inEnglish),
      /^\*\*No Claude Code session in this folder yet\*\*\n\nStart `claude`/,
    );
  });
});
