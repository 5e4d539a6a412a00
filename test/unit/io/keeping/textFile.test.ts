import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { realPlace, realPlaceIn } from '../../../../src/io/keeping/realPlace';
import { makeTextFileIn, readTextFile, replaceTextFile } from '../../../../src/io/keeping/textFile';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('textFile', () => {
  const directory = useTemporaryDirectory();

  it('replaces a file only while it is what was read', async () => {
    const file = directory.write('a.md', 'one');
    assert.equal(await replaceTextFile(file, 'one', 'two'), true);
    for (const [before, now] of [
      ['one', 'two'],
      [null, 'two'],
    ] as const) {
      assert.equal(await replaceTextFile(file, before, 'three'), false);
      assert.equal(readFileSync(file, 'utf8'), now);
    }
    rmSync(file);
    assert.equal(await replaceTextFile(file, 'two', 'three'), false);
    assert.deepEqual(readdirSync(directory.path()), []);
  });

  it('replaces none that has become a link, nor one behind a directory that has', async () => {
    const outside = directory.write('outside/a.md', 'one');
    symlinkSync(outside, directory.path('link.md'));
    assert.deepEqual(await readTextFile(directory.path('link.md'), 10), { problem: 'notAFile' });
    assert.equal(await replaceTextFile(directory.path('link.md'), 'one', 'two'), false);
    mkdirSync(directory.path('folder'));
    writeFileSync(directory.path('folder', 'a.md'), 'one');
    const place = await realPlaceIn(directory.path(), directory.path('folder', 'a.md'));
    renameSync(directory.path('folder'), directory.path('moved'));
    symlinkSync(directory.path('outside'), directory.path('folder'));
    assert.equal(await replaceTextFile(place!, 'one', 'two'), false);
    assert.equal(readFileSync(outside, 'utf8'), 'one');
    assert.deepEqual(readdirSync(directory.path('outside')), ['a.md']);
  });

  it('makes a file with the directories above it, and keeps one that is there', async () => {
    const folder = directory.path('repository');
    const file = directory.path('repository', '.ai', 'TODO.md');
    mkdirSync(folder);
    assert.equal(await makeTextFileIn(folder, file, 'one'), 'made');
    assert.equal(await makeTextFileIn(folder, file, 'two'), 'there');
    assert.equal(readFileSync(file, 'utf8'), 'one');
  });

  it('makes no file out of its folder', async () => {
    const folder = directory.path('repository');
    mkdirSync(folder);
    mkdirSync(directory.path('outside'));
    symlinkSync('../outside', directory.path('repository', '.ai'));
    symlinkSync('../outside/new.md', directory.path('repository', 'CLAUDE.md'));
    for (const names of [['.ai', 'TODO.md'], ['.ai', 'deep', 'TODO.md'], ['CLAUDE.md']])
      assert.equal(
        await makeTextFileIn(folder, directory.path('repository', ...names), 'x'),
        'outside',
      );
    assert.equal(await makeTextFileIn(folder, directory.path('outside', 'x.md'), 'x'), 'outside');
    assert.equal(await makeTextFileIn(folder, folder, 'x'), 'outside');
    assert.deepEqual(readdirSync(directory.path('outside')), []);
  });

  it('tells where a file would be that is not there', async () => {
    mkdirSync(directory.path('real'));
    symlinkSync('real', directory.path('link'));
    assert.equal(
      await realPlace(directory.path('link', 'deep', 'a.md')),
      directory.path('real', 'deep', 'a.md'),
    );
    symlinkSync('nowhere', directory.path('dangling'));
    assert.equal(await realPlace(directory.path('dangling', 'a.md')), null);
    assert.equal(existsSync(directory.path('nowhere')), false);
  });
});
