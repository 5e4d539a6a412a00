import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { ObservedFollower } from '../../../fixtures/observedFollower';
import { StandInCompanion } from '../../../fixtures/standInCompanion';
import { useIdleProcess } from '../../../fixtures/idleProcess';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { writeSession } from '../../../fixtures/writtenSessions';

const SESSION = '3de7bc4b-ce2d-4ec2-bd25-9fc578171973';

describe('a followed session whose process tells of itself', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  const idle = useIdleProcess();
  let observed: ObservedFollower;
  beforeEach(() => void (observed = new ObservedFollower()));
  afterEach(() => observed.follower.dispose());

  it('goes by what it tells, and without a jump by the transcript once it has ended', async () => {
    const configDirectory = directory.path('config');
    const cwd = directory.path('work/app');
    mkdirSync(cwd, { recursive: true });
    writeSession(configDirectory, cwd, SESSION);
    const end = await writeOpenSession(configDirectory, {
      sessionId: SESSION,
      cwd,
      pid: idle.pid(),
    });
    observed.follow({
      ...{ configDirectory, folders: [cwd], windowPids: [], focus: [], pinnedPath: null },
    });
    const { snapshot } = await observed.untilShown(SESSION, 30_000);
    assert.equal(snapshot.told, null);

    const context = { tokens: 29_900, window: 150_000 };
    const companion = new StandInCompanion({
      ...{ configDirectory, sessionId: SESSION, pid: idle.pid(), told: { context } },
    });
    companion.end();
    const told = await observed.until(({ active }) => active?.snapshot.told != null);
    assert.deepEqual(
      [told.active?.snapshot.limit.tokens, told.active?.snapshot.limit.reason.kind],
      [150_000, 'told'],
    );
    await end();
    const after = await observed.until(
      ({ active }) => active !== null && active.snapshot.told === null,
    );
    assert.deepEqual(after.active?.snapshot.usage, told.active?.snapshot.usage);
    assert.equal(after.active?.snapshot.limit.reason.kind, 'modelFamily');
  });
});
