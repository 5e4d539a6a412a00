import assert from 'node:assert/strict';
import { cacheStanding, type CacheState } from '../../../../src/domain/caching/cacheState';
import { cacheState, type CacheSource } from '../../../../src/domain/caching/readCacheState';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { CachedSession } from '../../../fixtures/cachedSession';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MODEL = 'claude-opus-5-5';

describe('cacheState', () => {
  let session: CachedSession;
  beforeEach(() => (session = new CachedSession()));

  const stateNow = (
    changes: Partial<Pick<CacheSource, 'model' | 'lifetimeMs' | 'isRewritten'>> = {},
  ): CacheState | null => {
    const transcript = session.read();
    const chain = activeChain(transcript);
    return cacheState({
      ...{ transcript, chain, model: MODEL, reported: new Map() },
      ...{ lifetimeMs: null, isRewritten: false },
      ...changes,
    });
  };

  it('is what the newest request left there, and when that was sent', () => {
    session.turn({ read: 10, written: 30 });
    session.prompt();
    const askedMs = session.nowMs;
    session.passTime(MINUTE);
    session.reply({ read: 40, written: 5, uncached: 1 });
    assert.deepEqual(stateNow(), {
      usedMs: askedMs,
      lifetimeMs: 5 * MINUTE,
      cachedTokens: 45_000,
      systemTokens: 10_000,
      isNew: false,
      isRewritten: false,
      typicalPrompt: {
        requests: 1,
        weightedTokens: (1_000 + 37_500 + (4_000 + 6_250 + 1_000)) / 2,
      },
      readWeight: 0.05,
      writeWeight: 1.25,
    });
  });

  it('is none before the first reply, and where replies tell of no cache', () => {
    session.prompt();
    assert.equal(stateNow({ model: null }), null);
    session.reply({ uncached: 40 });
    assert.equal(stateNow(), null);
  });

  it('is of the branch that is resumed', () => {
    const first = session.turn({ read: 10, written: 30 });
    session.turn({ read: 40, written: 50 });
    session.branch(first);
    session.turn({ read: 40, written: 2 });
    assert.equal(stateNow()?.cachedTokens, 42_000);
  });

  it('begins anew after a compaction, with what system prompt and tools have there', () => {
    session.turn({ read: 10, written: 30 });
    session.compact();
    session.entry({ type: 'user', isCompactSummary: true, message: { content: 'Short.' } });
    const state = stateNow({ lifetimeMs: HOUR });
    assert.deepEqual(
      [state?.isNew, state?.cachedTokens, state?.systemTokens, state?.usedMs],
      [true, 0, 10_000, null],
    );
    assert.deepEqual(
      [state?.lifetimeMs, state?.writeWeight, state?.typicalPrompt],
      [HOUR, 2, { requests: 1, weightedTokens: 38_500 }],
    );
  });

  it('goes by the settings only where the reply does not say', () => {
    session.turn({ written: 30, hour: null });
    assert.deepEqual(
      [stateNow()?.lifetimeMs, stateNow({ lifetimeMs: HOUR })?.lifetimeMs],
      [null, HOUR],
    );
    session.turn({ read: 30, written: 5 });
    assert.equal(stateNow({ lifetimeMs: HOUR })?.lifetimeMs, 5 * MINUTE);
  });

  it('has no time where none is noted', () => {
    session.turn({ written: 30 });
    session.lines.splice(0, 2, ...session.lines.map((l) => l.replace(/"timestamp":"[^"]+",/, '')));
    assert.equal(stateNow()?.usedMs, null);
  });

  it('takes the typical prompt of the last ten', () => {
    for (let turn = 0; turn < 30; turn++) {
      session.prompt();
      const requests = turn < 20 ? 9 : 2;
      for (let at = 0; at < requests; at++) session.reply({ read: 100 });
    }
    session.reply({ read: 100, written: 1 });
    assert.deepEqual(stateNow()?.typicalPrompt, { requests: 2, weightedTokens: 20_000 });
  });
});

describe('cacheStanding', () => {
  const NOW_MS = Date.UTC(2026, 10, 2, 12);
  const CONTEXT = 50_000;
  const standing = (changes: Partial<CacheState>, contextTokens: number | null = CONTEXT) =>
    cacheStanding(
      {
        usedMs: NOW_MS,
        lifetimeMs: 5 * MINUTE,
        cachedTokens: 45_000,
        systemTokens: 10_000,
        isNew: false,
        isRewritten: false,
        typicalPrompt: { requests: 3, weightedTokens: 6_250 },
        readWeight: 0.1,
        writeWeight: 1.25,
        ...changes,
      },
      contextTokens,
      NOW_MS,
    );
  const ago = (ms: number, changes: Partial<CacheState> = {}) =>
    standing({ usedMs: NOW_MS - ms, ...changes });

  it('is warm to the last millisecond of its time, and cold from the next one on', () => {
    assert.deepEqual(ago(5 * MINUTE - 1), {
      state: 'warm',
      untilMs: NOW_MS + 1,
      nextWriteTokens: 5_000,
      asPrompts: null,
    });
    assert.deepEqual(ago(5 * MINUTE), {
      state: 'cold',
      untilMs: NOW_MS,
      nextWriteTokens: 50_000,
      asPrompts: 10,
    });
    assert.equal(ago(HOUR - 1, { lifetimeMs: HOUR }).state, 'warm');
    assert.equal(ago(HOUR, { lifetimeMs: HOUR }).state, 'cold');
  });

  it('compares nothing where no prompt is known, and what it weighs where one is', () => {
    assert.equal(ago(HOUR, { typicalPrompt: null }).asPrompts, null);
    assert.equal(ago(HOUR, { typicalPrompt: { requests: 0, weightedTokens: 0 } }).asPrompts, null);
    assert.equal(ago(HOUR, { writeWeight: 2 }).asPrompts, 16);
  });

  it('is not known between five minutes and an hour, where nothing tells for how long', () => {
    const of = (ms: number) => ago(ms, { lifetimeMs: null });
    assert.deepEqual(of(5 * MINUTE - 1), {
      state: 'warm',
      untilMs: null,
      nextWriteTokens: 5_000,
      asPrompts: null,
    });
    for (const ms of [5 * MINUTE, HOUR - 1])
      assert.deepEqual(of(ms), {
        state: 'unknown',
        untilMs: null,
        nextWriteTokens: null,
        asPrompts: null,
      });
    assert.deepEqual([of(HOUR).state, of(HOUR).untilMs], ['cold', null]);
  });

  it('is not known without a time, and where the clock makes no sense', () => {
    assert.equal(standing({ usedMs: null }).state, 'unknown');
    assert.equal(ago(-MINUTE).state, 'warm', 'clocks of two machines differ by as much');
    assert.equal(ago(-MINUTE - 1).state, 'unknown');
  });

  it('is new where nothing of the context was sent: all but system and tools is written', () => {
    assert.deepEqual(standing({ isNew: true, usedMs: null, cachedTokens: 0 }), {
      state: 'new',
      untilMs: null,
      nextWriteTokens: 40_000,
      asPrompts: null,
    });
  });

  it('writes all but system and tools of a file that was changed', () => {
    assert.deepEqual(
      [ago(0, { isRewritten: true }).state, ago(0, { isRewritten: true }).nextWriteTokens],
      ['warm', 40_000],
    );
    assert.equal(ago(HOUR, { isRewritten: true }).nextWriteTokens, 50_000);
  });

  it('writes no less than nothing, and says nothing of a size that is not known', () => {
    assert.equal(standing({ cachedTokens: 60_000 }).nextWriteTokens, 0);
    assert.equal(standing({}, null).nextWriteTokens, null);
    assert.equal(standing({ usedMs: 0 }, null).asPrompts, null);
  });
});
