import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { makeMemoryFiles } from '../../../../src/operations/configuring/makeMemoryFiles';
import { filesBelow } from '../../../fixtures/filesBelow';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('makeMemoryFiles', () => {
  const directory = useTemporaryDirectory();
  const order = { make: ['TODO.md', 'STACK.md', '../x.md'], pointTo: ['TODO.md', 'STACK.md'] };

  it('makes those that are known, and a CLAUDE.md that names them', async () => {
    const folder = directory.path('work');
    mkdirSync(folder);
    assert.deepEqual(await makeMemoryFiles({ folder, ...order }), { claudeFile: 'made' });
    assert.deepEqual(Object.keys(filesBelow(folder)).sort(), [
      '.ai/STACK.md',
      '.ai/TODO.md',
      'CLAUDE.md',
    ]);
    assert.match(readFileSync(directory.path('work', 'CLAUDE.md'), 'utf8'), /\.ai\/TODO\.md/);
  });

  it('writes over nothing that is there', async () => {
    const folder = directory.path('work');
    directory.write('work/.ai/TODO.md', 'mine');
    directory.write('work/CLAUDE.md', 'mine too');
    assert.deepEqual(await makeMemoryFiles({ folder, ...order }), { claudeFile: 'there' });
    const { '.ai/TODO.md': todo, 'CLAUDE.md': claude } = filesBelow(folder);
    assert.deepEqual([todo, claude], ['mine', 'mine too']);
    assert.deepEqual(await makeMemoryFiles({ folder, make: [], pointTo: [] }), {
      claudeFile: 'none',
    });
  });

  it('goes through no link out of the folder, and says which file', async () => {
    const folder = directory.path('work');
    mkdirSync(folder);
    mkdirSync(directory.path('elsewhere'));
    symlinkSync(directory.path('elsewhere'), directory.path('work', '.ai'));
    assert.deepEqual(await makeMemoryFiles({ folder, ...order }), {
      problem: 'outside',
      file: '.ai/STACK.md',
    });
    assert.deepEqual(readdirSync(directory.path('elsewhere')), []);
  });

  it('says which file cannot be made', async () => {
    directory.write('work/.ai', 'a file where a folder should be');
    const made = await makeMemoryFiles({ folder: directory.path('work'), ...order });
    assert.deepEqual(made, { problem: 'unwritable', file: '.ai/STACK.md' });
  });
});
