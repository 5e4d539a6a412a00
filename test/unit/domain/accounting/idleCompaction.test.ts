import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import {
  idleCompaction,
  idleCompactionMs,
  outlookEndsMs,
  type IdleEvidence,
  type WatchedSession,
} from '../../../../src/domain/accounting/idleCompaction';
import { NOT_REWRITTEN } from '../../../../src/domain/accounting/rewriteHistory';
import { takeSnapshot } from '../../../../src/domain/accounting/snapshot';
import { cacheStanding } from '../../../../src/domain/caching/cacheState';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { plainSizes } from '../../../fixtures/plainSizes';
import { sampleFigures } from '../../../fixtures/sampleFigures';
import { SAMPLE_NOW_MS as NOW, sampleCache } from '../../../fixtures/sampleSnapshot';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { found, off } from '../../../fixtures/wallEvidence';

const MINUTE = 60_000;
const REPLIED = NOW - 10 * MINUTE;

function expected(
  changes: Partial<IdleEvidence> = {},
  controls: Partial<IdleEvidence['controls']> = {},
): ReturnType<typeof idleCompaction> {
  return idleCompaction({
    version: '2.1.332',
    tokens: 210_000,
    cache: sampleCache(),
    repliedMs: REPLIED,
    isBlocked: false,
    told: null,
    ...changes,
    controls: { ...NO_CONTROLS, ...controls },
  });
}

const due = (...given: Parameters<typeof expected>): number | null => expected(...given).dueMs;

describe('idleCompaction', () => {
  it('is to be expected 54 minutes after the last reply', () => {
    assert.deepEqual(expected(), { isOn: true, dueMs: REPLIED + 54 * MINUTE });
  });

  it('came with 2.1.286; what a release does that is not known, is not known', () => {
    assert.deepEqual(expected({ version: '2.1.285' }), { isOn: false, dueMs: null });
    assert.notEqual(due({ version: '2.1.286' }), null);
    for (const version of [null, 'next'])
      assert.deepEqual(expected({ version }), { isOn: true, dueMs: null });
  });

  it('is off where a setting says so, and off for nobody who says it is on', () => {
    assert.deepEqual(expected({}, { idleCompaction: found(false) }), { isOn: false, dueMs: null });
    assert.notEqual(due({}, { idleCompaction: found(true) }), null);
    assert.equal(expected({ version: null }, { idleCompaction: found(false) }).isOn, false);
  });

  it('needs auto-compaction, by the word of the process before that of the settings', () => {
    const told = (tokens: number | null): Partial<IdleEvidence> => ({
      told: sampleFigures({ autoCompact: { tokens, source: null } }),
    });
    assert.equal(due({}, off), null);
    assert.equal(due(told(null)), null);
    assert.notEqual(due(told(167_000), off), null);
    assert.equal(due({ told: sampleFigures({ autoCompact: null }) }, off), null);
  });

  it('begins at 200K, or at what is asked for, but not below 100K', () => {
    assert.equal(due({ tokens: 199_999 }), null);
    assert.notEqual(due({ tokens: 200_000 }), null);
    const from = (asked: number, tokens: number): number | null =>
      due({ tokens }, { idleCompactMinTokens: found(asked) });
    assert.equal(from(150_000, 149_999), null);
    assert.notEqual(from(150_000, 150_000), null);
    assert.equal(from(50_000, 99_999), null);
    assert.notEqual(from(50_000, 100_000), null);
    assert.equal(from(300_000, 299_999), null);
    assert.equal(due({ tokens: null }), null);
  });

  it('needs a cache that is kept for an hour', () => {
    assert.equal(due({ cache: sampleCache({ lifetimeMs: 5 * MINUTE }) }), null);
    assert.equal(due({ cache: sampleCache({ lifetimeMs: null }) }), null);
    assert.equal(due({ cache: null }), null);
  });

  it('needs a reply of this context, and none for a session that is blocked', () => {
    assert.equal(due({ repliedMs: null }), null);
    assert.equal(due({ isBlocked: true }), null);
  });

  it('is told from the session file: from the end of the last reply, and of none before', () => {
    const writer = new TranscriptWriter({ model: 'claude-opus-5-5' });
    const dueOf = (): number | null => {
      const transcript = transcriptOf(writer.toString());
      const chain = activeChain(transcript);
      const usage = contextUsage(transcript, chain, plainSizes);
      const { idleCompaction: found } = takeSnapshot({
        ...{ path: '/one.jsonl', transcript, chain, usage, tokensOf: plainSizes, isCounted: true },
        ...{ history: NOT_REWRITTEN, holders: [] },
        settings: { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS },
      });
      return found.dueMs;
    };
    const reply = (contextTokens: number, isKeptAnHour: boolean): void => {
      writer.prompt('Go on.');
      writer.response({
        blocks: [{ type: 'text', text: 'Done.' }],
        usage: { contextTokens, outputTokens: 100, isKeptAnHour },
      });
    };
    reply(210_000, true);
    const repliedMs = writer.nowMs;
    assert.equal(dueOf(), repliedMs + 54 * MINUTE);
    writer.prompt('And now?');
    assert.equal(dueOf(), repliedMs + 54 * MINUTE);
    writer.apiError('creditsSubscriber');
    assert.equal(dueOf(), null);
    reply(220_000, false);
    assert.equal(dueOf(), null);
    reply(230_000, true);
    assert.equal(dueOf(), writer.nowMs + 54 * MINUTE);
    writer.compaction({ summary: 'All of it.', preTokens: 230_000, postTokens: 400 });
    assert.equal(dueOf(), null);
  });
});

/** Left alone in a terminal since its reply, with a cache that is warm until 14:32. */
function watched(changes: Partial<WatchedSession> = {}): WatchedSession {
  return {
    snapshot: { cache: sampleCache(), idleCompaction: { isOn: true, dueMs: NOW + 30 * MINUTE } },
    isInTerminal: true,
    status: 'idle',
    ...changes,
  };
}

describe('idleCompactionMs', () => {
  it('is of a session that nobody works in, in a terminal', () => {
    assert.equal(idleCompactionMs(watched(), NOW), NOW + 30 * MINUTE);
    assert.equal(idleCompactionMs(watched({ status: 'shell' }), NOW), NOW + 30 * MINUTE);
    for (const status of ['busy', 'waiting', 'compacting', null])
      assert.equal(idleCompactionMs(watched({ status }), NOW), null, String(status));
    assert.equal(idleCompactionMs(watched({ isInTerminal: false }), NOW), null);
  });

  it('is over once its moment has come, or the cache is cold', () => {
    assert.notEqual(idleCompactionMs(watched(), NOW + 30 * MINUTE - 1), null);
    assert.equal(idleCompactionMs(watched(), NOW + 30 * MINUTE), null);
    const { snapshot } = watched();
    const { usedMs, lifetimeMs } = snapshot.cache!;
    const late = { ...snapshot, idleCompaction: { isOn: true, dueMs: NOW + 90 * MINUTE } };
    assert.notEqual(idleCompactionMs(watched({ snapshot: late }), usedMs! + lifetimeMs! - 1), null);
    assert.equal(idleCompactionMs(watched({ snapshot: late }), usedMs! + lifetimeMs!), null);
    assert.equal(idleCompactionMs(watched({ snapshot: { ...snapshot, cache: null } }), NOW), null);
  });
});

describe('outlookEndsMs', () => {
  it('is the next moment at which a hover says something else, and none before it', () => {
    const sessions = fc.record({
      usedAgoMs: fc.integer({ min: -70 * MINUTE, max: 200 * MINUTE }),
      replyMs: fc.integer({ min: 0, max: 20 * MINUTE }),
      lifetimeMs: fc.constantFrom(null, 5 * MINUTE, 60 * MINUTE),
      status: fc.constantFrom('idle', 'busy'),
      share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(sessions, ({ usedAgoMs, replyMs, lifetimeMs, status, share }) => {
        const usedMs = NOW - usedAgoMs;
        const cache = sampleCache({ usedMs, lifetimeMs });
        const session = watched({
          status,
          snapshot: { cache, idleCompaction: expected({ cache, repliedMs: usedMs + replyMs }) },
        });
        const said = (ms: number): string =>
          `${cacheStanding(cache, null, ms).state} ${String(idleCompactionMs(session, ms))}`;
        const endMs = outlookEndsMs(session, NOW);
        const within = NOW + Math.floor(share * ((endMs ?? NOW + 9_000 * MINUTE) - NOW));
        assert.equal(said(within), said(NOW));
        if (endMs === null) return;
        assert.ok(endMs > NOW);
        assert.notEqual(said(endMs), said(NOW));
      }),
    );
  });
});
