import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Backup } from '../../../../src/io/keeping/backupManifest';
import {
  backupPaths,
  isIntact,
  listBackups,
  markUndone,
  prepareBackups,
  readBackup,
  removeBackup,
  sealBackup,
  withContent,
  type BackupStore,
} from '../../../../src/io/keeping/backups';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { BACKED_UP_CONTENT, BACKED_UP_MS, useBackedUpFile } from '../../../fixtures/backedUpFile';
import { SESSION } from '../../../fixtures/sessionOfReads';

const OTHER = '11111111-2222-4333-8444-555555555555';
const NOW = BACKED_UP_MS;

const CONTENT = BACKED_UP_CONTENT;

describe('backups', () => {
  const { directory, file, orderOf, create, replace } = useBackedUpFile();
  let store: BackupStore;
  let path: string;
  beforeEach(() => ({ store, path } = file));

  const contentOf = async (backup: Backup): Promise<string> =>
    withContent(store, backup, async (file) => {
      const bytes = Buffer.alloc(backup.sizeBytes);
      await file.read(bytes, 0);
      return bytes.toString();
    });

  it('keeps the old bytes and what is known of them, for the owner alone', async () => {
    chmodSync(path, 0o644);
    const heldBy = { pid: 7, startedMs: 5, entrypoint: 'cli' };
    const backup = await create({ heldBy });
    replace();
    await sealBackup(store, backup);
    assert.deepEqual(await listBackups(store, SESSION), [backup]);
    const { id, ...known } = backup;
    assert.match(id, /^20261121T000000000Z-[0-9a-f]{6}$/);
    assert.deepEqual(known, {
      sessionId: SESSION,
      reason: 'prune',
      dateMs: NOW,
      originalPath: path,
      sizeBytes: 8,
      sha256: orderOf({ path: backupPaths(store, SESSION, id).content }).sha256,
      newBytes: 4,
      newLines: 1,
      heldBy,
      carriedToBytes: 8,
      oldInode: String(statSync(backupPaths(store, SESSION, id).content).ino),
      newInode: null,
      beforeTokens: 9000,
      afterTokens: 4000,
      itemIds: ['uuid-1:0', '@17:2.1'],
      freedTokens: [],
      uncountedIds: [],
      counterUuids: [],
      grownBytes: 0,
      reported: [{ uuid: 'uuid-2', contextTokens: 9000 }],
      putBackId: null,
      undoneMs: null,
      archived: null,
    });
    assert.deepEqual(
      [await contentOf(backup), await isIntact(store, backup), readFileSync(path, 'utf8')],
      [CONTENT, true, 'new\n'],
    );
    const { content, manifest } = backupPaths(store, SESSION, id);
    const modes = [
      directory.path('config/leeway/backups', SESSION),
      directory.path('config/leeway/backups'),
      content,
      manifest,
    ].map((each) => (statSync(each).mode & 0o777).toString(8));
    assert.deepEqual(modes, ['700', '700', '600', '600']);
  });

  it('copies where the disk has no second names, and so keeps its bytes apart', async () => {
    const calls = faultyFileSystem(-1, 'EXDEV');
    await create({}, { ...store, fileSystem: calls });
    const backup = await create(
      {},
      { ...store, fileSystem: faultyFileSystem(calls.calls.indexOf('link'), 'EXDEV') },
    );
    appendFileSync(path, 'three\n');
    assert.deepEqual(
      [await contentOf(backup), statSync(backupPaths(store, SESSION, backup.id).content).size],
      [CONTENT, CONTENT.length],
    );
    assert.deepEqual(await readBackup(store, SESSION, backup.id), backup);
  });

  it('is none while the file it was made of still stands: that rewrite never came about', async () => {
    const backup = await create();
    assert.deepEqual(
      [await listBackups(store, SESSION), await readBackup(store, SESSION, backup.id)],
      [[], null],
    );
    replace();
    assert.deepEqual(await listBackups(store, SESSION), [backup]);
  });

  it('stays intact when the old file grows, and notices when its own bytes change', async () => {
    const backup = await create();
    replace();
    const { content } = backupPaths(store, SESSION, backup.id);
    appendFileSync(content, 'late\n');
    assert.deepEqual([await isIntact(store, backup), await contentOf(backup)], [true, CONTENT]);
    writeFileSync(content, CONTENT.replace('one', '0ne'));
    assert.equal(await isIntact(store, backup), false);
    writeFileSync(content, 'one\n');
    assert.deepEqual(
      [await isIntact(store, backup), await listBackups(store, SESSION)],
      [false, []],
    );
  });

  it('leaves nothing behind when it cannot be made', async () => {
    const inspected = faultyFileSystem(-1, 'ENOSPC');
    const first = await create({}, { ...store, fileSystem: inspected });
    await removeBackup(store, first);
    const from = inspected.calls.indexOf('link');
    const failed: string[] = [];
    for (let at = from + 1; at < inspected.calls.length; at++) {
      const outcome = await create(
        {},
        { ...store, fileSystem: faultyFileSystem(at, 'ENOSPC') },
      ).catch(() => null);
      if (outcome !== null) continue; // a failure to tidy up
      failed.push(inspected.calls[at]!);
      assert.deepEqual(
        readdirSync(directory.path('config/leeway/backups', SESSION)).filter(
          (name) => !name.startsWith('.'),
        ),
        [],
        inspected.calls[at],
      );
    }
    assert.ok(
      ['create', 'write', 'sync', 'rename', 'syncDirectory'].every((call) => failed.includes(call)),
      failed.join(),
    );
    assert.equal(readFileSync(path, 'utf8'), CONTENT);
  });

  it('lists the newest first, and no more than what it can read', async () => {
    const older = await create({ dateMs: NOW - 5 });
    const newer = await create({ dateMs: NOW, beforeTokens: null, reason: 'undo' });
    replace();
    const folder = directory.path('config/leeway/backups', SESSION);
    const damaged = '20261121T000000000Z-aaaaaa';
    for (const [name, text] of Object.entries({
      [`${damaged}.json`]: '{',
      [`${damaged}.jsonl`]: '',
      'x.json': '{}',
      '..json': '{}',
      [`${older.id.replace(/.$/, 'z')}.json`]: '{}',
    }))
      writeFileSync(`${folder}/${name}`, text);
    const stolen = '20261121T000000000Z-bbbbbb';
    writeFileSync(`${folder}/${stolen}.json`, JSON.stringify({ ...older, id: stolen }));
    symlinkSync('/etc/passwd', `${folder}/${stolen}.jsonl`);
    assert.deepEqual(await listBackups(store, SESSION), [newer, older]);
    assert.deepEqual(await listBackups(store, OTHER), []);
  });

  it('remembers what was undone', async () => {
    const backup = await create();
    replace();
    await markUndone(store, backup, NOW + 1);
    assert.equal((await readBackup(store, SESSION, backup.id))?.undoneMs, NOW + 1);
  });

  it('takes no session id and no backup id that leads elsewhere', async () => {
    for (const id of ['..', '../..', '', 'one', `${SESSION}/..`, `${SESSION}\n`])
      assert.deepEqual(await listBackups(store, id), []);
    for (const id of ['..', '', '../x', '20261121T000000000Z-aaaaaa/..'])
      assert.equal(await readBackup(store, SESSION, id), null);
  });

  it('writes into no directory that is a symlink', async () => {
    mkdirSync(directory.path('elsewhere'), { recursive: true });
    for (const place of ['leeway', 'leeway/backups', `leeway/backups/${SESSION}`]) {
      rmSync(directory.path('config'), { recursive: true, force: true });
      mkdirSync(directory.path('config', place, '..'), { recursive: true });
      symlinkSync(directory.path('elsewhere'), directory.path('config', place));
      assert.equal(await prepareBackups(store, SESSION), false, place);
    }
  });
});
