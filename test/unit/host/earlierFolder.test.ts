import assert from 'node:assert/strict';
import type { Adopted } from '../../../src/io/keeping/adoptEarlierFolder';
import { EarlierFolder } from '../../../src/host/earlierFolder';

const MOVED: Adopted = { kind: 'moved', movedFiles: 3, leftFiles: 0, code: '' };

describe('EarlierFolder', () => {
  let asked: string[];
  let isTrusted: boolean;
  beforeEach(() => {
    asked = [];
    isTrusted = true;
  });
  const folder = (answer: () => Promise<Adopted | null>): EarlierFolder =>
    new EarlierFolder({
      adopt: (configDirectory) => {
        asked.push(configDirectory);
        return answer();
      },
      isTrusted: () => isTrusted,
      timeLimitMs: 20,
    });

  it('asks once for each config directory', async () => {
    const earlier = folder(() => Promise.resolve(MOVED));
    assert.equal(await earlier.adopt('/a'), MOVED);
    await earlier.whenAdopted('/a');
    await earlier.whenAdopted('/b');
    assert.deepEqual(asked, ['/a', '/b']);
  });

  it('asks for nothing in a restricted window, and does once it is trusted', async () => {
    const earlier = folder(() => Promise.resolve(MOVED));
    isTrusted = false;
    await earlier.whenAdopted('/a');
    assert.deepEqual([await earlier.adopt('/a'), asked], [null, []]);
    isTrusted = true;
    assert.deepEqual([await earlier.adopt('/a'), asked], [MOVED, ['/a']]);
  });

  it('asks again when the move was postponed', async () => {
    const earlier = folder(() => Promise.resolve({ ...MOVED, kind: 'postponed' }));
    await earlier.adopt('/a');
    await earlier.adopt('/a');
    assert.deepEqual(asked, ['/a', '/a']);
  });

  it('lets a failure, a dead worker and a slow disk keep nobody', async () => {
    for (const answer of [
      () => Promise.reject(new Error('no worker')),
      () => Promise.resolve(null),
      () => new Promise<never>(() => undefined),
    ])
      await folder(answer).whenAdopted('/a');
    assert.equal(await folder(() => Promise.reject(new Error('no worker'))).adopt('/a'), null);
  });
});
