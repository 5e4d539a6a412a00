import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/domain/accounting/snapshot';
import type { CacheState } from '../../../src/domain/caching/cacheState';
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

const asJson = (changes?: Partial<Snapshot>): unknown =>
  JSON.parse(meterAsJson(sampleSnapshot(changes), NOW_MS, inEnglish));
const asLines = (changes?: Partial<Snapshot>): string[] =>
  meterAsText(sampleSnapshot(changes), NOW_MS, inEnglish).split('\n');

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
        meterAsJson(sampleSnapshot({ sessionId: text, model: text }), NOW_MS, inEnglish),
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
