import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { FollowTarget } from '../../../../src/operations/following/surveySessions';
import { ObservedFollower } from '../../../fixtures/observedFollower';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { writeSession } from '../../../fixtures/writtenSessions';

const HOUR = 3_600_000;

describe('Listing sessions', function () {
  this.timeout(30_000);
  const directory = useTemporaryDirectory();
  const followers: ObservedFollower[] = [];
  beforeEach(() => mkdirSync(directory.path('work/app'), { recursive: true }));
  afterEach(async () => {
    for (const { follower } of followers.splice(0)) await follower.dispose();
  });
  const follow = async (
    config: string,
    mayWrite: Pick<FollowTarget, 'mayWrite'> = {},
  ): Promise<ObservedFollower> => {
    const observed = new ObservedFollower();
    followers.push(observed);
    observed.follow({
      ...{ configDirectory: directory.path(config), folders: [directory.path('work/app')] },
      ...{ windowPids: [], focus: [], pinnedPath: null },
      ...mayWrite,
    });
    await observed.until(({ situation }) => situation === 'following');
    return observed;
  };

  it('tells of a session that moved by the list that it is in, whichever comes first', async () => {
    const [before, now] = [directory.path('work/app-old'), directory.path('work/app')];
    const { path } = writeSession(directory.path('config'), before, 'moved', HOUR);
    appendFileSync(path, `${JSON.stringify({ type: 'system', cwd: now })}\n`);
    const { follower } = await follow('config');
    const cwds = async (scope: 'workspace' | 'everywhere') =>
      (await follower.list(scope)).map(({ cwd }) => cwd);
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(await cwds('everywhere'), [before]);
      assert.deepEqual(await cwds('workspace'), [now]);
    }
  });

  it('keeps what was read for the next window, but not in a restricted one', async () => {
    const titles = (config: string): string => {
      const place = directory.path(config, 'leeway/summaries.json');
      return existsSync(place) ? readFileSync(place, 'utf8') : '';
    };
    for (const config of ['restricted', 'trusted'])
      for (const id of ['one', 'two'])
        writeSession(directory.path(config), directory.path('work/app'), id, HOUR);
    const restricted = await follow('restricted', { mayWrite: false });
    const unsaid = await follow('restricted');
    const trusted = await follow('trusted', { mayWrite: true });
    for (const { follower } of [restricted, unsaid, trusted])
      assert.equal((await follower.list('workspace')).length, 2);
    assert.ok(!existsSync(directory.path('trusted/leeway')), 'not at once');
    while (!titles('trusted').includes('Work of two')) await pause(50);
    // In the time that another keeping takes from its beginning to its end, those that were asked
    // before would have come to the end of theirs.
    writeSession(directory.path('trusted'), directory.path('work/app'), 'three', HOUR);
    assert.equal((await trusted.follower.list('workspace')).length, 3);
    while (!titles('trusted').includes('Work of three')) await pause(50);
    assert.ok(!existsSync(directory.path('restricted/leeway')));
  });
});
