import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/domain/accounting/snapshot';
import type { CacheState } from '../../../src/domain/caching/cacheState';
import { sessionUse, usedBeside } from '../../../src/domain/caching/sessionUse';
import { meterAsJson, meterAsText } from '../../../src/wording/meterReport';
import { inEnglish } from '../../../src/wording/translate';
import { hostileTexts } from '../../fixtures/hostileTexts';
import {
  autoCompact,
  limitWall,
  sampleSnapshot,
  tokens,
  unlimited,
  usageCredits,
} from '../../fixtures/sampleSnapshot';
import { cacheLedgerOf } from '../../fixtures/ledgerOf';
import { usedFile, usedRequest, useWith } from '../../fixtures/usedRequests';

const sampleCache = (changes: Partial<CacheState>): CacheState => ({
  usedMs: null,
  lifetimeMs: 300_000,
  cachedTokens: 150_000,
  systemTokens: 16_000,
  isNew: false,
  isRewritten: false,
  typicalPrompt: { requests: 2, weightedTokens: 20_000 },
  readWeight: 0.1,
  writeWeight: 1.25,
  ...changes,
});
const NOW_MS = Date.UTC(2026, 10, 2, 12);

/** Of a session that had no subagents. */
const USED = {
  ...{ isLowerBound: false, isOutputFinal: true, requests: 174 },
  ...{ inputTokens: 19_313_000, readTokens: 19_000_000, writtenTokens: 301_000 },
  ...{ uncachedTokens: 12_000, weightedTokens: 2_514_000, rewrittenTokens: 0 },
  ...{ outputTokens: 140_000, listPriceUsd: 6.256, subagents: null, compactions: null },
};

const asJson = (changes?: Partial<Snapshot>, use = useWith()): unknown =>
  JSON.parse(meterAsJson({ snapshot: sampleSnapshot(changes), use }, NOW_MS, inEnglish));
const asLines = (changes?: Partial<Snapshot>, use = useWith()): string[] =>
  meterAsText({ snapshot: sampleSnapshot(changes), use }, NOW_MS, inEnglish).split('\n');

describe('meterAsJson', () => {
  it('has these fields and no others', () => {
    assert.deepEqual(asJson(), {
      sessionId: 'one',
      model: 'claude-sonnet-4-6',
      contextTokens: 152_300,
      exact: true,
      held: null,
      limitTokens: 200_000,
      limitReason: 'the window of Sonnet 4.6',
      walls: [
        { kind: 'autoCompact', tokens: 167_000 },
        { kind: 'limit', tokens: 200_000 },
      ],
      blocked: null,
      cache: null,
      used: USED,
    });
  });

  it('says what subagents and compactions used, and where that may be more', () => {
    const files = [
      usedFile('a1', [usedRequest({ read: 1_000_000, written: 7, uncached: 5, output: 70 })]),
      usedFile('a2', [], false),
    ];
    const { used } = asJson({}, useWith(files)) as { used: Record<string, unknown> };
    assert.deepEqual(used, {
      ...USED,
      isLowerBound: true,
      ...{ requests: 175, inputTokens: 20_313_012, readTokens: 20_000_000 },
      ...{ writtenTokens: 301_007, uncachedTokens: 12_005, outputTokens: 140_070 },
      ...{ weightedTokens: 2_614_014, listPriceUsd: 6.256 + 0.2 + 0.000_055 },
      subagents: {
        ...{ count: 2, isLowerBound: true, isOutputFinal: true, requests: 1 },
        ...{ inputTokens: 1_000_012, readTokens: 1_000_000, writtenTokens: 7 },
        ...{ uncachedTokens: 5, weightedTokens: 100_014, rewrittenTokens: 0 },
        ...{ outputTokens: 70, listPriceUsd: 0.200_055 },
      },
    });
  });

  it('says what is not known with null', () => {
    assert.deepEqual(
      asJson({
        sessionId: null,
        model: null,
        ...tokens(null, false),
        limit: { tokens: null, reason: { kind: 'noModel' } },
        walls: [],
      }),
      {
        sessionId: null,
        model: null,
        contextTokens: null,
        exact: false,
        held: null,
        limitTokens: null,
        limitReason: 'not known before the first reply',
        walls: [],
        blocked: null,
        cache: null,
        used: USED,
      },
    );
  });

  it('tells what a running Claude Code goes on with, in either form', () => {
    const process = { pid: 1, startedMs: 1, entrypoint: 'cli' };
    const held = (fileTokens: number | null) => ({
      held: { fileTokens, by: 'prune', isMeasured: true, process } as const,
    });
    assert.deepEqual((asJson(held(38_600)) as { held: unknown }).held, {
      fileTokens: 38_600,
      isMeasured: true,
    });
    assert.ok(
      asLines(held(38_600)).includes(
        'The running Claude Code still uses the old content; the file holds ~38.6K now.',
      ),
    );
    assert.ok(asLines(held(null)).includes('The running Claude Code still uses the old content.'));
  });

  for (const blocked of ['grown', 'entitlement'] as const) {
    it(`tells the block, ${blocked}`, () => {
      assert.deepEqual(
        (
          asJson({ blocked: { kind: 'credits', case: blocked, sinceMs: 1 } }) as {
            blocked: unknown;
          }
        ).blocked,
        { kind: 'credits', case: blocked },
      );
    });
  }

  it('says how the cache stands at that moment', () => {
    const of = (usedMs: number) =>
      (asJson({ cache: sampleCache({ usedMs }) }) as { cache: unknown }).cache;
    assert.deepEqual(of(NOW_MS - 60_000), {
      state: 'warm',
      warmUntil: '2026-11-02T12:04:00.000Z',
      nextWriteTokens: 2_300,
    });
    assert.deepEqual(of(NOW_MS - 300_000), {
      state: 'cold',
      warmUntil: null,
      nextWriteTokens: 152_300,
    });
    assert.deepEqual(of(NOW_MS + 3_600_000), {
      state: 'unknown',
      warmUntil: null,
      nextWriteTokens: null,
    });
  });

  it('is one line, whatever the session holds', () => {
    for (const text of hostileTexts)
      assert.doesNotMatch(
        meterAsJson(
          { snapshot: sampleSnapshot({ sessionId: text, model: text }), use: useWith() },
          NOW_MS,
          inEnglish,
        ),
        /[\r\n]/,
      );
  });
});

describe('meterAsText', () => {
  it('says title, model, size, limit and the walls before it', () => {
    assert.deepEqual(asLines(), [
      'Add CSV import · Sonnet 4.6',
      '152.3K / 200K · 76%',
      'Limit: the window of Sonnet 4.6',
      'auto-compact: at 167K, 14.7K away, about 1–4 turns',
    ]);
    const long: Partial<Snapshot> = {
      ...tokens(158_000, false),
      limit: {
        tokens: 1_000_000,
        reason: { kind: 'asked1m', model: 'claude-sonnet-4-6', proof: true },
      },
    };
    assert.deepEqual(
      asLines({
        ...long,
        walls: [usageCredits(), autoCompact(967_000), limitWall(1_000_000)],
      }).slice(1),
      [
        '~158K / 1M · 15%',
        'Limit: the 1M window was asked for with Sonnet 4.6 [1m]',
        'usage credits: at 200K, 42K away, about 2–8 turns',
        'auto-compact: at 967K, 809K away',
      ],
    );
  });

  it('says in its last line how the cache stands, where there is one', () => {
    const usedMs = NOW_MS - 300_000;
    const last = asLines({ cache: sampleCache({ usedMs }) }).at(-1) ?? '';
    assert.match(last, /^Cache: cold since .+: the next prompt writes ~152K again, as much as 9 /);
    assert.doesNotMatch(asLines().join(), /Cache/);
  });

  it('says what it used with its subagents, where it has had any', () => {
    assert.doesNotMatch(asLines().join('\n'), /Input/);
    const request = usedRequest({ read: 850_000 });
    const files = ['a1', 'a2', 'acompact-1', 'acompact-2'].map((id) => usedFile(id, [request]));
    assert.equal(
      asLines({}, useWith(files)).at(-1),
      'Input of all prompts: 22.7M, of which 2 subagents 1.7M, 2 compactions 1.7M',
    );
    const unlisted = sessionUse(cacheLedgerOf([]), usedBeside(new Set(), [], null));
    assert.equal(
      asLines({}, unlisted).at(-1),
      'Input of all prompts: at least 19.3M; its subagents cannot be read',
    );
  });

  it('calls a wall passed that is', () =>
    assert.equal(
      asLines(tokens(180_000))[3],
      'auto-compact: at 167K, passed: it will compact at the next prompt',
    ));

  it('has no percentage without a limit, and no size before the first reply', () => {
    assert.deepEqual(asLines(unlimited).slice(1), [
      '152.3K',
      'Limit: the context window of acme-coder-2 is not known',
    ]);
    assert.equal(asLines(tokens(null))[1], 'The size is known after the first reply.');
    assert.equal(asLines({ title: '', model: null })[0], 'Without a title');
  });

  it('says why it is blocked', () => {
    assert.ok(
      asLines({ blocked: { kind: 'credits', case: 'grown', sinceMs: null } }).includes(
        'Blocked: usage credits are required; the session has grown past 200K.',
      ),
    );
    assert.ok(
      asLines({ blocked: { kind: 'credits', case: 'entitlement', sinceMs: null } }).includes(
        'Blocked: usage credits are required, though the session is small.',
      ),
    );
  });

  it('lets nothing through that a terminal would obey', () => {
    const harmless = asLines({
      limit: { tokens: null, reason: { kind: 'unknownModel', model: 'x' } },
    }).length;
    for (const text of hostileTexts) {
      const hostile = [
        asLines({
          title: text,
          model: text,
          limit: { tokens: null, reason: { kind: 'unknownModel', model: text } },
        }),
        asLines({
          limit: {
            tokens: 200_000,
            reason: {
              kind: 'disabled1m',
              origin: { file: `/home/${text}/settings.json`, key: 'K' },
            },
          },
        }),
      ];
      for (const lines of hostile) {
        assert.equal(lines.length, harmless);
        assert.doesNotMatch(lines.join(''), /[\p{Cc}\p{Bidi_Control}]/u);
      }
    }
  });
});
