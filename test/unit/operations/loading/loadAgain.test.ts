import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { begunCompactions } from '../../../../src/io/companion/begunCompactions';
import { loadAgain } from '../../../../src/operations/loading/loadAgain';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { useIdleProcess } from '../../../fixtures/idleProcess';
import { sessionOfReads, testTools } from '../../../fixtures/sessionOfReads';
import { StandInCompanion } from '../../../fixtures/standInCompanion';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';

const SESSION = '3de7bc4b-ce2d-4ec2-bd25-9fc578171973';
const OTHER_NONCE = '00000000-1111-4222-8333-444444444444';

describe('loadAgain', () => {
  const directory = useTemporaryDirectory();
  const second = useIdleProcess();
  const companions: StandInCompanion[] = [];
  afterEach(() => companions.splice(0).forEach((companion) => companion.end()));
  const begin = (options: object = {}): StandInCompanion => {
    const where = { configDirectory: directory.path(), sessionId: SESSION };
    const companion = new StandInCompanion({ ...where, ...options });
    companions.push(companion);
    return companion;
  };
  const open = (pid = process.pid) =>
    writeOpenSession(directory.path(), { sessionId: SESSION, cwd: '/', pid });
  const load = (options: object = {}) =>
    loadAgain(directory.path(), SESSION, { silentMs: 300, ...options });

  it('asks the process that has the session open, and leaves no file behind', async () => {
    await open();
    const companion = begin();
    const before = Date.now();
    const outcome = await load();
    assert.ok(outcome.kind === 'loaded' && outcome.atMs >= before);
    assert.equal(new Set(companion.seen).size, 1);
    assert.deepEqual(companion.left, []);
    const live = `${directory.path()}/leeway/live/${SESSION}`;
    assert.equal(statSync(live).mode & 0o777, 0o700);
  });

  it('asks nobody who has not the session open, whatever lies there', async () => {
    const companion = begin({ pid: second.pid() });
    await open();
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'noCompanion' });
    assert.deepEqual(companion.seen, []);
    assert.deepEqual(await loadAgain(directory.path(), '../..'), {
      kind: 'notLoaded',
      reason: 'noCompanion',
    });
  });

  it('takes one that does not say which process it is for the only one there is', async () => {
    const end = await open();
    begin({ pid: 0 });
    assert.equal((await load()).kind, 'loaded');
    await open(second.pid());
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'noCompanion' });
    await end();
    assert.equal((await load()).kind, 'loaded');
  });

  it('asks nothing of one that could not do it', async () => {
    await open();
    const inPanel = begin({ told: { isInteractive: false } });
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'notInTerminal' });
    const old = begin({ told: { version: '2.1.326' } });
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'tooOld' });
    assert.deepEqual([inPanel.seen, old.seen], [[], []]);
  });

  it('waits for the end of a turn as long as it takes, and says so once', async () => {
    await open();
    begin().answers = [...Array<string>(40).fill('waiting'), 'done'];
    let waits = 0;
    const outcome = await load({ onWaiting: () => (waits += 1), silentMs: 200 });
    assert.deepEqual([outcome.kind, waits], ['loaded', 1]);
  });

  it('says that it failed, that nobody answers, or that it was called off', async () => {
    await open();
    const companion = begin();
    companion.answers = ['failed'];
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'failed' });
    companion.answers = ['rubbish'];
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'silent' });
    companion.answers = ['waiting'];
    const signal = AbortSignal.timeout(400);
    assert.deepEqual(await load({ signal }), { kind: 'notLoaded', reason: 'cancelled' });
    assert.deepEqual(
      companion.left.filter((name) => name.includes('request')),
      [],
    );
  });

  describe('of a session in a Claude tab that is blocked', () => {
    const told = {
      ...{ isInteractive: false, hearsRequests: true },
      context: { tokens: 190_000, window: 200_000 },
      breakdown: { isAutoCompactEnabled: false },
    };
    const loadBlocked = async (options: object = {}, isPruned = true) => {
      const wirePath = path.join(directory.path(), `${SESSION}.jsonl`);
      const { writer, ids } = sessionOfReads(2);
      writeFileSync(wirePath, writer.toString());
      const tools = testTools(directory.path(), { assumeClosed: true });
      const choice = { kind: 'items', ids: isPruned ? ids : [] } as const;
      await pruneSession({ path: wirePath, choice }, tools);
      return load({ wirePath, tools, ...options });
    };
    const asked = (companion: StandInCompanion) => new Set(companion.asks);

    it('asks for a compaction, and says where none was made', async () => {
      await open();
      const companion = begin({ told });
      for (const answer of ['failed', 'impossible']) {
        companion.answers = [answer];
        assert.deepEqual(await loadBlocked(), { kind: 'notLoaded', reason: 'blocked' });
      }
      assert.deepEqual([...asked(companion)], ['compact']);
      assert.deepEqual(await begunCompactions(directory.path()), []);
    });

    it('asks for none where nothing is pruned', async () => {
      await open();
      const companion = begin({ told });
      assert.equal((await loadBlocked({}, false)).kind, 'loaded');
      assert.deepEqual(asked(companion), new Set(['wire']));
    });

    it('leaves word of one that may still come', async () => {
      await open();
      begin({ told }).answers = [];
      assert.deepEqual(await loadBlocked(), { kind: 'notLoaded', reason: 'silent' });
      const begun = await begunCompactions(directory.path());
      assert.deepEqual(
        begun.map(({ sessionId, pid }) => [sessionId, pid]),
        [[SESSION, process.pid]],
      );
    });

    it('asks for none while a request would still be made, or nothing could stop a summary', async () => {
      await open();
      const roomy = begin({ told: { ...told, context: { tokens: 100_000, window: 200_000 } } });
      assert.equal((await loadBlocked()).kind, 'loaded');
      const early = begin({ told: { ...told, version: '2.1.327' } });
      assert.deepEqual(await loadBlocked(), { kind: 'notLoaded', reason: 'tooOld' });
      begin({ told });
      assert.equal((await loadBlocked({ tools: null })).kind, 'loaded');
      assert.deepEqual(asked(roomy), new Set(['wire']));
      assert.ok(!early.asks.includes('compact'));
    });
  });

  it('waits for nobody who has ended, or gone on with another session', async () => {
    const end = await open();
    begin().answers = ['waiting'];
    const loading = load({ silentMs: 200, onWaiting: () => end().catch(() => undefined) });
    assert.deepEqual(await loading, { kind: 'notLoaded', reason: 'silent' });
  });

  it('asks each of two processes, and is done when both are', async () => {
    await Promise.all([open(), open(second.pid())]);
    const here = begin();
    const there = begin({ pid: second.pid(), nonce: OTHER_NONCE });
    assert.equal((await load()).kind, 'loaded');
    assert.ok(here.seen.length > 0 && there.seen.length > 0);
    there.answers = ['failed'];
    assert.deepEqual(await load(), { kind: 'notLoaded', reason: 'failed' });
  });
});
