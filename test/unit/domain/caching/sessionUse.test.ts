import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { CacheTotals } from '../../../../src/domain/caching/requestSum';
import {
  sessionUse,
  usedBeside,
  usedRequestsIn,
  type UsedFile,
  type UsedRequest,
} from '../../../../src/domain/caching/sessionUse';
import { Transcript } from '../../../../src/domain/transcript/transcript';
import { CachedSession } from '../../../fixtures/cachedSession';
import { cacheLedgerOf } from '../../../fixtures/ledgerOf';
import { usedFile, usedRequest, useWith } from '../../../fixtures/usedRequests';

const NONE_MORE = { subagent: 0, compaction: 0 };

describe('the requests of a subagent', () => {
  it('count once, however many lines their replies have, and with their last output', () => {
    const session = new CachedSession();
    session.prompt();
    const reply = { read: 20, written: 3, hour: 1, uncached: 1 };
    session.reply(reply, { messageId: 'a', outputTokens: 1 });
    session.reply(reply, { messageId: 'a', outputTokens: 900 });
    session.turn({ read: 23, written: 2 }, { messageId: 'b' });
    const requests = usedRequestsIn(session.read());
    assert.deepEqual(
      requests.map(({ response, input }) => [response.messageId, response.outputTokens, input]),
      [
        [
          'a',
          900,
          {
            ...{ readTokens: 20_000, writtenTokens: 3_000, uncachedTokens: 1_000 },
            ...{ fiveMinuteTokens: 2_000, oneHourTokens: 1_000 },
          },
        ],
        [
          'b',
          10,
          {
            ...{ readTokens: 23_000, writtenTokens: 2_000, uncachedTokens: 0 },
            ...{ fiveMinuteTokens: 2_000, oneHourTokens: 0 },
          },
        ],
      ],
    );
  });

  it('are none where they were copied from another session', () => {
    const session = new CachedSession();
    session.turn({ written: 30 }, { fields: { forkedFrom: { sessionId: 'other' } } });
    session.turn({ read: 30, written: 1 });
    assert.equal(usedRequestsIn(session.read()).length, 1);
  });

  it('say what they wrote again', () => {
    const session = new CachedSession();
    session.turn({ written: 30 });
    session.turn({ written: 32 });
    assert.deepEqual(
      usedRequestsIn(session.read()).map(({ rewrittenTokens }) => rewrittenTokens),
      [0, 30_000],
    );
  });
});

describe('what a session used', () => {
  it('is its own and that of subagents and compactions, each by the price of its model', () => {
    const own = cacheLedgerOf([]);
    const haiku = { model: 'claude-haiku-4-5', read: 100_000, written: 20_000, uncached: 10 };
    const use = useWith(
      [
        usedFile('a1', [usedRequest({ ...haiku, messageId: 'x', output: 7, isFinal: false })]),
        usedFile('a2', []),
        usedFile('acompact-1', [usedRequest({ messageId: 'y', read: 160_000, output: 3 })]),
      ],
      own,
    );
    assert.deepEqual([use.subagents.count, use.compactions.count], [2, 1]);
    assert.deepEqual(use.subagents.totals, {
      ...{ requests: 1, readTokens: 100_000, writtenTokens: 20_000, uncachedTokens: 10 },
      ...{ fiveMinuteTokens: 20_000, oneHourTokens: 0, weightedTokens: 10_000 + 25_000 + 10 },
      ...{ rewrittenTokens: 0, weightedRewrittenTokens: 0 },
      ...{ outputTokens: 7, unfinishedReplies: 1 },
    });
    // Haiku 4.5: 1 for input, 0.1 for reading; Opus 5.5: 0.2.
    assert.equal(use.subagents.listPrice?.inputUsd.toFixed(6), '0.035010');
    assert.equal(use.compactions.listPrice?.inputUsd.toFixed(6), '0.032000');
    assert.equal(use.all.totals.requests, own.totals.requests + 2);
    assert.equal(use.all.totals.readTokens, own.totals.readTokens + 260_000);
    assert.equal(use.all.totals.outputTokens, own.totals.outputTokens + 10);
    assert.equal(
      use.all.listPrice?.inputUsd.toFixed(6),
      (own.listPrice!.inputUsd + 0.06701).toFixed(6),
    );
    assert.ok(use.all.isWhole);
  });

  it('has no price where a model of any of them is on no list', () => {
    const use = useWith([usedFile('a1', [usedRequest({ model: 'own-model', read: 1 })])]);
    assert.deepEqual([use.subagents.listPrice, use.all.listPrice], [null, null]);
    assert.notEqual(use.compactions.listPrice, null);
  });

  it('counts a reply once that stands in several files, in that of the session too', () => {
    const copied = usedRequest({ messageId: 'own', read: 500 });
    const shared = usedRequest({ messageId: 'shared', read: 70 });
    const nameless = usedRequest({ read: 9 });
    const files = [
      usedFile('a1', [copied, shared, nameless]),
      usedFile('a2', [shared, nameless]),
      usedFile('acompact-1', [shared, copied]),
    ];
    const { subagents, compactions } = usedBeside(new Set(['own']), files, NONE_MORE);
    assert.equal(subagents.totals.readTokens, 70 + 9 + 9);
    assert.deepEqual([compactions.totals.requests, compactions.count], [0, 1]);
  });

  it('is a lower bound where a file could not be read, were too many, or cannot be listed', () => {
    const whole = usedFile('a1', [usedRequest({ read: 5 })]);
    const part = usedFile('acompact-1', [], false);
    const isWhole = (
      files: readonly UsedFile[],
      unlisted: Parameters<typeof usedBeside>[2],
    ): boolean[] => {
      const beside = usedBeside(new Set(), files, unlisted);
      const { all, subagents, compactions } = sessionUse(
        new Transcript(),
        cacheLedgerOf([]),
        beside,
      );
      return [all.isWhole, subagents.isWhole, compactions.isWhole];
    };
    assert.deepEqual(isWhole([whole], NONE_MORE), [true, true, true]);
    assert.deepEqual(isWhole([whole, part], NONE_MORE), [false, true, false]);
    assert.deepEqual(isWhole([whole], { subagent: 2, compaction: 0 }), [false, false, true]);
    assert.deepEqual(isWhole([], null), [false, false, false]);
    assert.equal(usedBeside(new Set(), [whole], { subagent: 2, compaction: 0 }).subagents.count, 3);
  });

  it('is a lower bound where its own file does not tell all', () => {
    const gapOf = (
      write: (session: CachedSession) => void,
      files: readonly UsedFile[] = [],
      unlisted: Parameters<typeof usedBeside>[2] = NONE_MORE,
    ): unknown[] => {
      const session = new CachedSession();
      session.turn({ written: 30 });
      write(session);
      const beside = usedBeside(new Set(), files, unlisted);
      const { gap, all, subagents } = sessionUse(session.read(), cacheLedgerOf([]), beside);
      return [gap, all.isWhole, subagents.isWhole];
    };
    const call =
      (name: string, fields = {}) =>
      (session: CachedSession) =>
        session.entry({
          type: 'assistant',
          message: { id: 'm', content: [{ type: 'tool_use', id: 't', name, input: {} }] },
          ...fields,
        });
    assert.deepEqual(
      gapOf(() => undefined),
      [null, true, true],
    );
    assert.deepEqual(
      gapOf((session) => session.raw('no JSON')),
      ['brokenLines', false, true],
    );
    assert.deepEqual(
      gapOf((session) => session.sidechain(() => session.turn({ written: 9 }))),
      [...['subagentsInside', false, false]],
    );
    for (const tool of ['Task', 'Agent']) {
      assert.deepEqual(gapOf(call(tool)), ['subagentsMissing', false, false]);
      assert.deepEqual(gapOf(call(tool), [usedFile('a1', [])]), [null, true, true]);
      assert.deepEqual(gapOf(call(tool), [], null), [null, false, false]);
      // It was called in the session that this one was forked from.
      assert.deepEqual(gapOf(call(tool, { forkedFrom: { sessionId: 'x' } })), [null, true, true]);
    }
    assert.deepEqual(gapOf(call('TaskOutput')), [null, true, true]);
  });

  it('is the sum of its parts, in whichever order they come', () => {
    const model = fc.constantFrom('claude-opus-5-5', 'claude-sonnet-4-5', 'claude-haiku-4-5');
    const tokens = fc.nat(300_000);
    const request = fc
      .record({
        ...{ read: tokens, written: tokens, uncached: tokens, output: tokens },
        ...{ model, isFinal: fc.boolean() },
      })
      .map((used) => usedRequest({ ...used, messageId: '' }));
    const file = fc
      .tuple(fc.boolean(), fc.array(request, { maxLength: 6 }))
      .map(([isCompaction, requests]) => ({ isCompaction, requests }));
    const shared = fc.array(fc.tuple(fc.nat(9), fc.nat(5), fc.nat(9)), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(file, { minLength: 1, maxLength: 10 }),
        shared,
        fc.infiniteStream(fc.nat()),
        (made, copies, chance) => {
          const named = made.map(({ isCompaction, requests }, at) => ({
            id: `${isCompaction ? 'acompact-' : 'a'}${String(at)}`,
            requests: requests.map((each, index): UsedRequest => ({
              ...each,
              response: { ...each.response, messageId: `${String(at)} ${String(index)}` },
            })),
          }));
          const plain = named.flatMap(({ requests }) => requests);
          // Some stand in another file once more.
          for (const [from, index, to] of copies) {
            const copied = named[from % named.length]!.requests[index];
            if (copied !== undefined) named[to % named.length]!.requests.push(copied);
          }
          const files = named.map(({ id, requests }) => usedFile(id, requests));
          const shuffled = files
            .map((each) => ({ each, at: chance.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ each }) => each);
          const own = cacheLedgerOf([]);
          const use = useWith(shuffled, own);
          assert.deepEqual(use, useWith(files, own));
          const sum = (of: (each: UsedRequest) => number): number =>
            plain.reduce((total, each) => total + of(each), 0);
          const { totals } = use.all;
          assert.equal(totals.requests, own.totals.requests + plain.length);
          assert.equal(
            totals.readTokens,
            own.totals.readTokens + sum(({ input }) => input.readTokens),
          );
          assert.equal(
            totals.outputTokens,
            own.totals.outputTokens + sum(({ response }) => response.outputTokens),
          );
          for (const name of Object.keys(totals) as (keyof CacheTotals)[])
            assert.equal(
              totals[name],
              own.totals[name] + use.subagents.totals[name] + use.compactions.totals[name],
              name,
            );
        },
      ),
      { numRuns: 300 },
    );
  });
});
