import assert from 'node:assert/strict';
import { requestsIn } from '../../../../src/domain/caching/cachedRequests';
import {
  cacheRewriteOf,
  type CacheRewrite,
  type RewriteTakenUp,
} from '../../../../src/domain/caching/cacheRewrites';
import { CachedSession } from '../../../fixtures/cachedSession';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('cacheRewriteOf', () => {
  let session: CachedSession;
  beforeEach(() => (session = new CachedSession()));

  /** Of the newest request. */
  const newest = (takenUp: RewriteTakenUp | null = null): CacheRewrite | null => {
    const transcript = session.read();
    const request = requestsIn(transcript).at(-1)!;
    return cacheRewriteOf(request, takenUp, (offset) => (offset > 0 ? 7 : 0));
  };
  const reason = (takenUp: RewriteTakenUp['kind'] | null = null) =>
    newest(takenUp === null ? null : { kind: takenUp, savedTokens: 500 })?.reason;

  it('is none for the first request, and for one that read what there was', () => {
    session.turn({ written: 40 });
    assert.equal(newest(), null);
    session.turn({ read: 40, written: 30 });
    assert.equal(newest(), null);
  });

  it('says how much was written again, where, and what it weighed', () => {
    session.turn({ written: 40 });
    session.passTime(MINUTE);
    session.turn({ read: 15, written: 30, hour: 15 });
    const rewrite = newest()!;
    assert.deepEqual(
      { ...rewrite, offset: typeof rewrite.offset },
      {
        line: 4,
        offset: 'number',
        turn: 7,
        timestampMs: session.nowMs,
        tokens: 25_000,
        writeWeight: (1.25 + 2) / 2,
        pauseMs: MINUTE,
        reason: 'unknown',
        serverReason: null,
        model: 'claude-opus-5-5',
        pruned: null,
      },
    );
  });

  it('is never more than what was written, nor than what was sent', () => {
    session.turn({ written: 40 });
    session.turn({ read: 10, written: 12, uncached: 30 });
    assert.equal(newest()?.tokens, 12_000);
    session.turn({ read: 5, written: 8, uncached: 1 });
    assert.equal(newest()?.tokens, 8_000);
  });

  it('is none below a tenth of what was cached, or below what any model caches', () => {
    session.turn({ written: 100 });
    session.turn({ read: 90.001, written: 20 });
    assert.equal(newest(), null);
    session.branch(null);
    session.turn({ written: 100 });
    session.turn({ read: 90, written: 20 });
    assert.equal(newest()?.tokens, 10_000);
    session.branch(null);
    session.turn({ written: 1.2 });
    session.turn({ read: 0.201, written: 2 });
    assert.equal(newest(), null);
    session.branch(null);
    session.turn({ written: 1.2 });
    session.turn({ read: 0.2, written: 2 });
    assert.equal(newest()?.tokens, 1_000);
  });

  for (const [word, miss] of [
    ['model_changed', 'modelChanged'],
    ['system_changed', 'systemChanged'],
    ['tools_changed', 'toolsChanged'],
    ['messages_changed', 'messagesChanged'],
    ['previous_message_not_found', 'previousMessageNotFound'],
    ['unavailable', 'unavailable'],
  ] as const)
    it(`goes by the server’s word where nothing else is certain: ${word}`, () => {
      session.turn({ written: 40 });
      session.turn({ written: 42 }, { miss: word });
      assert.deepEqual([newest()?.reason, newest()?.serverReason], [miss, miss]);
    });

  for (const word of ['model_changed', 'system_changed', 'tools_changed'])
    it(`prefers the server’s word to a pause and a prune: ${word}`, () => {
      session.turn({ written: 40 });
      session.passTime(2 * HOUR);
      session.turn({ written: 42 }, { miss: word });
      assert.equal(reason('prune'), newest()?.serverReason);
    });

  for (const word of ['messages_changed', 'previous_message_not_found', 'unavailable'])
    it(`prefers what is certain to a word that names no cause: ${word}`, () => {
      session.turn({ written: 40 });
      session.passTime(6 * MINUTE);
      session.turn({ written: 42 }, { miss: word });
      assert.equal(reason(), 'pause');
      assert.notEqual(newest()?.serverReason, null);
      session.branch(null);
      session.turn({ written: 40 });
      session.turn({ written: 42 }, { miss: word });
      assert.deepEqual([reason('prune'), reason('putBack')], ['prune', 'putBack']);
    });

  it('is a compaction before all else, however little was written', () => {
    session.turn({ written: 100 });
    session.compact();
    session.passTime(HOUR);
    session.turn({ read: 15, written: 3 }, { miss: 'messages_changed' });
    assert.deepEqual([reason('prune'), newest()?.tokens], ['compaction', 3_000]);
  });

  it('is another model, by its name without date and window', () => {
    session.turn({ written: 40 }, { model: 'claude-sonnet-4-6' });
    session.turn({ written: 42 }, { model: 'claude-sonnet-4-6[1m]' });
    assert.equal(reason(), 'unknown');
    session.passTime(2 * HOUR);
    session.turn({ written: 44 }, { model: 'claude-opus-5-5' });
    assert.equal(reason('prune'), 'modelChanged');
  });

  describe('after a pause', () => {
    const after = (ms: number, hour: number | null = 0) => {
      session.branch(null);
      session.turn({ written: 40, hour });
      session.passTime(ms);
      session.turn({ written: 42, hour });
      return { reason: reason(), pauseMs: newest()?.pauseMs };
    };

    it('is it only where the cache was certainly let go of: five minutes', () => {
      assert.deepEqual(after(299_000), { reason: 'unknown', pauseMs: 299_000 });
      assert.deepEqual(after(300_000), { reason: 'unknown', pauseMs: 300_000 });
      assert.deepEqual(after(300_001), { reason: 'pause', pauseMs: 300_001 });
    });

    it('an hour', () => {
      assert.equal(after(HOUR, 40).reason, 'unknown');
      assert.equal(after(HOUR + 1, 40).reason, 'pause');
    });

    it('and as for an hour where nothing says how long it was kept', () => {
      assert.equal(after(6 * MINUTE, null).reason, 'unknown');
      assert.equal(after(HOUR, null).reason, 'unknown');
      assert.equal(after(HOUR + 1, null).reason, 'pause');
    });

    it('counts from the last line of the reply, not from its request', () => {
      session.prompt();
      session.passTime(10 * MINUTE);
      session.reply({ written: 40 });
      session.passTime(MINUTE);
      session.turn({ written: 42 });
      assert.deepEqual([reason(), newest()?.pauseMs], ['unknown', MINUTE]);
    });

    it('says nothing of it where the clock was set back, and nothing for lines out of step', () => {
      assert.deepEqual(after(-60_001), { reason: 'unknown', pauseMs: null });
      assert.deepEqual(after(-60_000), { reason: 'unknown', pauseMs: 0 });
    });
  });

  it('tells what a prune saved, be that the reason or not', () => {
    session.turn({ written: 40 });
    session.turn({ written: 20 });
    assert.deepEqual(newest({ kind: 'prune', savedTokens: null })?.pruned, {
      savedTokens: null,
      requests: 1,
    });
    assert.equal(newest({ kind: 'putBack', savedTokens: -9 })?.pruned, null);
    session.passTime(HOUR);
    session.turn({ written: 18 });
    const late = newest({ kind: 'prune', savedTokens: 2_000 });
    assert.deepEqual([late?.reason, late?.pruned?.savedTokens], ['pause', 2_000]);
  });
});
