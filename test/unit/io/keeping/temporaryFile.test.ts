import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ownerHere } from '../../../../src/io/keeping/fileOwner';
import {
  isTemporaryName,
  removeStaleTemporaryFiles,
  TemporaryFile,
  withTemporaryFile,
} from '../../../../src/io/keeping/temporaryFile';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { localProcesses } from '../../../../src/io/sessions/processTree';
import { fileSystemWithoutLinks } from '../../../fixtures/fileSystemWithoutLinks';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const always = (): Promise<null> => Promise.resolve(null);

describe('TemporaryFile', () => {
  const directory = useTemporaryDirectory();
  const target = (): string => directory.path('one.jsonl');
  const names = (): string[] => readdirSync(directory.path());

  it('comes to its place over what is there, and nowhere before', async () => {
    writeFileSync(target(), 'old');
    await withTemporaryFile(target(), localFileSystem, async (temporary) => {
      await temporary.file.write([Buffer.from('new')]);
      assert.ok(isTemporaryName(basename(temporary.path)), temporary.path);
      assert.deepEqual(names().length, 2);
      assert.equal(await temporary.replace(() => Promise.resolve('not yet')), 'not yet');
      assert.equal(readFileSync(target(), 'utf8'), 'old');
      assert.equal(await temporary.replace(always), null);
    });
    assert.deepEqual([names(), readFileSync(target(), 'utf8')], [['one.jsonl'], 'new']);
    assert.equal(statSync(target()).mode & 0o777, 0o600);
  });

  for (const [where, fileSystem] of [
    ['by a second name', localFileSystem],
    ['where there are none', fileSystemWithoutLinks('EPERM')],
  ] as const)
    it(`appears only where nothing is, ${where}`, async () => {
      const appear = (text: string): Promise<boolean> =>
        withTemporaryFile(target(), fileSystem, async (temporary) => {
          await temporary.file.write([Buffer.from(text)]);
          await temporary.finish();
          return temporary.appear();
        });
      assert.deepEqual([await appear('first'), await appear('second')], [true, false]);
      assert.deepEqual([names(), readFileSync(target(), 'utf8')], [['one.jsonl'], 'first']);
    });

  it('is gone when its writing fails', async () => {
    const failing = withTemporaryFile(target(), localFileSystem, () =>
      Promise.reject(new Error('broken')),
    );
    await assert.rejects(failing, /broken/);
    assert.deepEqual(names(), []);
  });

  it('is known at once for one that a process left which is gone, and kept while its process runs', async () => {
    const temporary = await TemporaryFile.create(target(), localFileSystem);
    assert.equal(await removeStaleTemporaryFiles(directory.path(), localFileSystem), 0);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const own = `-${process.pid}-${(await ownerHere()).startTicks ?? ''}-`;
    const name = basename(temporary.path);
    assert.ok(name.includes(own), name);
    for (const owner of [`-${child.pid!}-12-`, `-${child.pid!}--`, `-${process.pid}-1-`])
      directory.write(name.replace(own, owner), 'left');
    directory.write(name.replace(/leeway-[0-9a-f]{6}/, 'leeway-000000').replace(own, '-1-1-'), 'x');
    const removed = await removeStaleTemporaryFiles(directory.path(), localFileSystem);
    assert.equal(removed, localProcesses().platform === 'linux' ? 3 : 2);
    assert.equal(names().length, 2, 'one of this process, one of another machine');
    const anHourLater = Date.now() + 61 * 60 * 1000;
    await temporary.dispose();
    assert.equal(
      await removeStaleTemporaryFiles(directory.path(), localFileSystem, anHourLater),
      1,
    );
  });
});
