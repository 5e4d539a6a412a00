import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { localProcesses, type ProcessSource } from '../../../../src/io/sessions/processTree';
import { lockSession, type SessionLock } from '../../../../src/io/keeping/sessionLock';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const sessionId = '5ba08d29-65a1-489d-b90e-69b2be914b7c';

describe('lockSession', () => {
  const directory = useTemporaryDirectory();
  const file = (): string => directory.path(`leeway/locks/${sessionId}.lock`);
  const lock = (processes: ProcessSource = localProcesses()): Promise<SessionLock | null> =>
    lockSession({
      configDirectory: directory.path(),
      sessionId,
      fileSystem: localFileSystem,
      processes,
    });
  const heldBy = (owner: object): string =>
    directory.write(
      `leeway/locks/${sessionId}.lock`,
      JSON.stringify({ token: 'x', pid: 4_000_000, startTicks: null, host: hostname(), ...owner }),
    );

  it('is one window’s alone until it is released', async () => {
    const first = await lock();
    assert.equal(await first?.isHeld(), true);
    assert.equal(await lock(), null);
    await first?.release();
    const second = await lock();
    assert.notEqual(second, null);
    await first?.release();
    assert.equal(await second?.isHeld(), true, 'it releases its own only');
    await second?.release();
    assert.equal(existsSync(file()), false);
  });

  it('goes to one of many that want it at once', async () => {
    const locks = await Promise.all(Array.from({ length: 20 }, () => lock()));
    assert.equal(locks.filter((each) => each !== null).length, 1);
  });

  it('is taken over from a process that is dead, or whose id went to another one', async () => {
    heldBy({});
    assert.notEqual(await lock(), null);
    heldBy({ pid: process.pid, startTicks: '1' });
    assert.equal((await lock()) !== null, process.platform === 'linux');
    assert.deepEqual(readdirSync(directory.path('leeway/locks')), [`${sessionId}.lock`]);
  });

  it('is not taken from another machine, from a living process, nor while it is being written', async () => {
    const living: ProcessSource = {
      platform: 'darwin',
      procDirectory: '/nowhere',
      exists: () => true,
    };
    for (const owner of [{ host: 'elsewhere' }, { pid: 1 }]) {
      heldBy(owner);
      assert.equal(await lock(living), null);
    }
    writeFileSync(file(), '{"tok');
    assert.equal(await lock(), null);
  });

  it('is nobody’s when its owner could not be written, or died before', async () => {
    const faulty = faultyFileSystem(Infinity, 'ENOSPC');
    const locking = (fileSystem: SessionFileSystem): Promise<SessionLock | null> =>
      lockSession({ configDirectory: directory.path(), sessionId, fileSystem });
    await (await locking(faulty))?.release();
    const full = faultyFileSystem(faulty.calls.indexOf('write'), 'ENOSPC');
    await assert.rejects(locking(full), /ENOSPC/);
    assert.equal(existsSync(file()), false);

    directory.write(`leeway/locks/${sessionId}.lock`, '');
    assert.equal(await lock(), null, 'it may be being written');
    utimesSync(file(), new Date(), new Date(Date.now() - 11_000));
    assert.notEqual(await lock(), null);
  });

  it('goes stale after a time that no rewrite takes', async () => {
    heldBy({ host: 'elsewhere' });
    utimesSync(file(), new Date(), new Date(Date.now() - 11 * 60 * 1000));
    assert.notEqual(await lock(), null);
  });

  it('leaves a stale one to exactly one of many', async () => {
    for (let round = 0; round < 10; round++) {
      heldBy({});
      const locks = await Promise.all(Array.from({ length: 8 }, () => lock()));
      const held = await Promise.all(
        locks.filter((each) => each !== null).map((each) => each.isHeld()),
      );
      assert.equal(held.filter(Boolean).length, 1, readFileSync(file(), 'utf8'));
    }
  });

  for (const hasLinks of [true, false])
    it(`is whole or not there on a full disk, ${hasLinks ? 'with' : 'without'} links`, async () => {
      const real = hasLinks ? localFileSystem : fileSystemWithoutLinks('EPERM');
      const names = (): string[] => readdirSync(directory.path('leeway/locks'));
      const options = { configDirectory: directory.path(), sessionId };
      const undisturbed = faultyFileSystem(-1, 'EIO', 'early', real);
      const lockOfAll = await lockSession({ ...options, fileSystem: undisturbed });
      const taking = [...undisturbed.calls];
      await lockOfAll?.release();
      assert.ok(taking.length > 4);
      for (const [at, call] of taking.entries()) {
        if (!['makeDirectory', 'create', 'write', 'close', 'link'].includes(call)) continue;
        const fileSystem = faultyFileSystem(at, 'ENOSPC', 'early', real);
        const held = await lockSession({ ...options, fileSystem }).catch(() => null);
        await held?.release();
        assert.deepEqual(names(), [], `call ${String(at)}, ${call}`);
      }
    });

  it('is no lock yet, for one who looks, while its owner writes it', async () => {
    const { calls } = await fullyCounted();
    for (const at of calls.keys()) {
      const fileSystem = faultyFileSystem(at, 'death', 'late');
      await lockSession({ configDirectory: directory.path(), sessionId, fileSystem }).catch(
        () => null,
      );
      if (existsSync(file())) assert.match(readFileSync(file(), 'utf8'), /^\{.+\}$/);
      rmSync(file(), { force: true });
    }
  });

  async function fullyCounted() {
    const fileSystem = faultyFileSystem(-1, 'death');
    const held = await lockSession({ configDirectory: directory.path(), sessionId, fileSystem });
    await held?.release();
    return fileSystem;
  }
});
