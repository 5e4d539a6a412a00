import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { removeStaleTemporaryFiles } from '../../../../src/io/keeping/temporaryFile';
import { faultyFileSystem, type Fault } from '../../../fixtures/faultyFileSystem';
import { NEW, OLD, useReplaceableFile } from '../../../fixtures/replaceableFile';

describe('replaceSessionFile', () => {
  const { directory, file, content, names, replace, doing } = useReplaceableFile();

  it('rewrites the lines it is told to, keeps all others to the byte, and leaves nothing else behind', async () => {
    chmodSync(file.path, 0o640);
    const { ino } = statSync(file.path);
    const replaced = await replace();
    assert.equal(replaced.kind, 'replaced');
    assert.deepEqual([content(), names()], [NEW, ['one.jsonl']]);
    assert.equal(statSync(file.path).mode & 0o777, 0o640);
    assert.notEqual(statSync(file.path).ino, ino);
  });

  it('copies a file of any size the same, wherever its lines break', async () => {
    const lines = Array.from(
      { length: 4000 },
      (_, index) => `${index} ${'é'.repeat((index * 7919) % 1500)}`,
    );
    lines[2000] = 'x'.repeat(3 * 1024 * 1024);
    writeFileSync(file.path, lines.join('\n'));
    await replace({
      rewriteLine: ({ bytes }) =>
        bytes!.length % 10 === 0 ? Buffer.from(`short ${bytes!.length}`) : null,
    });
    const expected = lines
      .map((line) =>
        Buffer.byteLength(line) % 10 === 0 ? `short ${Buffer.byteLength(line)}` : line,
      )
      .join('\n');
    assert.ok(content() === expected);
  });

  it('puts together a line from bytes and from pieces of another file', async () => {
    const other = await localFileSystem.openToRead(directory.write('other', '0123456789'));
    const pieces = [Buffer.from('<'), { offset: 2, bytes: 3 }, Buffer.from('>')];
    await replace({
      extentsOf: other,
      rewriteLine: ({ bytes }) => (bytes?.toString() === 'one' ? pieces : null),
    });
    await other.close();
    assert.equal(content(), OLD.replace('one', '<234>'));
  });

  it('shows what it wrote before it replaces anything, and heeds a refusal', async () => {
    let shown = '';
    const replaced = await replace({
      beforeReplacing: (written) => {
        shown = readFileSync(written.temporaryPath, 'utf8');
        return Promise.resolve('I would rather not.');
      },
    });
    assert.deepEqual(replaced, { kind: 'refusedBefore', refusal: 'I would rather not.' });
    assert.deepEqual([shown, content(), names()], [NEW, OLD, ['one.jsonl']]);
  });

  it('refuses what is missing, a symlink, a directory, and what is not as it was planned on', async () => {
    const planned = (await localFileSystem.stateOf(file.path))!;
    const reason = async (): Promise<string> => {
      const replaced = await replace({ planned });
      return replaced.kind === 'refused' ? replaced.reason : replaced.kind;
    };
    renameSync(file.path, directory.path('away'));
    assert.equal(await reason(), 'missing');
    symlinkSync(directory.path('away'), file.path);
    assert.equal(await reason(), 'symlink');
    file.path = directory.path();
    assert.equal(await reason(), 'notAFile');
    file.path = directory.path('away');
    appendFileSync(file.path, 'rn\n');
    assert.equal(await reason(), 'changed');
    writeFileSync(file.path, OLD.replace('one', 'two'));
    utimesSync(file.path, 1, 1);
    assert.equal(await reason(), 'changed');
    assert.equal(readFileSync(file.path, 'utf8'), OLD.replace('one', 'two'));
  });

  it('refuses when the file is cut, replaced or rewritten in place while it writes', async () => {
    const changes: (() => void)[] = [
      () => truncateSync(file.path, 4),
      () => {
        writeFileSync(directory.path('other'), OLD);
        renameSync(directory.path('other'), file.path);
      },
      () => {
        writeFileSync(file.path, OLD.replace('one', 'two'));
        utimesSync(file.path, 1, 1);
      },
    ];
    for (const change of changes) {
      writeFileSync(file.path, OLD);
      const replaced = await replace({ beforeReplacing: doing(change) });
      assert.deepEqual(replaced, { kind: 'refused', reason: 'changed' });
      assert.deepEqual(
        names().filter((name) => name.includes('.tmp')),
        [],
      );
    }
  });

  it('tries a rename again that Windows refuses for a moment', async () => {
    let refusals = 0;
    const busy: SessionFileSystem = {
      ...localFileSystem,
      rename: (from, to) =>
        refusals++ < 3
          ? Promise.reject(
              Object.assign(new Error(), { code: ['EPERM', 'EBUSY', 'EACCES'][refusals - 1] }),
            )
          : localFileSystem.rename(from, to),
    };
    assert.equal((await replace({ fileSystem: busy })).kind, 'replaced');
    assert.deepEqual([content(), refusals], [NEW, 4]);
  });

  it('leaves the old or the new file, whole, whatever fails and wherever the process ends', async () => {
    const inspected = faultyFileSystem(-1, 'EIO');
    await replace({ fileSystem: inspected });
    const { calls } = inspected;
    assert.ok(calls.includes('sync') && calls.includes('rename'), calls.join());
    const renamed = calls.indexOf('rename');
    for (const [fault, moment] of [
      ['ENOSPC', 'early'],
      ['EIO', 'early'],
      ['EPERM', 'early'],
      ['EXDEV', 'early'],
      ['death', 'early'],
      ['death', 'late'],
    ] satisfies [Fault, 'early' | 'late'][]) {
      for (let at = 0; at < calls.length; at++) {
        writeFileSync(file.path, OLD);
        const planned = (await localFileSystem.stateOf(file.path))!;
        const found = await replace({
          planned,
          fileSystem: faultyFileSystem(at, fault, moment),
        }).catch((error: unknown) => error);
        const where = `${fault} ${moment} at ${at} ${calls[at]!}: ${String(found)}`;
        // A rename that was refused once is tried again.
        const isNew = at > renamed || (at === renamed && (moment === 'late' || fault === 'EPERM'));
        assert.equal(content(), isNew ? NEW : OLD, where);
        const left = names().filter((name) => name !== 'one.jsonl');
        if (fault === 'death' || calls[at] === 'create')
          for (const name of left) utimesSync(directory.path(name), 1, 1);
        else assert.deepEqual(left, [], where);
        await removeStaleTemporaryFiles(directory.path(), localFileSystem);
        assert.deepEqual(names(), ['one.jsonl'], where);
      }
    }
  });

  it('removes only stale files, only its own, and follows no symlink', async () => {
    const ours = `.one.jsonl.leeway-${'a'.repeat(24)}.tmp`;
    const young = `.one.jsonl.leeway-${'b'.repeat(24)}.tmp`;
    const others = [
      '.one.jsonl.leeway-12.tmp',
      'one.jsonl.tmp',
      `one.jsonl.leeway-${'c'.repeat(24)}.tmp`,
      'one.jsonl',
    ];
    for (const name of [ours, young, ...others]) directory.write(name, 'x');
    for (const name of [ours, ...others]) utimesSync(directory.path(name), 1, 1);
    const link = `.two.jsonl.leeway-${'d'.repeat(24)}.tmp`;
    symlinkSync(file.path, directory.path(link));
    assert.equal(await removeStaleTemporaryFiles(directory.path(), localFileSystem), 1);
    assert.deepEqual(names().sort(), [young, link, ...others].sort());
    assert.equal(await removeStaleTemporaryFiles(directory.path('missing'), localFileSystem), 0);
  });
});
