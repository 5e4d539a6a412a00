import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import type { InspectionState } from '../../../../src/operations/reading/sessionInspector';
import type { FollowTarget } from '../../../../src/operations/following/surveySessions';
import { ObservedFollower } from '../../../fixtures/observedFollower';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession, type WrittenSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;

describe('inspecting what is followed', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  let target: FollowTarget;
  let observed: ObservedFollower;
  let states: InspectionState[];
  beforeEach(() => {
    target = {
      configDirectory: directory.path('config'),
      folders: [directory.path('work/app')],
      windowPids: [],
      focus: [],
      pinnedPath: null,
    };
    mkdirSync(directory.path('work/app'), { recursive: true });
    mkdirSync(directory.path('config/projects'), { recursive: true });
    observed = new ObservedFollower();
    states = [];
  });
  afterEach(() => observed.follower.dispose());

  const write = (folder: string, sessionId: string, ageMs?: number): WrittenSession =>
    writeSession(target.configDirectory, directory.path(folder), sessionId, ageMs);
  const inspect = (path: string | null, id = 1): void =>
    observed.follower.inspect(id, path, (state) => states.push(state));
  const until = async (isSo: (state: InspectionState) => boolean): Promise<InspectionState> => {
    for (;;) {
      const last = states.at(-1);
      if (last !== undefined && isSo(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const shows =
    (sessionId: string, prompts?: number) =>
    (state: InspectionState): boolean =>
      state.kind === 'inspected' &&
      state.inspection.snapshot.sessionId === sessionId &&
      (prompts === undefined || state.inspection.turn === prompts);

  it('shows the active session, what is appended, and the next one that becomes active', async () => {
    const one = write('work/app', 'one');
    inspect(null);
    observed.follow(target);
    await until(shows('one', 1));
    one.turn(35_000);
    await until(shows('one', 2));
    write('work/app', 'two').turn(20_000);
    await until(shows('two', 2));
  });

  it('shows a session that was asked for, though another one is active, and follows it', async () => {
    const old = write('elsewhere', 'old', HOUR);
    write('work/app', 'active');
    observed.follow(target);
    await observed.untilShown('active');
    inspect(old.path);
    await until(shows('old', 1));
    old.turn(50_000);
    await until(shows('old', 2));
    assert.ok(
      states.every(({ kind }) => kind === 'inspected'),
      'never missing while it was looked for',
    );
    assert.equal(observed.told.at(-1)?.active?.snapshot.sessionId, 'active');
  });

  it('reads what an item holds', async () => {
    const one = write('work/app', 'one');
    inspect(null);
    observed.follow(target);
    const state = await until(shows('one'));
    assert.ok(state.kind === 'inspected');
    const content = await observed.follower.content(one.path, state.inspection.items[0]!.id, 0);
    assert.equal(content.kind === 'text' && content.text, 'Work of one');
    assert.deepEqual(
      await observed.follower.content('/not/followed.jsonl', state.inspection.items[0]!.id, 0),
      { kind: 'gone' },
    );
  });

  it('says that there is none, and shows the first that begins', async () => {
    inspect(null);
    observed.follow(target);
    assert.deepEqual(await until(({ kind }) => kind === 'problem'), {
      kind: 'problem',
      path: null,
      problem: 'noSession',
    });
    write('work/app', 'first');
    await until(shows('first'));
    assert.equal(states.filter(({ kind }) => kind === 'problem').length, 1);
  });

  it('says that one that was asked for is missing, when it is or vanishes, and shows it when it is there', async () => {
    observed.follow(target);
    const path = directory.path('config/projects/x/later.jsonl');
    inspect(path);
    assert.deepEqual(await until(({ kind }) => kind === 'problem'), {
      kind: 'problem',
      path,
      problem: 'missing',
    });
    const one = write('work/app', 'one');
    inspect(one.path, 2);
    await until(shows('one'));
    rmSync(one.path);
    const gone = await until((state) => state.kind === 'problem' && state.path === one.path);
    assert.deepEqual(gone, { kind: 'problem', path: one.path, problem: 'missing' });
  });

  it('tells nothing more once it is stopped', async () => {
    const one = write('work/app', 'one');
    inspect(null);
    observed.follow(target);
    await until(shows('one', 1));
    observed.follower.stopInspecting(1);
    const { length } = states;
    one.turn(35_000);
    await observed.untilShown('one', 35_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(states.length, length);
  });
});
