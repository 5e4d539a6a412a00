import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import {
  makeMemoryFiles,
  unmakeMemoryFiles,
} from '../../../../src/operations/configuring/makeMemoryFiles';
import { filesBelow } from '../../../fixtures/filesBelow';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const NAMES = ['TODO.md', 'STACK.md', '../x.md'];
const KNOWN = ['STACK.md', 'TODO.md'];

describe('makeMemoryFiles', () => {
  const directory = useTemporaryDirectory();
  const folder = (): string => directory.path('work');

  it('makes those that are known, and touches nothing else', async () => {
    directory.write('work/CLAUDE.md', 'mine');
    assert.deepEqual(await makeMemoryFiles(folder(), NAMES), { made: KNOWN, isFolderNew: true });
    const { 'CLAUDE.md': claude, ...files } = filesBelow(folder());
    assert.equal(claude, 'mine');
    assert.deepEqual(Object.keys(files).sort(), ['.ai/STACK.md', '.ai/TODO.md']);
  });

  it('writes over nothing that is there', async () => {
    directory.write('work/.ai/TODO.md', 'mine');
    assert.deepEqual(await makeMemoryFiles(folder(), NAMES), {
      made: ['STACK.md'],
      isFolderNew: false,
    });
    assert.equal(filesBelow(folder())['.ai/TODO.md'], 'mine');
  });

  it('goes through no link out of the folder, and says which file', async () => {
    mkdirSync(folder());
    mkdirSync(directory.path('elsewhere'));
    symlinkSync(directory.path('elsewhere'), directory.path('work', '.ai'));
    assert.deepEqual(await makeMemoryFiles(folder(), NAMES), {
      problem: 'outside',
      file: '.ai/STACK.md',
    });
    assert.deepEqual(readdirSync(directory.path('elsewhere')), []);
  });

  it('says which file cannot be made', async () => {
    directory.write('work/.ai', 'a file where a folder should be');
    assert.deepEqual(await makeMemoryFiles(folder(), NAMES), {
      problem: 'unwritable',
      file: '.ai/STACK.md',
    });
  });
});

describe('unmakeMemoryFiles', () => {
  const directory = useTemporaryDirectory();
  const folder = (): string => directory.path('work');

  const make = async (): Promise<{ made: readonly string[]; isFolderNew: boolean }> => {
    const made = await makeMemoryFiles(folder(), NAMES);
    assert.ok('made' in made);
    return made;
  };

  it('takes away what was made, and the folder with it', async () => {
    mkdirSync(folder());
    assert.deepEqual(await unmakeMemoryFiles(folder(), await make()), { kept: [] });
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('keeps what was written into meanwhile, and says so', async () => {
    mkdirSync(folder());
    const made = await make();
    directory.write('work/.ai/TODO.md', 'Mend the importer.\n');
    assert.deepEqual(await unmakeMemoryFiles(folder(), made), { kept: ['TODO.md'] });
    assert.deepEqual(filesBelow(folder()), { '.ai/TODO.md': 'Mend the importer.\n' });
  });

  it('does not mind what is gone already, and keeps a folder that was there before', async () => {
    mkdirSync(directory.path('work', '.ai'), { recursive: true });
    const made = await make();
    assert.deepEqual(await unmakeMemoryFiles(folder(), made), { kept: [] });
    assert.deepEqual(await unmakeMemoryFiles(folder(), made), { kept: [] });
    assert.ok(existsSync(directory.path('work', '.ai')));
  });

  it('goes through no link out of the folder', async () => {
    mkdirSync(folder());
    const made = await make();
    const { '.ai/TODO.md': text } = filesBelow(folder());
    await unmakeMemoryFiles(folder(), made);
    directory.write('elsewhere/TODO.md', text);
    symlinkSync(directory.path('elsewhere'), directory.path('work', '.ai'));
    assert.deepEqual(await unmakeMemoryFiles(folder(), made), { kept: ['STACK.md', 'TODO.md'] });
    assert.deepEqual(readdirSync(directory.path('elsewhere')), ['TODO.md']);
  });
});
