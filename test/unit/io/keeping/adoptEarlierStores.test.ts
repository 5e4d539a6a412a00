import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { adoptEarlierStores } from '../../../../src/io/keeping/adoptEarlierStores';
import { isIntact, listBackups, type BackupStore } from '../../../../src/io/keeping/backups';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { filesBelow } from '../../../fixtures/filesBelow';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const SESSION = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const LEFT = '6ba08d29-65a1-489d-b90e-69b2be914b7c';
const CHECKPOINT_ID = '20261120T101112345Z-0a1b2c';
const CHECKPOINT = `{"cwd":"/home/dev/x","sessionId":"${SESSION}"}\n`;
const ARCHIVED = '{"left":1}\n';

describe('adoptEarlierStores', () => {
  const directory = useTemporaryDirectory();
  const store = (fileSystem = localFileSystem): BackupStore => ({
    configDirectory: directory.path(),
    fileSystem,
  });
  const originalPath = (): string => directory.path(`projects/-home-dev-y/${LEFT}.jsonl`);
  const layOut = (): void => {
    rmSync(directory.path('leeway'), { recursive: true, force: true });
    directory.write(`leeway/checkpoints/${SESSION}/${CHECKPOINT_ID}.jsonl`, CHECKPOINT);
    directory.write(`leeway/archive/${LEFT}.jsonl`, ARCHIVED);
    directory.write(
      `leeway/archive/${LEFT}.jsonl.json`,
      JSON.stringify({
        ...{ originalPath: originalPath(), title: 'T', cwd: '/home/dev/y', note: 'left' },
        archivedAtMs: 1000,
      }),
    );
  };
  const assertAdopted = async (about: string): Promise<void> => {
    const [checkpoint] = await listBackups(store(), SESSION);
    assert.ok(checkpoint !== undefined, about);
    assert.deepEqual(
      [checkpoint.id, checkpoint.reason, checkpoint.dateMs, checkpoint.originalPath],
      [
        CHECKPOINT_ID,
        'compact',
        Date.parse('2026-11-20T10:11:12.345Z'),
        directory.path(`projects/-home-dev-x/${SESSION}.jsonl`),
      ],
      about,
    );
    const [archived] = await listBackups(store(), LEFT);
    assert.ok(archived !== undefined, about);
    assert.deepEqual(
      [archived.reason, archived.dateMs, archived.originalPath, archived.archived],
      ['archive', 1000, originalPath(), { title: 'T', cwd: '/home/dev/y', note: 'left' }],
      about,
    );
    for (const backup of [checkpoint, archived])
      assert.equal(await isIntact(store(), backup), true, about);
    assert.deepEqual(readdirSync(directory.path('leeway')), ['backups'], about);
  };

  for (const [how, fileSystem] of [
    ['by second names', localFileSystem],
    ['by copies where there are none', fileSystemWithoutLinks('EPERM')],
  ] as const) {
    it(`makes backups of checkpoints and of the archive, once, ${how}`, async () => {
      layOut();
      assert.equal(await adoptEarlierStores(store(fileSystem)), 2);
      await assertAdopted('');
      assert.equal(await adoptEarlierStores(store(fileSystem)), 0);
      await assertAdopted('again');
    });

    it(`loses nothing whatever fails and wherever the process ends, ${how}`, async () => {
      layOut();
      const counting = faultyFileSystem(Infinity, 'EIO', 'early', fileSystem);
      await adoptEarlierStores(store(counting));
      for (const fault of ['EIO', 'death'] as const)
        for (const moment of ['early', 'late'] as const)
          for (let at = 0; at < counting.calls.length; at++) {
            const about = `${fault} ${moment} at ${at}, ${counting.calls[at]!}`;
            layOut();
            const faulty = faultyFileSystem(at, fault, moment, fileSystem);
            await adoptEarlierStores(store(faulty)).catch(() => 0);
            const contents = Object.values(filesBelow(directory.path('leeway')));
            for (const content of [CHECKPOINT, ARCHIVED])
              assert.ok(contents.includes(content), about);
            await adoptEarlierStores(store(fileSystem));
            await assertAdopted(about);
          }
    }).timeout(60_000);
  }

  it('finds the session that a checkpoint is of, and leaves what is none of ours', async () => {
    layOut();
    const path = directory.write(`projects/-elsewhere/${SESSION}.jsonl`, 'x\n');
    const note = directory.write(`leeway/checkpoints/${SESSION}/note.txt`, 'mine');
    const damaged = directory.write('leeway/archive/b.jsonl', 'x');
    directory.write('leeway/archive/b.jsonl.json', '{');
    await adoptEarlierStores(store());
    const [checkpoint] = await listBackups(store(), SESSION);
    assert.equal(checkpoint?.originalPath, path);
    assert.equal(checkpoint.sha256, createHash('sha256').update(CHECKPOINT).digest('hex'));
    assert.deepEqual([existsSync(note), existsSync(damaged)], [true, true]);
  });
});
