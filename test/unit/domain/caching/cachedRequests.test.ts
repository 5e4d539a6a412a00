import assert from 'node:assert/strict';
import { endOf, requestsIn } from '../../../../src/domain/caching/cachedRequests';
import type { Transcript } from '../../../../src/domain/transcript/transcript';
import { CachedSession } from '../../../fixtures/cachedSession';

const MINUTE = 60_000;
const requestsOf = (transcript: Transcript) => requestsIn(transcript);

describe('requestsIn', () => {
  let session: CachedSession;
  beforeEach(() => (session = new CachedSession()));

  /** Each request by its line, with that of the one it goes on from. */
  const ways = () =>
    requestsOf(session.read()).map(({ line, former }) => [line, former?.line ?? null]);

  it('has one request for a reply, on however many lines it stands', () => {
    session.prompt();
    session.reply({ read: 10, written: 2 }, { messageId: 'msg_a' });
    session.reply({ read: 10, written: 2 }, { messageId: 'msg_a' });
    session.turn({ read: 12, written: 1 });
    assert.deepEqual(ways(), [
      [2, null],
      [5, 2],
    ]);
  });

  it('takes a line of a reply that came late for the same request', () => {
    session.prompt();
    const first = session.reply({ written: 12 }, { messageId: 'msg_a' });
    const result = session.prompt();
    session.branch(first);
    session.reply({ written: 12 }, { messageId: 'msg_a' });
    session.branch(result);
    session.reply({ read: 12, written: 1 });
    assert.deepEqual(ways(), [
      [2, null],
      [5, 2],
    ]);
  });

  it('goes on, after a rewind, from the reply that was rewound to', () => {
    const first = session.turn({ written: 12 });
    session.turn({ read: 12, written: 3 });
    session.branch(first);
    session.turn({ read: 12, written: 4 });
    assert.deepEqual(ways(), [
      [2, null],
      [4, 2],
      [6, 2],
    ]);
  });

  it('goes on, after a rewind, from a reply that stands far in front', () => {
    const first = session.turn({ written: 12 });
    for (let at = 0; at < 20; at++) session.turn({ read: 12 + at, written: 1 });
    session.branch(first);
    session.turn({ read: 12, written: 4 });
    assert.deepEqual(ways().at(-1), [44, 2]);
  });

  it('keeps two processes apart that write into one file by turns', () => {
    const start = session.turn({ written: 12 });
    const a = session.turn({ read: 12, written: 3 });
    session.branch(start);
    const b = session.turn({ read: 12, written: 4 });
    session.branch(a);
    session.turn({ read: 15, written: 1 });
    session.branch(b);
    session.turn({ read: 16, written: 1 });
    assert.deepEqual(ways(), [
      [2, null],
      [4, 2],
      [6, 2],
      [8, 4],
      [10, 6],
    ]);
  });

  it('goes through metadata that stands in the chain', () => {
    session.turn({ written: 12 });
    session.entry({ type: 'progress', data: {} });
    session.entry({ type: 'progress', data: {} });
    session.turn({ read: 12, written: 1 });
    assert.deepEqual(ways(), [
      [2, null],
      [6, 2],
    ]);
  });

  it('goes on from what was written before, where the parent is not there', () => {
    session.turn({ written: 12 });
    session.branch('not-there');
    session.turn({ read: 12, written: 1 });
    assert.deepEqual(ways().at(-1), [4, 2]);
  });

  it('begins anew where an entry has no parent', () => {
    session.turn({ written: 12 });
    session.branch(null);
    session.turn({ written: 12 });
    assert.deepEqual(ways().at(-1), [4, null]);
  });

  it('leaves out what no model was asked for, and subagents', () => {
    session.prompt();
    session.reply({ written: 12 }, { model: '<synthetic>' });
    session.reply({ written: 12 }, { fields: { isApiErrorMessage: true } });
    session.sidechain(() => session.turn({ written: 12 }));
    session.reply({});
    session.reply({ written: 13 });
    assert.deepEqual(ways(), [[7, null]]);
  });

  describe('a compaction', () => {
    const compactionOf = (at: number) => requestsOf(session.read()).at(at)?.compaction?.line;

    it('stands between two requests', () => {
      session.turn({ written: 12 });
      session.compact();
      session.turn({ read: 5, written: 2 });
      session.turn({ read: 7, written: 2 });
      assert.deepEqual(ways(), [
        [2, null],
        [5, 2],
        [7, 5],
      ]);
      assert.deepEqual([compactionOf(1), compactionOf(2)], [3, undefined]);
    });

    it('stands in front of the first reply that tells its size', () => {
      session.turn({ written: 12 });
      session.compact();
      session.turn({});
      session.turn({ read: 5, written: 2 });
      assert.deepEqual([ways().at(-1), compactionOf(-1)], [[7, 2], 3]);
    });

    for (const [form, metadata] of [
      ['the tail', (uuid: string) => ({ preservedSegment: { tailUuid: uuid } })],
      ['a preserved entry', (uuid: string) => ({ preservedMessages: { uuids: [uuid] } })],
    ] as const)
      it(`counts where the conversation goes on from ${form} in front of it`, () => {
        session.turn({ written: 12 });
        const kept = session.turn({ read: 12, written: 2 });
        session.compact({ logicalParentUuid: null, compactMetadata: metadata(kept) });
        session.branch(kept);
        session.turn({ read: 5, written: 2 });
        assert.deepEqual([ways().at(-1), compactionOf(-1)], [[7, 4], 5]);
      });

    it('does not count for a branch that goes on from elsewhere in front of it', () => {
      const other = session.turn({ written: 12 });
      session.turn({ read: 12, written: 2 });
      session.compact();
      session.branch(other);
      session.turn({ read: 12, written: 3 });
      assert.deepEqual([ways().at(-1), compactionOf(-1)], [[7, 2], undefined]);
    });
  });

  describe('of a fork', () => {
    for (const [how, fields] of [
      ['/branch', { forkedFrom: { sessionId: 'two' } }],
      ['--fork-session', { requestSessionId: 'two' }],
    ] as const)
      it(`has none that was copied by ${how}, and goes on from none`, () => {
        session.turn({ written: 12 }, { fields });
        session.turn({ read: 12, written: 2 }, { fields });
        session.turn({ written: 16 });
        assert.deepEqual(ways(), [[6, null]]);
      });

    it('has its own replies where they name this very session', () => {
      session.turn({ written: 12 }, { fields: { requestSessionId: session.sessionId } });
      assert.deepEqual(ways(), [[2, null]]);
    });
  });

  describe('tells when', () => {
    it('it was sent, by the newest entry in it, and when the reply was complete', () => {
      const startMs = session.nowMs;
      session.prompt();
      session.passTime(1000);
      session.entry({ type: 'attachment', attachment: { type: 'file' } });
      session.passTime(4000);
      session.reply({ written: 12 }, { messageId: 'msg_a' });
      session.passTime(2000);
      session.reply({ written: 12 }, { messageId: 'msg_a' });
      const [request] = requestsOf(session.read());
      assert.deepEqual(
        [request!.askedMs! - startMs, endOf(request!.response)! - startMs],
        [1000, 7000],
      );
    });

    it('by the end of the reply before, where nothing stands in between', () => {
      session.turn({ written: 12 });
      const endedMs = session.nowMs;
      session.passTime(MINUTE);
      session.reply({ read: 12, written: 1 });
      assert.equal(requestsOf(session.read()).at(-1)?.askedMs, endedMs);
    });

    it('nothing where no time is noted', () => {
      session.turn({ written: 12 });
      session.lines.splice(
        0,
        2,
        ...session.lines.map((l) => l.replace(/"timestamp":"[^"]+",/, '')),
      );
      const [request] = requestsOf(session.read());
      assert.deepEqual([request!.askedMs, endOf(request!.response)], [null, null]);
    });
  });

  it('tells how long the end of it is kept', () => {
    session.turn({ written: 12 });
    session.turn({ read: 12, written: 3, hour: 3 });
    session.turn({ read: 15, uncached: 1 });
    session.turn({ read: 15, written: 4, hour: 3 });
    session.turn({ read: 19, written: 1, hour: null });
    session.turn({ read: 20, uncached: 1 }, { model: 'claude-sonnet-4-6' });
    assert.deepEqual(
      requestsOf(session.read()).map(({ lifetimeMs }) => lifetimeMs),
      [5 * MINUTE, 60 * MINUTE, 60 * MINUTE, 5 * MINUTE, null, null],
    );
  });

  it('tells it by what was asked for where the counters do not, and not against them', () => {
    const asked = (value: unknown) => ({ fields: { promptCacheRequested: value } });
    session.turn({ written: 12, hour: null }, asked('1h'));
    session.turn({ read: 12, written: 3, hour: null }, asked('5m'));
    session.turn({ read: 15, written: 3, hour: 3 }, asked('5m'));
    session.turn({ read: 18, written: 3, hour: null }, asked({ ttl: '1h' }));
    assert.deepEqual(
      requestsOf(session.read()).map(({ lifetimeMs }) => lifetimeMs),
      [60 * MINUTE, 5 * MINUTE, 60 * MINUTE, null],
    );
  });

  it('reads again what a prune took, where its counter was lowered', () => {
    const uuid = session.turn({ read: 3, written: 2, uncached: 1 });
    const transcript = session.read();
    const inputs = (told: number) =>
      requestsIn(transcript, new Map([[uuid, told]])).map(
        ({ input: { readTokens, writtenTokens, uncachedTokens } }) => [
          readTokens,
          writtenTokens,
          uncachedTokens,
        ],
      );
    assert.deepEqual(inputs(26_000), [[23_000, 2_000, 1_000]]);
    assert.deepEqual(inputs(6_000), [[3_000, 2_000, 1_000]]);
    assert.deepEqual(inputs(1_000), [[0, 2_000, 1_000]], 'never less than nothing');
  });
});
