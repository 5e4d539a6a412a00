import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RewriteLine } from '../../../../src/io/keeping/rewriteLines';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import { faultyFileSystem } from '../../../fixtures/faultyFileSystem';
import { NEW, OLD, useReplaceableFile } from '../../../fixtures/replaceableFile';

describe('replaceSessionFile, while others append', () => {
  const { directory, file, content, replace, doing, interrupted } = useReplaceableFile();

  it('carries over what is appended while it writes, also behind a torn line', async () => {
    const replaced = await replace({
      fileSystem: interrupted('create', () => appendFileSync(file.path, 'rn\nmore\nand')),
      beforeReplacing: doing(() => appendFileSync(file.path, ' more\n')),
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
        renameSync(file.path, directory.path('old'));
        await localFileSystem.rename(from, to);
        appendFileSync(file.path, 'rn by the new name\n');
        setTimeout(() => appendFileSync(directory.path('old'), 'late\n'), 5);
        setTimeout(() => appendFileSync(directory.path('old'), 'later\n'), 25);
      },
    };
    writeFileSync(file.path, `${OLD}\n`);
    await replace({ fileSystem: renamed });
    assert.equal(content(), `${NEW}\nrn by the new name\nlate\nlater\n`);
  });

  it('says when it could not look for late appends any more', async () => {
    const inspected = faultyFileSystem(-1, 'EIO');
    await replace({ fileSystem: inspected });
    writeFileSync(file.path, OLD);
    const replaced = await replace({
      fileSystem: faultyFileSystem(inspected.calls.lastIndexOf('file.state'), 'EIO'),
    });
    assert.deepEqual(replaced.kind === 'replaced' && replaced.lostSight, {
      code: 'EIO',
      carriedToBytes: Buffer.byteLength(OLD),
    });
  });

  it('loses and doubles nothing that another process appends through 200 rewrites', async function () {
    this.timeout(120_000);
    const filler = 'y'.repeat(1000);
    const own300 = Array.from(
      { length: 300 },
      (_, index) => `{"own":${index},"filler":"${filler}"}\n`,
    );
    writeFileSync(file.path, own300.join(''));
    const stopFile = directory.path('stop');
    const appender = spawn(
      process.execPath,
      ['--import=tsx', join(__dirname, '../../../fixtures/lineAppender.ts'), file.path, stopFile],
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
