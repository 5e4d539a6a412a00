import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { turnsOf } from '../../../../src/domain/accounting/turns';
import { cacheLedger, type CacheLedger } from '../../../../src/domain/caching/cacheLedger';
import { cacheStanding } from '../../../../src/domain/caching/cacheState';
import { prunePrice } from '../../../../src/domain/caching/prunePrice';
import { cacheState } from '../../../../src/domain/caching/readCacheState';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { parseLine } from '../../../../src/domain/transcript/parseEntry';
import { Transcript } from '../../../../src/domain/transcript/transcript';
import { LineSplitter } from '../../../../src/io/sessionFile/lineSplitter';
import { plainReplies, plainSum } from '../../../fixtures/plainSum';
import { randomSession } from '../../../fixtures/randomSession';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const fileOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const ledgerOf = (transcript: Transcript): CacheLedger | null =>
  cacheLedger({
    transcript,
    reported: new Map(),
    takenUp: new Map(),
    turnAt: turnsOf(transcript, activeChain(transcript)).at,
  });

/** Reads a file as it grows, and takes its ledger each time. */
function ledgerAfter(pieces: readonly Buffer[]): CacheLedger | null {
  const transcript = new Transcript();
  const splitter = new LineSplitter();
  let line = 0;
  let ledger: CacheLedger | null = null;
  for (const piece of pieces) {
    for (const { bytes, offset, length } of splitter.feed(piece))
      transcript.add(parseLine(bytes, ++line, offset, length));
    ledger = ledgerOf(transcript);
  }
  return ledger;
}

/** Fails for what no display could show. */
function assertNumbers(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value));
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(assertNumbers);
}

describe('the cache ledger of any session file', function () {
  this.timeout(120_000);

  it('adds up to a plain sum over the file', () => {
    let ledgers = 0;
    fc.assert(
      fc.property(randomSession, (lines) => {
        const ledger = ledgerOf(transcriptOf(fileOf(lines)));
        const replies = plainReplies(lines);
        if (!replies.some(({ read, written }) => read + written > 0)) {
          assert.equal(ledger, null);
          return;
        }
        ledgers++;
        assert.ok(ledger !== null);
        const { outputTokens, unfinishedReplies, ...ofInput } = ledger.totals;
        const { weightedTokens, rewrittenTokens, weightedRewrittenTokens, ...counted } = ofInput;
        const { weightedTokens: weighted, ...sum } = plainSum(replies);
        assert.deepEqual(counted, sum);
        assert.ok(Math.abs(weightedTokens - weighted) < 1e-6 * (weighted + 1));
        assert.ok(rewrittenTokens <= sum.writtenTokens);
        assert.ok(weightedRewrittenTokens <= weightedTokens + 1e-6);
        assert.ok(outputTokens >= 0 && unfinishedReplies <= sum.requests);
      }),
      { numRuns: 600 },
    );
    assert.ok(ledgers > 400, `${ledgers} sessions had a cache`);
  });

  it('has no re-write that is larger than what its reply wrote, and says where each stands', () => {
    let rewrites = 0;
    fc.assert(
      fc.property(randomSession, (lines) => {
        const ledger = ledgerOf(transcriptOf(fileOf(lines)));
        assertNumbers(ledger);
        const written = new Map(
          plainReplies(lines).map((reply) => [reply.line, reply.written] as const),
        );
        for (const rewrite of ledger?.rewrites ?? []) {
          rewrites++;
          assert.ok(rewrite.tokens > 0 && rewrite.tokens <= (written.get(rewrite.line) ?? -1));
          assert.ok(rewrite.pauseMs === null || rewrite.pauseMs >= 0);
          assert.ok(rewrite.writeWeight >= 1.25 && rewrite.writeWeight <= 2);
        }
        const all = ledger?.rewrites.map(({ tokens }) => tokens) ?? [];
        assert.equal(
          ledger?.totals.rewrittenTokens ?? 0,
          all.reduce((sum, tokens) => sum + tokens, 0),
        );
      }),
      { numRuns: 600 },
    );
    assert.ok(rewrites > 400, `${rewrites} re-writes were found`);
  });

  it('is the same however the bytes came', () =>
    fc.assert(
      fc.property(randomSession, fc.array(fc.nat(), { maxLength: 6 }), (lines, cuts) => {
        const bytes = Buffer.from(fileOf(lines));
        const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
          (a, b) => a - b,
        );
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        assert.deepEqual(ledgerAfter(pieces), ledgerOf(transcriptOf(bytes)));
      }),
      { numRuns: 300 },
    ));

  it('leaves a state that tells of every moment in numbers', () => {
    const moment = fc.oneof(
      fc.integer({ min: 0, max: 400_000_000 }).map((ms) => Date.UTC(2026, 10, 2, 9) + ms),
      fc.constantFrom(0, Date.UTC(2020, 0), Date.UTC(2040, 0)),
    );
    const place = fc.record({
      itemsBehind: fc.nat(100),
      tokensBehind: fc.nat(300_000),
      savedTokens: fc.nat(200_000),
    });
    let states = 0;
    fc.assert(
      fc.property(
        randomSession,
        moment,
        fc.option(fc.nat(400_000)),
        fc.option(fc.constantFrom(300_000, 3_600_000)),
        fc.boolean(),
        place,
        (lines, nowMs, contextTokens, lifetimeMs, isRewritten, where) => {
          const transcript = transcriptOf(fileOf(lines));
          for (const model of ['claude-opus-5-5', 'own-model']) {
            const state = cacheState({
              ...{ transcript, chain: activeChain(transcript), model },
              ...{ reported: new Map(), lifetimeMs, isRewritten },
            });
            if (state === null) continue;
            states++;
            assertNumbers(state);
            const standing = cacheStanding(state, contextTokens, nowMs);
            assertNumbers(standing);
            assert.ok((standing.nextWriteTokens ?? 0) <= (contextTokens ?? 0));
            assert.equal(
              standing.nextWriteTokens === null,
              contextTokens === null || standing.state === 'unknown',
            );
            assertNumbers(prunePrice({ cache: state, contextTokens }, standing, where));
          }
        },
      ),
      { numRuns: 400 },
    );
    assert.ok(states > 300, `${states} states`);
  });
});
