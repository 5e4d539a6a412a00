import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { adoptEarlierFolder, type Adopted } from '../../../../src/io/keeping/adoptEarlierFolder';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { EARLIER_PRODUCT, PRODUCT } from '../../../../src/product';
import { filesBelow } from '../../../fixtures/filesBelow';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const SESSION = '5ba08d29-65a1-489d-b90e-69b2be914b7c';
const BACKUP = `backups/${SESSION}/20261121T000000000Z-0a1b2c`;
const NOTHING: Adopted = { kind: 'none', movedFiles: 0, leftFiles: 0, code: '' };
const EARLIER: Record<string, string> = {
  [`${BACKUP}.jsonl`]: 'old session\n',
  [`${BACKUP}.json`]: '{"id":"20261121T000000000Z-0a1b2c"}\n',
  [`checkpoints/${SESSION}/20261120T000000000Z-0a1b2c.jsonl`]: 'checkpoint\n',
  [`archive/${SESSION}.jsonl`]: 'left session\n',
  'notes.txt': 'of somebody else',
};

describe('adoptEarlierFolder', () => {
  const directory = useTemporaryDirectory();
  const earlier = (...names: string[]): string => directory.path(EARLIER_PRODUCT.id, ...names);
  const own = (...names: string[]): string => directory.path(PRODUCT, ...names);
  const layOut = (folder: string, files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files))
      directory.write(`${folder}/${name}`, content);
  };
  const layOutEarlier = (files = EARLIER): void => layOut(EARLIER_PRODUCT.id, files);
  const adopt = (fileSystem: SessionFileSystem = localFileSystem): Promise<Adopted> =>
    adoptEarlierFolder({ configDirectory: directory.path(), fileSystem });

  describe('where there is nothing to move', () => {
    it('does nothing, and says so', async () => {
      assert.deepEqual(await adopt(), NOTHING);
      assert.deepEqual(readdirSync(directory.path()), []);
      rmSync(directory.path('missing'), { force: true });
      assert.deepEqual(
        await adoptEarlierFolder({
          configDirectory: directory.path('missing'),
          fileSystem: localFileSystem,
        }),
        NOTHING,
      );
    });

    it('leaves a symlink and a file of that name alone', async () => {
      directory.write('elsewhere/backups/kept.txt', 'kept');
      symlinkSync(directory.path('elsewhere'), earlier());
      assert.deepEqual(await adopt(), NOTHING);
      assert.equal(readlinkSync(earlier()), directory.path('elsewhere'));
      rmSync(earlier());
      writeFileSync(earlier(), 'a file');
      assert.deepEqual(await adopt(), NOTHING);
      assert.deepEqual(filesBelow(directory.path()), {
        'elsewhere/backups/kept.txt': 'kept',
        [EARLIER_PRODUCT.id]: 'a file',
      });
    });
  });

  describe('where only the earlier folder is', () => {
    it('moves it by one rename, with all that is in it', async () => {
      layOutEarlier();
      chmodSync(earlier('backups'), 0o700);
      const { ino } = statSync(earlier());
      const renames: string[] = [];
      const adopted = await adopt({
        ...localFileSystem,
        rename: (from, to) => {
          renames.push(from);
          return localFileSystem.rename(from, to);
        },
      });
      assert.deepEqual(adopted, { ...NOTHING, kind: 'moved', movedFiles: 5 });
      assert.deepEqual(renames, [earlier()]);
      assert.deepEqual([filesBelow(own()), existsSync(earlier())], [EARLIER, false]);
      assert.deepEqual([statSync(own()).ino, statSync(own('backups')).mode & 0o777], [ino, 0o700]);
      assert.deepEqual(await adopt(), NOTHING, 'once');
    });

    it('finds no fault in a window that was faster', async () => {
      layOutEarlier();
      const faster: SessionFileSystem = {
        ...localFileSystem,
        rename: (from, to) => {
          renameSync(from, to);
          return localFileSystem.rename(from, to); // ENOENT
        },
      };
      assert.deepEqual(await adopt(faster), NOTHING);
      assert.deepEqual(filesBelow(own()), EARLIER);
    });

    it('joins a new folder that appears meanwhile', async () => {
      layOutEarlier();
      const appearing: SessionFileSystem = {
        ...localFileSystem,
        rename: (from, to) => {
          directory.write(`${PRODUCT}/locks/other.lock`, 'x');
          return localFileSystem.rename(from, to); // ENOTEMPTY
        },
      };
      assert.deepEqual(await adopt(appearing), { ...NOTHING, kind: 'moved', movedFiles: 5 });
      assert.deepEqual(filesBelow(own()), { ...EARLIER, 'locks/other.lock': 'x' });
      assert.equal(existsSync(earlier()), false);
    });
  });

  describe('where both folders are', () => {
    for (const code of ['none', 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK']) {
      const fileSystem = code === 'none' ? localFileSystem : fileSystemWithoutLinks(code);
      const how = code === 'none' ? 'by second names' : `by copies where links fail with ${code}`;

      it(`moves file by file, ${how}, never over one that is there`, async () => {
        layOutEarlier();
        layOut(PRODUCT, {
          [`${BACKUP}.json`]: EARLIER[`${BACKUP}.json`]!,
          [`archive/${SESSION}.jsonl`]: 'left again\n',
          'backups/of-now.json': 'now',
        });
        assert.deepEqual(await adopt(fileSystem), {
          kind: 'moved',
          movedFiles: 4,
          leftFiles: 1,
          code: '',
        });
        const name = `archive/${SESSION}.jsonl`;
        assert.deepEqual(filesBelow(own()), {
          ...EARLIER,
          [name]: 'left again\n',
          'backups/of-now.json': 'now',
        });
        assert.deepEqual(filesBelow(earlier()), { [name]: EARLIER[name] });
        assert.deepEqual(readdirSync(earlier()), ['archive'], 'emptied directories are gone');
        assert.deepEqual(await adopt(fileSystem), { ...NOTHING, kind: 'moved', leftFiles: 1 });
      });
    }

    it('makes directories for the owner alone, and copies too', async () => {
      layOutEarlier();
      mkdirSync(own());
      await adopt(fileSystemWithoutLinks('EXDEV'));
      for (const name of ['backups', `backups/${SESSION}`, 'archive', 'checkpoints'])
        assert.equal(statSync(own(name)).mode & 0o777, 0o700, name);
      assert.equal(statSync(own(`${BACKUP}.jsonl`)).mode & 0o777, 0o600);
    });

    it('copies file by file also where only the earlier one is, and cannot be renamed', async () => {
      layOutEarlier();
      const adopted = await adopt(fileSystemWithoutLinks('EXDEV'));
      assert.deepEqual(adopted, { ...NOTHING, kind: 'moved', movedFiles: 5 });
      assert.deepEqual([filesBelow(own()), existsSync(earlier())], [EARLIER, false]);
    });

    it('leaves symlinks inside alone, and follows none', async () => {
      layOutEarlier({ 'archive/one.txt': 'one' });
      directory.write('elsewhere/far.txt', 'far');
      symlinkSync(directory.path('elsewhere'), earlier('backups'));
      symlinkSync(directory.path('elsewhere/far.txt'), earlier('archive/link.txt'));
      mkdirSync(own());
      assert.deepEqual(await adopt(), { ...NOTHING, kind: 'moved', movedFiles: 1 });
      assert.deepEqual(filesBelow(own()), { 'archive/one.txt': 'one' });
      assert.deepEqual(filesBelow(directory.path('elsewhere')), { 'far.txt': 'far' });
      assert.deepEqual(readdirSync(earlier('archive')), ['link.txt']);
    });

    it('moves nothing through a symlink in a place of its own', async () => {
      layOutEarlier({ 'backups/a.txt': 'a', 'archive/b.txt': 'b' });
      mkdirSync(own());
      mkdirSync(directory.path('elsewhere'));
      symlinkSync(directory.path('elsewhere'), own('backups'));
      assert.deepEqual(await adopt(), {
        kind: 'moved',
        movedFiles: 1,
        leftFiles: 1,
        code: '',
      });
      assert.deepEqual(filesBelow(earlier()), { 'backups/a.txt': 'a' });
      rmSync(own(), { recursive: true });
      symlinkSync(earlier(), own());
      assert.deepEqual(await adopt(), { ...NOTHING, kind: 'failed', code: 'ENOTDIR' });
      assert.deepEqual(filesBelow(earlier()), { 'backups/a.txt': 'a' });
    });

    it('moves the others where one file cannot be moved, and says why', async () => {
      layOutEarlier();
      mkdirSync(own());
      const refusing: SessionFileSystem = {
        ...fileSystemWithoutLinks('EPERM'),
        openToRead: (path) =>
          path.endsWith('notes.txt')
            ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' }))
            : localFileSystem.openToRead(path),
      };
      assert.deepEqual(await adopt(refusing), {
        kind: 'failed',
        movedFiles: 4,
        leftFiles: 0,
        code: 'EACCES',
      });
      assert.deepEqual(filesBelow(earlier()), { 'notes.txt': EARLIER['notes.txt'] });
    });

    it('keeps what an earlier build writes into a file that is being moved', async () => {
      layOutEarlier({ 'backups/a.json': 'first' });
      mkdirSync(own());
      const rewriting: SessionFileSystem = {
        ...localFileSystem,
        syncDirectory: (path) => {
          directory.write('new.tmp', 'second');
          renameSync(directory.path('new.tmp'), earlier('backups/a.json'));
          return localFileSystem.syncDirectory(path);
        },
      };
      assert.deepEqual(await adopt(rewriting), { ...NOTHING, kind: 'moved', leftFiles: 1 });
      assert.deepEqual(
        [readFileSync(own('backups/a.json'), 'utf8'), filesBelow(earlier())],
        ['first', { 'backups/a.json': 'second' }],
      );
    });
  });

  describe('the locks of an earlier build', () => {
    const lock = (owner: object): string =>
      directory.write(
        `${EARLIER_PRODUCT.id}/locks/${SESSION}.lock`,
        JSON.stringify({
          token: 'x',
          pid: process.pid,
          startTicks: null,
          host: hostname(),
          ...owner,
        }),
      );

    it('postpone the move while one is held', async () => {
      layOutEarlier();
      const path = lock({});
      assert.deepEqual(await adopt(), { ...NOTHING, kind: 'postponed' });
      writeFileSync(path, '{"tok'); // being written
      assert.deepEqual(await adopt(), { ...NOTHING, kind: 'postponed' });
      lock({ host: 'elsewhere' });
      assert.deepEqual(await adopt(), { ...NOTHING, kind: 'postponed' });
      assert.deepEqual([existsSync(path), existsSync(own())], [true, false]);
      rmSync(path);
      assert.equal((await adopt()).movedFiles, 5);
    });

    it('are not carried over when they are dead', async () => {
      for (const isBoth of [false, true]) {
        layOutEarlier();
        lock({ pid: 4_000_000 });
        directory.write(
          `${EARLIER_PRODUCT.id}/locks/${SESSION}.lock.0123456789ab`,
          readFileSync(lock({ pid: 4_000_000 }), 'utf8'),
        );
        const hung = directory.write(`${EARLIER_PRODUCT.id}/locks/hung.lock`, 'x');
        utimesSync(hung, new Date(), new Date(Date.now() - 11 * 60 * 1000));
        if (isBoth) mkdirSync(own());
        assert.deepEqual(await adopt(), { ...NOTHING, kind: 'moved', movedFiles: 5 });
        assert.deepEqual([filesBelow(own()), existsSync(earlier())], [EARLIER, false]);
        rmSync(own(), { recursive: true });
      }
    });
  });
});
