import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  replaceSessionFile,
  type ReplaceOptions,
  type Replaced,
} from '../../../../src/io/keeping/replaceSessionFile';
import type { RewriteLine } from '../../../../src/io/keeping/rewriteLines';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { removeStaleTemporaryFiles } from '../../../../src/io/keeping/staleTemporaryFiles';
import { faultyFileSystem, type Fault } from '../../../fixtures/faultyFileSystem';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const OLD = 'one\nlarge large large\n\nthree\r\nto';
const NEW = 'one\nsmall\n\nthree\r\nto';
const shortened: RewriteLine = ({ bytes }) =>
  bytes?.toString() === 'large large large' ? Buffer.from('small') : null;

describe('replaceSessionFile', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  beforeEach(() => (path = directory.write('one.jsonl', OLD)));

  const content = (): string => readFileSync(path, 'utf8');
  const names = (): string[] => readdirSync(directory.path());
  const replace = async (
    options: Partial<ReplaceOptions<string>> = {},
  ): Promise<Replaced<string>> => {
    const planned = options.planned ?? (await localFileSystem.stateOf(path))!;
    return replaceSessionFile({
      path,
      planned,
      rewriteLine: shortened,
      beforeReplacing: () => Promise.resolve(null),
      fileSystem: localFileSystem,
      ...options,
    });
  };
  const doing = (act: () => void) => (): Promise<null> => {
    act();
    return Promise.resolve(null);
  };
  /** The real file system, with something done in front of the first call of that name. */
  const interrupted = (name: keyof SessionFileSystem, act: () => void): SessionFileSystem => {
    let isDone = false;
    const before = async (...args: unknown[]): Promise<unknown> => {
      if (!isDone) act();
      isDone = true;
      return (localFileSystem[name] as (...given: unknown[]) => Promise<unknown>)(...args);
    };
    return { ...localFileSystem, [name]: before };
  };

  it('rewrites the lines it is told to, keeps all others to the byte, and leaves nothing else behind', async () => {
    chmodSync(path, 0o640);
    const { ino } = statSync(path);
    const replaced = await replace();
    assert.equal(replaced.kind, 'replaced');
    assert.deepEqual([content(), names()], [NEW, ['one.jsonl']]);
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.notEqual(statSync(path).ino, ino);
  });

  it('copies a file of any size the same, wherever its lines break', async () => {
    const lines = Array.from(
      { length: 4000 },
      (_, index) => `${index} ${'é'.repeat((index * 7919) % 1500)}`,
    );
    lines[2000] = 'x'.repeat(3 * 1024 * 1024);
    writeFileSync(path, lines.join('\n'));
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
    const planned = (await localFileSystem.stateOf(path))!;
    const reason = async (): Promise<string> => {
      const replaced = await replace({ planned });
      return replaced.kind === 'refused' ? replaced.reason : replaced.kind;
    };
    renameSync(path, directory.path('away'));
    assert.equal(await reason(), 'missing');
    symlinkSync(directory.path('away'), path);
    assert.equal(await reason(), 'symlink');
    path = directory.path();
    assert.equal(await reason(), 'notAFile');
    path = directory.path('away');
    appendFileSync(path, 'rn\n');
    assert.equal(await reason(), 'changed');
    writeFileSync(path, OLD.replace('one', 'two'));
    utimesSync(path, 1, 1);
    assert.equal(await reason(), 'changed');
    assert.equal(readFileSync(path, 'utf8'), OLD.replace('one', 'two'));
  });

  it('carries over what is appended while it writes, also behind a torn line', async () => {
    const replaced = await replace({
      fileSystem: interrupted('create', () => appendFileSync(path, 'rn\nmore\nand')),
      beforeReplacing: doing(() => appendFileSync(path, ' more\n')),
    });
    assert.equal(content(), `${NEW}rn\nmore\nand more\n`);
    assert.equal(
      replaced.kind === 'replaced' && replaced.appendedBytes,
      'rn\nmore\nand more\n'.length,
    );
  });

  it('carries over what was appended to the old file after the rename', async () => {
    const renamed: SessionFileSystem = {
      ...localFileSystem,
      rename: async (from, to) => {
        renameSync(path, directory.path('old'));
        await localFileSystem.rename(from, to);
        appendFileSync(path, 'rn by the new name\n');
        setTimeout(() => appendFileSync(directory.path('old'), 'late\n'), 5);
        setTimeout(() => appendFileSync(directory.path('old'), 'later\n'), 25);
      },
    };
    writeFileSync(path, `${OLD}\n`);
    await replace({ fileSystem: renamed });
    assert.equal(content(), `${NEW}\nrn by the new name\nlate\nlater\n`);
  });

  it('refuses when the file is cut, replaced or rewritten in place while it writes', async () => {
    const changes: (() => void)[] = [
      () => truncateSync(path, 4),
      () => {
        writeFileSync(directory.path('other'), OLD);
        renameSync(directory.path('other'), path);
      },
      () => {
        writeFileSync(path, OLD.replace('one', 'two'));
        utimesSync(path, 1, 1);
      },
    ];
    for (const change of changes) {
      writeFileSync(path, OLD);
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
        writeFileSync(path, OLD);
        const planned = (await localFileSystem.stateOf(path))!;
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

  it('says when it could not look for late appends any more', async () => {
    const inspected = faultyFileSystem(-1, 'EIO');
    await replace({ fileSystem: inspected });
    writeFileSync(path, OLD);
    const replaced = await replace({
      fileSystem: faultyFileSystem(inspected.calls.lastIndexOf('file.state'), 'EIO'),
    });
    assert.deepEqual(replaced.kind === 'replaced' && replaced.lostSight, {
      code: 'EIO',
      carriedToBytes: Buffer.byteLength(OLD),
    });
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
    symlinkSync(path, directory.path(link));
    assert.equal(await removeStaleTemporaryFiles(directory.path(), localFileSystem), 1);
    assert.deepEqual(names().sort(), [young, link, ...others].sort());
    assert.equal(await removeStaleTemporaryFiles(directory.path('missing'), localFileSystem), 0);
  });

  it('loses and doubles nothing that another process appends through 200 rewrites', async function () {
    this.timeout(120_000);
    writeFileSync(
      path,
      `${Array.from({ length: 300 }, (_, index) => `{"own":${index},"filler":"${'y'.repeat(1000)}"}`).join('\n')}\n`,
    );
    const stopFile = directory.path('stop');
    const appender = spawn(
      process.execPath,
      ['--import=tsx', join(__dirname, '../../../fixtures/lineAppender.ts'), path, stopFile],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let printed = '';
    appender.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    while (!printed.includes('appending')) await once(appender.stdout, 'data');
    let rewrites = 0;
    let carriedBytes = 0;
    while (rewrites < 200) {
      const marked: RewriteLine = ({ bytes }) =>
        bytes!.subarray(0, 7).toString() === '{"own":'
          ? Buffer.from(bytes!.toString().replace(/"filler":"./, '"filler":"'))
          : null;
      const replaced = await replace({ rewriteLine: marked });
      if (replaced.kind === 'refused')
        assert.equal(replaced.reason, 'changed'); // an append came in front of the first look
      else rewrites++;
      if (replaced.kind === 'replaced') carriedBytes += replaced.appendedBytes;
    }
    writeFileSync(stopFile, '');
    await once(appender, 'close');
    const expected = Number(printed.split('\n').at(-2));
    const records = content()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { own?: number; appended?: number; filler: string });
    const own = records.filter((record) => record.own !== undefined);
    const appended = records
      .map((record) => record.appended)
      .filter((number) => number !== undefined);
    assert.deepEqual(
      own.map((record) => [record.own, record.filler.length]),
      Array.from({ length: 300 }, (_, index) => [index, 800]),
    );
    assert.deepEqual(
      [...appended].sort((a, b) => a - b),
      Array.from({ length: expected }, (_, index) => index),
    );
    assert.ok(carriedBytes > 0, 'some appends came while a file was rewritten');
  });
});
