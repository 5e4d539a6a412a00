import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { CacheLedger } from '../../../../src/domain/caching/cacheLedger';
import type { CacheRewrite } from '../../../../src/domain/caching/cacheRewrites';
import { cacheLaneOf } from '../../../../src/features/inspector/cacheLaneView';
import { sessionOf } from '../../../../src/features/inspector/inspectorView';
import type { UsedFile } from '../../../../src/domain/caching/sessionUse';
import type { CacheLane } from '../../../../src/features/inspector/cacheProtocol';
import { parseToInspectorPage } from '../../../../src/features/inspector/protocol';
import { inEnglish, inTextsOf } from '../../../../src/wording/translate';
import { hostileTexts } from '../../../fixtures/hostileTexts';
import { ledgerInspection } from '../../../fixtures/ledgerInspection';
import { cacheLedgerOf, cacheRewrite } from '../../../fixtures/ledgerOf';
import { usedFile, usedRequest, useWith } from '../../../fixtures/usedRequests';

const laneOf = (ledger: CacheLedger): CacheLane => cacheLaneOf({ ledger, use: null }, inEnglish)!;
const laneOfRewrites = (...rewrites: CacheRewrite[]): CacheLane => laneOf(cacheLedgerOf(rewrites));
const told = (changes: Partial<CacheRewrite>): string =>
  laneOfRewrites(cacheRewrite(changes)).rewrites[0]!.told;

const USED_BESIDE = [
  usedFile('a1', [usedRequest({ read: 1_000_000 })]),
  usedFile('acompact-1', [usedRequest({ read: 500_000 })], false),
];

describe('the cache lane of the inspector', () => {
  it('is nothing where no reply tells of a cache', () => {
    assert.equal(cacheLaneOf({ ledger: null, use: useWith() }, inEnglish), null);
  });

  it('has each re-write with its size, the pause and the reason', () => {
    const lane = cacheLaneOf(ledgerInspection(), inEnglish)!;
    assert.deepEqual(
      lane.rewrites.map(({ turn, size, pause, reason }) => [turn, size, pause, reason].join(', ')),
      [
        '6, 88K, 72 min, 72 min pause',
        '22, 36K, 2 min, compacted',
        '36, 121K, 40 s, tools changed',
        '45, 103K, 6 min, pruned',
      ],
    );
    assert.deepEqual(lane.rewrites.map(({ sentence }) => sentence).slice(0, 2), [
      '88K written again: 72 min pause',
      '36K written again: compacted',
    ]);
    const [unknown] = laneOfRewrites(cacheRewrite({ pauseMs: null })).rewrites;
    assert.equal(unknown!.sentence, '50K written again: nothing tells why');
    assert.deepEqual([unknown!.reason, unknown!.pause], ['unknown', '']);
  });

  it('sums them up: how many, which share by weight, and what of the price list', () => {
    const lane = cacheLaneOf(ledgerInspection(), inEnglish)!;
    assert.deepEqual(
      [lane.words, lane.share, lane.percent, lane.sentence],
      ['4 re-writes', '21% of the input', '21%', '4 re-writes of the cache, 21% of the input'],
    );
    assert.equal(
      lane.money,
      'Written again: $2.80 of $9.06 by the API’s price list of 2026-10-24; on a plan you pay with limits, not per token.',
    );
    assert.deepEqual(
      lane.totals.map(({ name, words }) => `${name}: ${words}`),
      [
        'Requests: 174',
        'Read from the cache: 19M',
        'Written for an hour: 651.4K',
        'Not cached: 12K',
        'Written again: 350.4K · 21% of the input',
      ],
    );
    const one = laneOfRewrites(cacheRewrite());
    assert.deepEqual(
      [one.words, one.sentence],
      ['1 re-write', '1 re-write of the cache, 3% of the input'],
    );
  });

  it('tells all input with that of subagents and compactions, where there are any', () => {
    const used = (files: readonly UsedFile[]): string =>
      cacheLaneOf({ ledger: cacheLedgerOf([]), use: useWith(files) }, inEnglish)!.used;
    assert.equal(used([]), '');
    const beside = { ledger: cacheLedgerOf([]), use: useWith(USED_BESIDE) };
    assert.match(
      cacheLaneOf(beside, inEnglish)!.money,
      /^All input of the session itself: \$6\.26 /,
    );
    const again = { ...beside, ledger: cacheLedgerOf([cacheRewrite()]) };
    assert.match(
      cacheLaneOf(again, inEnglish)!.money,
      /^Written again in the session itself: \$0\.40 of \$6\.66 by /,
    );
    assert.equal(
      used(USED_BESIDE),
      'Input of all prompts: at least 20.8M ($6.56), of which 1 subagent 1M ($0.20), 1 compaction at least 500K ($0.10)',
    );
  });

  it('says nothing of a price that is not on the list, nor a share that is rounded to none', () => {
    const unlisted = cacheLedgerOf([cacheRewrite({ tokens: 1_100 })], { listPrice: null });
    const lane = laneOf(unlisted);
    assert.deepEqual([lane.money, lane.percent], ['', '<1%']);
    const cheap = { inputUsd: 0.004, rewritesUsd: 0, asOf: '2026-10-24' };
    assert.match(
      laneOf(cacheLedgerOf([], { listPrice: cheap })).money,
      /^All input: <\$0\.01 by the API’s price list/,
    );
  });

  it('has no words where nothing was written again, and all that was taken in', () => {
    const lane = laneOfRewrites();
    assert.deepEqual([lane.words, lane.share, lane.percent, lane.sentence], ['', '', '', '']);
    assert.equal(lane.totals.at(-1)?.words, '0');
  });

  it('tells for how long was written, and where nothing says so', () => {
    const ledger = cacheLedgerOf([]);
    const totals = { ...ledger.totals, writtenTokens: 9_000, fiveMinuteTokens: 3_000 };
    const lane = laneOf({ ...ledger, totals: { ...totals, oneHourTokens: 2_000 } });
    assert.deepEqual(lane.totals.slice(2, 5), [
      { name: 'Written for five minutes', words: '3K' },
      { name: 'Written for an hour', words: '2K' },
      { name: 'Written, nothing tells for how long', words: '4K' },
    ]);
  });

  it('gives the server’s word where it is not the reason and says something', () => {
    const pause = { reason: 'pause', pauseMs: 61 * 60_000 } as const;
    assert.equal(
      told({ ...pause, serverReason: 'previousMessageNotFound' }),
      'The server: earlier message not found.',
    );
    assert.equal(told({ ...pause, serverReason: 'unavailable' }), '');
    assert.equal(told({ reason: 'toolsChanged', serverReason: 'toolsChanged' }), '');
  });

  it('tells what a prune really cost and saved, and whether it has paid', () => {
    const prune = (savedTokens: number | null, requests: number, changes = {}) =>
      told({
        ...{ reason: 'prune', tokens: 108_000, writeWeight: 1.25, model: 'claude-opus-4-8' },
        ...{ pruned: { savedTokens, requests }, ...changes },
      });
    // 108K × (1.25 − 0.1) against 33K × 0.1 a request: 37.6 of them.
    assert.equal(
      prune(33_000, 38),
      'Wrote 108K of cache again, saves 33K in every request; it has paid for itself.',
    );
    assert.equal(
      prune(33_000, 37),
      'Wrote 108K of cache again, saves 33K in every request; 37 of 38 requests until it has paid for itself.',
    );
    assert.equal(
      prune(33_000, 9, { reason: 'pause', pauseMs: 1e7 }),
      'The cache was written again anyway; saves 33K in every request at no cost.',
    );
    assert.equal(prune(0, 9), '');
    assert.equal(prune(null, 9), '');
    // Reading costs less with this model, so it takes longer.
    assert.equal(
      prune(33_000, 38, { model: 'claude-opus-5-5', serverReason: 'messagesChanged' }),
      'The server: messages changed. Wrote 108K of cache again, saves 33K in every request; 38 of 79 requests until it has paid for itself.',
    );
  });

  it('is sent in one message however many re-writes there are: the newest, and their number', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => cacheRewrite({ line: index + 1 }));
    const lane = laneOfRewrites(...many);
    assert.equal(lane.count, 4_000);
    assert.equal(lane.words, '4000 re-writes');
    assert.deepEqual(
      [lane.rewrites.length, lane.rewrites[0]!.line, lane.rewrites.at(-1)!.line],
      [300, 3_701, 4_000],
    );
  });

  it('is a message of the protocol whatever a transcript says, and shows no text of it', () => {
    const german = inTextsOf(
      JSON.parse(
        readFileSync(path.join(__dirname, '../../../../l10n/bundle.l10n.de.json'), 'utf8'),
      ) as Record<string, unknown>,
    );
    const numbers = fc.oneof(
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.constantFrom(0, Number.MAX_SAFE_INTEGER, 1e300),
    );
    const rewrites = fc.array(
      fc.record({
        ...{ line: numbers, turn: numbers, tokens: numbers, pauseMs: fc.option(numbers) },
        model: fc.constantFrom(...hostileTexts, '__proto__', 'constructor', 'claude-opus-5-5'),
        reason: fc.constantFrom<CacheRewrite['reason']>(
          ...(['pause', 'prune', 'unknown', 'compaction', 'previousMessageNotFound'] as const),
        ),
        serverReason: fc.constantFrom(null, 'messagesChanged' as const, 'unavailable' as const),
        pruned: fc.option(
          fc.record({ savedTokens: fc.option(fc.double({ noNaN: true })), requests: numbers }),
        ),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(rewrites, fc.constantFrom(inEnglish, german), (made, t) => {
        const inspection = { ...ledgerInspection(), ledger: cacheLedgerOf(made.map(cacheRewrite)) };
        const session = sessionOf(
          {
            ...{ snapshot: inspection.snapshot, inspection, openness: 'open', trouble: null },
            thresholds: { earlyPercent: 80, latePercent: 95 },
            nowMs: 0,
          },
          t,
        );
        assert.deepEqual(parseToInspectorPage({ type: 'session', session }), {
          type: 'session',
          session,
        });
        const words = JSON.stringify(session.cacheLane);
        assert.ok(made.every(({ model }) => model.length < 20 || !words.includes(model)));
      }),
      { numRuns: 200 },
    );
  });

  it('speaks German', () => {
    const texts = JSON.parse(
      readFileSync(path.join(__dirname, '../../../../l10n/bundle.l10n.de.json'), 'utf8'),
    ) as Record<string, unknown>;
    const use = useWith(USED_BESIDE);
    const lane = cacheLaneOf({ ...ledgerInspection(), use }, inTextsOf(texts))!;
    assert.deepEqual(
      [lane.words, lane.share, lane.rewrites[0]?.reason],
      ['4× neu geschrieben', '21% des Inputs', '72 min Pause'],
    );
    assert.equal(
      lane.used,
      'Input aller Prompts: mindestens 20.8M ($6.56), davon 1 Subagent 1M ($0.20), 1 Verdichtung mindestens 500K ($0.10)',
    );
    assert.ok(!/\b(?:written|the|input|prune|server: [a-z]+ed)\b/.test(JSON.stringify(lane)));
  });
});
