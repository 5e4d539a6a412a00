import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { FollowTarget } from '../../../../src/operations/following/surveySessions';
import { archiveSession } from '../../../../src/operations/leaving/archiveSession';
import { testTools } from '../../../fixtures/sessionOfReads';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { useIdleProcess } from '../../../fixtures/idleProcess';
import { ObservedFollower, PREFERENCES } from '../../../fixtures/observedFollower';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;

describe('SessionFollower', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  const idle = useIdleProcess();
  let target: FollowTarget;
  let observed: ObservedFollower;
  beforeEach(() => {
    target = {
      configDirectory: directory.path('config'),
      folders: [directory.path('work/app')],
      windowPids: [],
      focus: [],
      pinnedPath: null,
    };
    mkdirSync(directory.path('work/app'), { recursive: true });
    observed = new ObservedFollower();
  });
  afterEach(() => observed.follower.dispose());

  const write = (folder: string, sessionId: string, ageMs?: number): WrittenSession =>
    writeSession(target.configDirectory, directory.path(folder), sessionId, ageMs);
  const isLive = (sessionId: string, pid = idle.pid()): Promise<() => Promise<void>> =>
    writeOpenSession(target.configDirectory, { sessionId, cwd: directory.path('work/app'), pid });

  it('shows the newest session of the folder and those below it, not of a sibling', async () => {
    write('work/app', 'old', HOUR);
    write('work/app/src', 'new', HOUR / 2);
    write('work/app-next', 'sibling');
    observed.follow(target);
    const { snapshot, reason, openness } = await observed.untilShown('new', 30_000);
    assert.deepEqual([snapshot.title, reason, openness], ['Work of new', 'lastWritten', 'closed']);
    assert.ok(observed.told.every(({ active }) => active?.snapshot.sessionId === 'new'));
  });

  it('follows what is appended', async () => {
    const session = write('work/app', 'one');
    observed.follow(target);
    await observed.untilShown('one', 30_000);
    for (const tokens of [41_000, 52_000, 63_000]) {
      session.turn(tokens);
      await observed.untilShown('one', tokens);
    }
  });

  it('goes over to the file that /clear begins, and back to one that is written again', async () => {
    const before = write('work/app', 'before');
    observed.follow(target);
    await observed.untilShown('before', 30_000);
    write('work/app', 'after').turn(21_000);
    await observed.untilShown('after', 21_000);
    before.turn(35_000);
    await observed.untilShown('before', 35_000);
  });

  it('goes over to what is left when the file is deleted, and says so when nothing is', async () => {
    const older = write('work/app', 'older', HOUR);
    const newer = write('work/app', 'newer');
    observed.follow(target);
    await observed.untilShown('newer');
    rmSync(newer.path);
    await observed.untilShown('older');
    rmSync(older.path);
    const { situation, others } = await observed.until(({ active }) => active === null);
    assert.deepEqual([situation, others], ['noSession', []]);
  });

  it('reads a file anew that is replaced', async () => {
    const session = write('work/app', 'one');
    observed.follow(target);
    await observed.untilShown('one', 30_000);
    const other = writeSession(directory.path('scratch'), directory.path('work/app'), 'one');
    other.turn(77_000);
    renameSync(other.path, session.path);
    await observed.untilShown('one', 77_000);
  });

  it('stays with a pinned session until it is let go of, or gone', async () => {
    write('work/app', 'newest');
    const pinned = write('elsewhere', 'pinned', HOUR);
    observed.follow({ ...target, pinnedPath: pinned.path });
    assert.equal((await observed.untilShown('pinned', 30_000)).reason, 'pinned');
    pinned.turn(44_000);
    await observed.untilShown('pinned', 44_000);
    observed.follow(target);
    await observed.untilShown('newest');
    observed.follow({ ...target, pinnedPath: pinned.path });
    await observed.untilShown('pinned');
    rmSync(pinned.path);
    await observed.untilShown('newest');
  });

  it('notices a config directory, and a session, that appear later', async () => {
    observed.follow(target);
    await observed.until(({ situation }) => situation === 'noConfigDirectory');
    mkdirSync(directory.path('config/projects'), { recursive: true });
    await observed.until(({ situation }) => situation === 'noSession');
    write('work/app', 'first');
    await observed.untilShown('first', 30_000);
  });

  it('tells of other live sessions, as they grow and until they end', async () => {
    const other = write('work/app', 'other', HOUR);
    const shown = write('work/app', 'shown');
    const end = await isLive('other');
    observed.follow({ ...target, pinnedPath: shown.path });
    const { others } = await observed.until(
      ({ active, others: [first] }) => active !== null && first !== undefined,
    );
    assert.deepEqual(
      others.map(({ snapshot }) => snapshot.sessionId),
      ['other'],
    );
    if (process.platform === 'linux') assert.equal(others[0]?.openness, 'open');
    other.turn(58_000);
    await observed.until(
      ({ active, others: [first] }) =>
        first?.snapshot.usage.tokens === 58_000 && active?.snapshot.sessionId === 'shown',
    );
    await end();
    await observed.until(({ others: { length } }) => length === 0);
  });

  it('tells whether a session was left for a fresh one', async () => {
    const session = write('work/app', '5ba08d29-65a1-489d-b90e-69b2be914b7c');
    observed.follow(target);
    assert.equal((await observed.untilShown(session.sessionId, 30_000)).isLeft, false);
    const facts = { title: null, cwd: null, note: '' };
    const archived = await archiveSession(
      { originalPath: session.path, ...facts },
      testTools(target.configDirectory),
    );
    assert.ok(!('kind' in archived));
    observed.follow({ ...target });
    await observed.until(({ active }) => active?.isLeft === true);
    session.writer.nowMs = Date.now() + 1000;
    session.turn(35_000);
    await observed.until(({ active }) => active?.isLeft === false);
  });

  if (process.platform === 'linux') {
    it('shows nothing of the session before when its own has written nothing yet', async () => {
      const before = write('work/app', 'before');
      await isLive('before');
      observed.follow({ ...target, windowPids: [process.pid] });
      assert.equal((await observed.untilShown('before')).reason, 'thisWindow');
      await isLive('after');
      const { active } = await observed.until(
        (following) => following.active?.snapshot.sessionId === null,
      );
      assert.deepEqual(
        [active?.snapshot.usage.tokens, active?.snapshot.title, active?.openness],
        [null, null, 'open'],
      );
      before.turn(50_000);
      write('work/app', 'after').turn(22_000);
      await observed.untilShown('after', 22_000);
    });
  }

  it('tells it again with other preferences', async () => {
    write('work/app', 'one');
    observed.follow(target);
    const { snapshot } = await observed.untilShown('one', 30_000);
    assert.equal(snapshot.limit.tokens, 1_000_000);
    observed.follow(target, { ...PREFERENCES, limitTokens: 64_000 });
    const { active } = await observed.until(
      (following) => following.active?.snapshot.limit.tokens === 64_000,
    );
    assert.equal(active?.snapshot.usage.tokens, 30_000);
  });

  it('goes by the settings of the folder in which the session runs', async () => {
    const settings = JSON.stringify({ env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } });
    directory.write('work/app/.claude/settings.json', settings);
    write('work/app', 'one');
    observed.follow(target);
    assert.equal(
      (await observed.untilShown('one', 30_000)).snapshot.limit.reason.kind,
      'disabled1m',
    );
  });

  it('sees within a second that a settings file came, changed or went, while nothing else happens', async () => {
    const window = (tokens: number): string => JSON.stringify({ autoCompactWindow: tokens });
    const wallIs = (tokens: number) =>
      observed.until(
        ({ active }) =>
          active?.snapshot.walls.find(({ kind }) => kind === 'autoCompact')?.tokens === tokens,
      );
    write('work/app', 'one');
    observed.follow(target);
    await observed.untilShown('one', 30_000);
    await observed.until(({ active }) => active?.snapshot.isCounted === true);
    const sawAfterMs: number[] = [];
    const see = async (tokens: number, act: () => unknown): Promise<void> => {
      const at = performance.now();
      act();
      await wallIs(tokens);
      sawAfterMs.push(performance.now() - at);
    };
    const local = directory.path('work/app/.claude/settings.local.json');
    await see(137_000, () => directory.write('config/settings.json', window(170_000)));
    await see(97_000, () =>
      directory.write('work/app/.claude/settings.local.json', window(130_000)),
    );
    await see(117_000, () =>
      directory.write('work/app/.claude/settings.local.json', window(150_000)),
    );
    await see(137_000, () => rmSync(local));
    // a machine that is busy takes longer now and then
    assert.ok(Math.min(...sawAfterMs) < 1000, sawAfterMs.join());
  });

  it('moves to other folders and to another config directory', async () => {
    write('work/app', 'here');
    write('work/lib', 'there', HOUR);
    writeSession(directory.path('config2'), directory.path('work/app'), 'moved', HOUR);
    observed.follow(target);
    await observed.untilShown('here');
    observed.follow({ ...target, folders: [directory.path('work/lib')] });
    await observed.untilShown('there');
    observed.follow({ ...target, folders: [] });
    await observed.until(({ situation }) => situation === 'noFolder');
    observed.follow({ ...target, configDirectory: directory.path('config2') });
    await observed.untilShown('moved', 30_000);
  });

  it('lists sessions, newest first, and which of them are live', async () => {
    assert.deepEqual(await observed.follower.list('everywhere'), []);
    write('work/app', 'shown');
    write('work/app', 'other', HOUR);
    write('elsewhere', 'foreign', 2 * HOUR);
    await isLive('other');
    observed.follow(target);
    await observed.untilShown('shown');
    const listed = async (scope: 'workspace' | 'everywhere') =>
      (await observed.follower.list(scope)).map(({ sessionId, tokens, isOpen: live }) => [
        sessionId,
        tokens,
        live,
      ]);
    const ofWorkspace = [
      ['shown', 30_000, false],
      ['other', 30_000, true],
    ];
    assert.deepEqual(await listed('workspace'), ofWorkspace);
    assert.deepEqual(await listed('everywhere'), [...ofWorkspace, ['foreign', 30_000, false]]);
  });

  it('tells nothing once it is disposed, and may be while it looks', async () => {
    const session = write('work/app', 'one');
    observed.follow(target);
    await observed.untilShown('one');
    await observed.follower.dispose();
    const { length } = observed.told;
    session.turn(40_000);
    const other = new ObservedFollower();
    other.follow(target);
    await other.follower.dispose();
    // By the time a third one has noticed, the others would have.
    const third = new ObservedFollower();
    third.follow(target);
    await third.untilShown('one', 40_000);
    await third.follower.dispose();
    assert.deepEqual([observed.told.length, other.told.length], [length, 0]);
    assert.deepEqual(await observed.follower.list('workspace'), []);
  });

  it('outlives whatever stands in the way', async () => {
    writeFileSync(directory.path('config'), 'a file');
    observed.follow(target);
    await observed.until(({ situation }) => situation === 'noConfigDirectory');
    rmSync(directory.path('config'));
    mkdirSync(directory.path('config/projects/x/one.jsonl'), { recursive: true });
    directory.write('config/sessions/1.json', '{"pid":1,"sessionId":"../../x"}');
    write('work/app', 'one');
    await observed.untilShown('one', 30_000);
  });
});
