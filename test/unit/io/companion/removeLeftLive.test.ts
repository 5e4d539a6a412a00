import assert from 'node:assert/strict';
import { existsSync, symlinkSync, utimesSync } from 'node:fs';
import { removeLeftLive } from '../../../../src/io/companion/removeLeftLive';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const NONCE = 'f92a183c-e3dd-4c31-845e-755d2470bad2';
const DAY_MS = 86_400_000;
const idOf = (digit: number): string => `${String(digit).repeat(8)}-1111-4222-8333-444444444444`;

describe('removeLeftLive', () => {
  const directory = useTemporaryDirectory();
  const write = (session: string, name: string, ageDays: number): string => {
    const path = directory.write(`leeway/live/${session}/${name}`, '{}');
    const at = new Date(Date.now() - ageDays * DAY_MS);
    utimesSync(path, at, at);
    return path;
  };

  it('takes what is of nobody for a day, and leaves the rest', async () => {
    const old = [
      write(idOf(1), `${NONCE}.told.json`, 2),
      write(idOf(1), `${NONCE}.${idOf(9)}.request.json`, 2),
      write(idOf(1), '77.wire.json', 2),
    ];
    const stays = [
      write(idOf(2), `${NONCE}.told.json`, 2),
      write(idOf(3), `${NONCE}.told.json`, 0),
      write(idOf(4), 'notes.txt', 9),
      write('not-a-session', `${NONCE}.told.json`, 9),
    ];
    directory.write('outside/x.told.json', 'precious');
    symlinkSync(directory.path('outside'), directory.path(`leeway/live/${idOf(5)}`));
    await removeLeftLive(directory.path(), (id) => id === idOf(2), Date.now());
    assert.deepEqual(old.map(existsSync), [false, false, false]);
    assert.equal(existsSync(directory.path(`leeway/live/${idOf(1)}`)), false);
    assert.deepEqual(stays.map(existsSync), [true, true, true, true]);
    assert.ok(existsSync(directory.path('outside/x.told.json')));
  });

  it('has nothing to do where the companion never was', async () => {
    await removeLeftLive(directory.path('nowhere'), () => false, Date.now());
  });
});
