import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { silentLog } from '../../../../src/log';
import { WorkspaceSessions } from '../../../../src/io/sessions/workspaceSessions';
import {
  situationOf,
  surveySessions,
  type FollowTarget,
  type Situation,
  type Survey,
} from '../../../../src/operations/following/surveySessions';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { useIdleProcess } from '../../../fixtures/idleProcess';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;
const DEAD_PID = 2 ** 22 + 1;

describe('surveySessions', () => {
  const directory = useTemporaryDirectory();
  const idle = useIdleProcess();
  let target: FollowTarget;
  beforeEach(() => {
    target = {
      configDirectory: directory.path('config'),
      folders: [directory.path('work/app')],
      windowPids: [],
      focus: [],
      pinnedPath: null,
    };
    mkdirSync(directory.path('work/app'), { recursive: true });
  });

  const write = (folder: string, sessionId: string, ageMs?: number): WrittenSession =>
    writeSession(target.configDirectory, directory.path(folder), sessionId, ageMs);
  const live = (sessionId: string, folder: string, pid = idle.pid()): Promise<unknown> =>
    writeOpenSession(target.configDirectory, { sessionId, cwd: directory.path(folder), pid });
  const survey = (changes: Partial<FollowTarget> = {}): Promise<Survey> =>
    surveySessions(
      { ...target, ...changes },
      new WorkspaceSessions(target.configDirectory, silentLog),
    );
  async function chosen(
    changes?: Partial<FollowTarget>,
  ): Promise<[sessionId: string, reason: string] | null> {
    const { active } = await survey(changes);
    return active && [active.sessionId, active.reason];
  }

  it('chooses the one written last', async () => {
    write('work/app', 'old', HOUR);
    write('work/app/src', 'new');
    write('work/app-next', 'sibling');
    write('elsewhere', 'foreign');
    assert.deepEqual(await chosen(), ['new', 'lastWritten']);
  });

  it('prefers the pinned one, wherever it lies, while it is there', async () => {
    write('work/app', 'new');
    const pinned = write('elsewhere', 'pinned', HOUR);
    assert.deepEqual(await chosen({ pinnedPath: pinned.path }), ['pinned', 'pinned']);
    rmSync(pinned.path);
    assert.deepEqual(await chosen({ pinnedPath: pinned.path }), ['new', 'lastWritten']);
  });

  it('lists as others the live ones of the workspace, but for the active one', async () => {
    write('work/app', 'shown');
    write('work/app', 'live', HOUR);
    write('work/app', 'ended', HOUR);
    write('work/app', 'crashed', HOUR);
    write('elsewhere', 'foreign', HOUR);
    await live('live', 'work/app');
    await live('crashed', 'work/app', DEAD_PID);
    const { others } = await survey();
    assert.deepEqual(
      others.map(({ sessionId, reason }) => [sessionId, reason]),
      [['live', 'lastWritten']],
    );
    assert.equal(others[0]?.open?.pid, idle.pid());

    await live('shown', 'work/app', process.pid);
    assert.deepEqual(
      (await survey()).others.map(({ sessionId }) => sessionId),
      ['live'],
    );
    await live('foreign', 'elsewhere');
    assert.deepEqual((await survey()).others, []);
  });

  if (process.platform === 'linux') {
    it('prefers the one of a process of this window, wherever that works', async () => {
      write('work/app', 'new');
      write('work/app', 'own', HOUR);
      await live('own', 'work/app');
      assert.deepEqual(await chosen(), ['new', 'lastWritten']);
      assert.deepEqual(await chosen({ windowPids: [process.pid] }), ['own', 'thisWindow']);
      write('elsewhere', 'foreign', HOUR);
      await live('foreign', 'elsewhere');
      assert.deepEqual(await chosen({ windowPids: [process.pid] }), ['foreign', 'thisWindow']);
      assert.deepEqual(await chosen({ windowPids: [DEAD_PID] }), ['new', 'lastWritten']);
    });

    it('shows no other session’s number for one that has written nothing yet', async () => {
      write('work/app', 'before-clear');
      await live('after-clear', 'work/app');
      const { active } = await survey({ windowPids: [process.pid] });
      assert.deepEqual(
        [active?.sessionId, active?.file, active?.reason],
        ['after-clear', null, 'thisWindow'],
      );
    });
  }

  const situations: [
    what: string,
    expected: Situation,
    prepare: () => void,
    folders?: readonly string[],
  ][] = [
    ['no folder is open', 'noFolder', () => write('work/app', 'any'), []],
    ['Claude Code never ran', 'noConfigDirectory', () => undefined],
    ['it ran elsewhere only', 'noSession', () => write('elsewhere', 'foreign')],
    ['it ran here', 'following', () => write('work/app', 'own')],
  ];
  for (const [what, expected, prepare, folders] of situations) {
    it(`says "${expected}" where ${what}`, async () => {
      prepare();
      const wanted = { ...target, ...(folders && { folders }) };
      assert.equal(situationOf(wanted, await survey(wanted)), expected);
    });
  }
});
