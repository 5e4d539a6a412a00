import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { gitWorktrees } from '../../../../src/io/sessions/gitWorktrees';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('gitWorktrees', () => {
  const directory = useTemporaryDirectory();

  /** As `git worktree add ../<name>` leaves the files. */
  function addWorktree(name: string, { relative = false } = {}): void {
    const administrative = `main/.git/worktrees/${name}`;
    directory.write(
      `${name}/.git`,
      `gitdir: ${relative ? `../${administrative}` : directory.path(administrative)}\n`,
    );
    directory.write(
      `${administrative}/gitdir`,
      `${relative ? `../../../../${name}/.git` : directory.path(name, '.git')}\n`,
    );
    directory.write(`${administrative}/commondir`, '../..\n');
  }

  beforeEach(() => mkdirSync(directory.path('main/.git'), { recursive: true }));

  it('names none for a repository without worktrees, a plain folder and a missing one', async () => {
    mkdirSync(directory.path('plain'));
    for (const name of ['main', 'plain', 'missing'])
      assert.deepEqual(await gitWorktrees(directory.path(name)), []);
  });

  it('names the linked worktrees of a repository, whichever way git wrote the paths', async () => {
    addWorktree('fix');
    addWorktree('feature', { relative: true });
    assert.deepEqual([...(await gitWorktrees(directory.path('main')))].sort(), [
      directory.path('feature'),
      directory.path('fix'),
    ]);
  });

  it('names the main and the other worktrees, seen from a linked one', async () => {
    addWorktree('fix');
    addWorktree('feature', { relative: true });
    assert.deepEqual([...(await gitWorktrees(directory.path('fix')))].sort(), [
      directory.path('feature'),
      directory.path('main'),
    ]);
  });

  it('does not believe an entry that its folder does not confirm', async () => {
    addWorktree('fix');
    addWorktree('gone');
    rmSync(directory.path('gone'), { recursive: true });
    directory.write('fix/.git', `gitdir: ${directory.path('other/.git/worktrees/fix')}\n`);
    assert.deepEqual(await gitWorktrees(directory.path('main')), []);
  });

  it('takes no folder for a worktree because a submodule points elsewhere', async () => {
    mkdirSync(directory.path('main/.git/modules/lib'), { recursive: true });
    directory.write('main/lib/.git', 'gitdir: ../.git/modules/lib\n');
    assert.deepEqual(await gitWorktrees(directory.path('main/lib')), []);
  });

  it('survives damaged files', async () => {
    directory.write('main/.git/worktrees/empty/gitdir', '');
    directory.write('main/.git/worktrees/nul/gitdir', 'a\0b\n');
    directory.write('main/.git/worktrees/huge/gitdir', 'x'.repeat(1_000_000));
    mkdirSync(directory.path('main/.git/worktrees/directory/gitdir'), { recursive: true });
    symlinkSync('loop', directory.path('main/.git/worktrees/loop'));
    directory.write('odd/.git', '\0'.repeat(100));
    assert.deepEqual(await gitWorktrees(directory.path('main')), []);
    assert.deepEqual(await gitWorktrees(directory.path('odd')), []);
  });
});
