import assert from 'node:assert/strict';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Backup } from '../../../../src/io/keeping/backupManifest';
import {
  deleteAllBackups,
  retainBackups,
  totalOfBackups,
} from '../../../../src/io/keeping/backupRetention';
import { backupPaths, listBackups, type BackupStore } from '../../../../src/io/keeping/backups';
import { BACKED_UP_CONTENT, BACKED_UP_MS, useBackedUpFile } from '../../../fixtures/backedUpFile';
import { SESSION } from '../../../fixtures/sessionOfReads';

const OTHER = '11111111-2222-4333-8444-555555555555';
const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = BACKED_UP_MS;

describe('how long backups are kept', () => {
  const { directory, file, create, replace } = useBackedUpFile();
  let store: BackupStore;
  let path: string;
  beforeEach(() => ({ store, path } = file));

  it('keeps to an age and a total size, the newest first, and always the one just made', async () => {
    const made: Backup[] = [];
    for (const [days, bytes, sessionId] of [
      [40, 10, SESSION],
      [20, 100, OTHER],
      [10, 100, SESSION],
      [1, 100, SESSION],
    ] as const) {
      writeFileSync(path, 'x'.repeat(bytes));
      made.push(await create({ dateMs: NOW - days * DAY_MS, sessionId }));
      replace();
    }
    const [old, first, second, last] = made as [Backup, Backup, Backup, Backup];
    const ids = (backups: readonly Backup[]): string[] => backups.map(({ id }) => id);
    assert.deepEqual(
      ids(await retainBackups(store, { maxAgeMs: 30 * DAY_MS, maxTotalBytes: 1000 }, null, NOW)),
      [old.id],
    );
    assert.deepEqual(
      ids(await retainBackups(store, { maxAgeMs: 30 * DAY_MS, maxTotalBytes: 250 }, null, NOW)),
      [first.id],
    );
    assert.deepEqual(
      ids(await retainBackups(store, { maxAgeMs: 5 * DAY_MS, maxTotalBytes: 0 }, last.id, NOW)),
      [second.id],
    );
    assert.deepEqual(ids(await listBackups(store, SESSION)), [last.id]);
  });

  it('keeps what it cannot read as long as a backup, and then removes it', async () => {
    const backup = await create({ dateMs: NOW - 2 * DAY_MS });
    replace();
    const { manifest, content } = backupPaths(store, SESSION, backup.id);
    writeFileSync(manifest, '{');
    await retainBackups(store, { maxAgeMs: 3 * DAY_MS, maxTotalBytes: 1000 }, null, NOW);
    assert.ok(existsSync(content));
    await retainBackups(store, { maxAgeMs: DAY_MS, maxTotalBytes: 1000 }, null, NOW);
    assert.deepEqual([existsSync(content), existsSync(manifest)], [false, false]);
  });

  it('leaves what a person named like one of ours: a folder, a link', async () => {
    await create();
    replace();
    const folder = directory.write(
      `config/leeway/backups/${SESSION}/20200101T000000000Z-abcdef.jsonl/mine.txt`,
      'mine',
    );
    const link = directory.path(`config/leeway/backups/${SESSION}/20200101T000000000Z-fedcba.json`);
    symlinkSync(path, link);
    await retainBackups(store, { maxAgeMs: DAY_MS, maxTotalBytes: 1e9 }, null, NOW);
    assert.equal(await deleteAllBackups(store, 'notArchived'), 1);
    assert.deepEqual([existsSync(folder), existsSync(link)], [true, true]);
  });

  it('deletes all of them, and nothing else', async () => {
    await create();
    await create({ sessionId: OTHER });
    replace();
    const note = directory.write(`config/leeway/backups/${SESSION}/note.txt`, 'mine');
    const kept = directory.write('config/leeway/backups/mine/one.jsonl', 'mine');
    symlinkSync(
      directory.path('projects'),
      directory.path('config/leeway/backups', SESSION.replace('5', '6')),
    );
    const { backups, sizeBytes } = await totalOfBackups(store);
    assert.ok(backups === 2 && sizeBytes > 2 * BACKED_UP_CONTENT.length, String(sizeBytes));
    assert.equal(await deleteAllBackups(store, 'notArchived'), 2);
    assert.deepEqual(await totalOfBackups(store), { backups: 0, sizeBytes: 0 });
    assert.deepEqual([existsSync(note), existsSync(kept), existsSync(path)], [true, true, true]);
    assert.deepEqual(
      [
        await listBackups(store, SESSION),
        existsSync(directory.path('config/leeway/backups', OTHER)),
      ],
      [[], false],
    );
  });
});
