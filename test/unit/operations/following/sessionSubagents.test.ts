import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { FollowedSession } from '../../../../src/operations/following/following';
import type { LeftOutSession } from '../../../../src/operations/following/leftOutSession';
import type { Subagent } from '../../../../src/operations/following/subagent';
import { readItems, readSnapshot } from '../../../../src/operations/reading/readSnapshot';
import { silentLog } from '../../../../src/log';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { useIdleProcess } from '../../../fixtures/idleProcess';
import { ObservedFollower, PREFERENCES } from '../../../fixtures/observedFollower';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';
import { WrittenSubagent } from '../../../fixtures/writtenSubagents';

describe('the subagents of a followed session', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  const idle = useIdleProcess();
  let session: WrittenSession;
  let observed: ObservedFollower;
  beforeEach(() => {
    mkdirSync(directory.path('work/app'), { recursive: true });
    session = writeSession(directory.path('config'), directory.path('work/app'), 'one');
    observed = new ObservedFollower();
  });
  afterEach(() => observed.follower.dispose());

  const follow = (leftOut: readonly LeftOutSession[] = []): void =>
    observed.follow({
      leftOut,
      configDirectory: directory.path('config'),
      folders: [directory.path('work/app')],
      windowPids: [],
      focus: [],
      pinnedPath: null,
    });
  const open = (): Promise<unknown> =>
    writeOpenSession(directory.path('config'), {
      sessionId: 'one',
      cwd: directory.path('work/app'),
      pid: idle.pid(),
    });
  const until = async (
    isSo: (subagents: readonly Subagent[], session: FollowedSession) => boolean,
  ): Promise<readonly Subagent[]> => {
    const { active } = await observed.until(
      (told) => told.active !== null && isSo(told.active.subagents, told.active),
    );
    return active!.subagents;
  };

  it('are told with their own context, what they were asked and who started them', async () => {
    await open();
    new WrittenSubagent(session, 'outer', { description: 'Review the mapping' })
      .asked('Review the mapping of all banks.')
      .step(48_000);
    new WrittenSubagent(session, 'inner', { parentAgentId: 'outer', requestShape: 'background' })
      .asked('Find every use of Statement')
      .step(12_000);
    follow();
    const subagents = await until((all) => all.length === 2);
    const [outer, inner] = ['outer', 'inner'].map((id) =>
      subagents.find(({ agentId }) => agentId === id)!,
    );
    assert.deepEqual(
      [outer!.tokens, outer!.isExact, outer!.asked, outer!.agentType, outer!.state],
      [48_000, true, 'Review the mapping', 'Explore', 'running'],
    );
    assert.deepEqual(
      [inner!.parentAgentId, inner!.asked, inner!.tokens],
      ['outer', 'Find every use of Statement', 12_000],
    );
    assert.equal(outer!.limit.tokens, 1_000_000);
    assert.equal(observed.told.at(-1)?.active?.snapshot.usage.tokens, 30_000, 'its own number');
  });

  it('are followed as they write, from before the first reply to their end', async () => {
    await open();
    follow();
    await until((all) => all.length === 0);
    const subagent = new WrittenSubagent(session, 'a1').asked('Count the tests');
    await until(([one]) => one?.state === 'running' && one.tokens === null);
    for (const tokens of [9_000, 15_000]) {
      subagent.step(tokens);
      await until(([one]) => one?.tokens === tokens);
    }
    subagent.answer(16_000);
    await until(([one]) => one?.tokens === 16_000 && one.state === 'finished');
  });

  it('have ended when the file beside them says so, or their last reply does', async () => {
    await open();
    const told = new WrittenSubagent(session, 'told').asked('A').step(9_000);
    new WrittenSubagent(session, 'answered').asked('B').answer(8_000);
    new WrittenSubagent(session, 'older', null).asked('C').answer(7_000, null);
    new WrittenSubagent(session, 'olderAtWork', null).asked('D').step(6_000);
    new WrittenSubagent(session, 'stopped').asked('E').step(5_000).interrupt();
    new WrittenSubagent(session, 'stoppedByUser', { stoppedByUser: true }).asked('F').step(4_000);
    follow();
    const states = (all: readonly Subagent[]): Record<string, string> =>
      Object.fromEntries(all.map(({ agentId, state }) => [agentId, state]));
    assert.deepEqual(states(await until((all) => all.length === 6)), {
      told: 'running',
      answered: 'finished',
      older: 'unknown',
      olderAtWork: 'running',
      stopped: 'stopped',
      stoppedByUser: 'stopped',
    });
    told.finish();
    session.turn(31_000);
    await until((all) => states(all)['told'] === 'finished');
  });

  it('do not run where nobody has their session open, or began before who has', async () => {
    const subagent = new WrittenSubagent(session, 'a1').asked('A').step(9_000);
    follow();
    await until(([one]) => one?.state === 'unknown');
    const longAgo = new Date(Date.now() - 86_400_000);
    utimesSync(subagent.path, longAgo, longAgo);
    await open();
    const [one] = await until((_, { openness }) => openness === 'open');
    assert.equal(one?.state, 'unknown');
  });

  it('say what they brought back to the session', async () => {
    const [toolUseId] = session.writer.response({
      blocks: [{ type: 'tool_use', name: 'Agent', input: { prompt: 'A', description: 'a' } }],
    }).toolUseIds;
    session.writer.toolResult(toolUseId!, 'Found it. '.repeat(400));
    session.writer.appendTo(session.path);
    new WrittenSubagent(session, 'a1', { toolUseId }).asked('A').answer(9_000);
    follow();
    const [one] = await until(([first]) => (first?.broughtBackTokens ?? null) !== null);
    assert.ok(one!.broughtBackTokens! > 500 && one!.broughtBackTokens! < 3000);
  });

  it('go with what is gone, and whatever lies beside them harms nobody', async () => {
    const gone = new WrittenSubagent(session, 'gone').asked('A').step(9_000);
    new WrittenSubagent(session, 'metaAlone');
    writeFileSync(gone.path.replace('gone', 'broken'), '{"type":"assistant","isSide\n\0\0');
    follow();
    const before = await until((all) => all.length === 2);
    assert.deepEqual(before.map(({ agentId, tokens }) => [agentId, tokens]).sort(), [
      ['broken', null],
      ['gone', 9_000],
    ]);
    rmSync(gone.path);
    await until((all) => all.length === 1);
    renameSync(directory.path('config'), directory.path('elsewhere'));
    await observed.until(({ active }) => active === null);
  });

  it('are read by themselves, and stay as they are', async () => {
    const { path } = new WrittenSubagent(session, 'a1', null).asked('Count').step(9_000);
    const options = {
      log: silentLog,
      loadTokenCount: () => Promise.reject(new Error('none here')),
      settingsFor: () => Promise.resolve({ ...PREFERENCES, controls: NO_CONTROLS }),
    };
    const snapshot = await readSnapshot(path, options);
    assert.ok(!('problem' in snapshot));
    assert.deepEqual(
      [snapshot.agentId, snapshot.usage.tokens, snapshot.title],
      ['a1', 9_000, 'Count'],
    );
    const inspection = await readItems(path, options);
    assert.ok(!('problem' in inspection) && inspection.items.length >= 2);
    assert.deepEqual(
      [...new Set(inspection.items.map(({ keptBecause }) => keptBecause))],
      ['subagent'],
    );
    const main = await readSnapshot(session.path, options);
    assert.ok(!('problem' in main) && main.agentId === null && main.usage.tokens === 30_000);
  });

  it('are told to who inspects their session with what they used, as they write', async () => {
    const subagent = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const used: (number | undefined)[] = [];
    const untilUsed = async (requests: number): Promise<void> => {
      while (used.at(-1) !== requests) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    observed.follower.inspect(1, session.path, (state) => {
      if (state.kind === 'inspected') used.push(state.inspection.use?.subagents.totals.requests);
    });
    follow();
    await untilUsed(1);
    subagent.step(9_500);
    await untilUsed(2);
    assert.equal(used[0], undefined, 'nothing waits for it');
  });

  it('are not read for that where they are left out', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    const leftOut = [{ path, sizeBytes: null, mtimeMs: 0 }];
    const told: boolean[] = [];
    observed.follower.inspect(1, session.path, (state) => {
      if (state.kind === 'inspected' && state.inspection.use !== null)
        told.push(state.inspection.use.all.isWhole);
    });
    follow(leftOut);
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(told, [false]);
  });

  it('can be looked at by name, beside the session', async () => {
    const { path } = new WrittenSubagent(session, 'a1').asked('Count').step(9_000);
    follow();
    observed.follower.inspect(1, path, () => undefined);
    const { lookedAt, active } = await observed.until((told) => told.lookedAt.length === 1);
    assert.deepEqual(
      [lookedAt[0]?.snapshot.path, lookedAt[0]?.snapshot.agentId, lookedAt[0]?.subagents],
      [path, 'a1', []],
    );
    assert.equal(active?.snapshot.path, session.path);
    observed.follower.stopInspecting(1);
    await observed.until((told) => told.lookedAt.length === 0);
  });
});
