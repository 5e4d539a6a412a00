import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { folderScope, isInScope, scopeOf } from '../../../../src/io/sessions/folderScope';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('folderScope', () => {
  const directory = useTemporaryDirectory();

  it('knows a folder by its given path and by its real one', async () => {
    mkdirSync(directory.path('real'));
    symlinkSync('real', directory.path('link'));
    const scope = await folderScope([directory.path('link')], 'linux');
    assert.deepEqual(scope.folders, [[directory.path('link'), directory.path('real')]]);
    assert.ok(isInScope(scope, directory.path('real/src')));
    assert.ok(isInScope(scope, directory.path('link')));
  });

  it('keeps folders that do not exist, and none for an empty window', async () => {
    assert.deepEqual((await folderScope(['/no/such/folder'], 'linux')).folders, [
      ['/no/such/folder'],
    ]);
    const empty = await folderScope([], 'linux');
    assert.ok(!isInScope(empty, '/'));
  });

  it('includes git worktrees of every folder', async () => {
    mkdirSync(directory.path('main/.git/worktrees/fix'), { recursive: true });
    directory.write('main/.git/worktrees/fix/gitdir', directory.path('fix/.git'));
    directory.write('fix/.git', `gitdir: ${directory.path('main/.git/worktrees/fix')}\n`);
    const scope = await folderScope([directory.path('other'), directory.path('main')], 'linux');
    assert.ok(isInScope(scope, directory.path('fix/src')));
    assert.ok(!isInScope(scope, directory.path('fixture')));
  });
});

describe('isInScope', () => {
  const cases: [folder: string, cwd: string, platform: NodeJS.Platform, expected: boolean][] = [
    ['/a/b', '/a/b', 'linux', true],
    ['/a/b', '/a/b/', 'linux', true],
    ['/a/b', '/a/b/c/d', 'linux', true],
    ['/a/b', '/a/b-c', 'linux', false],
    ['/a/b', '/a', 'linux', false],
    ['/a/b', '/a/b/../c', 'linux', false],
    ['/a/b', '/A/B', 'linux', false],
    ['/a/b', 'a/b', 'linux', false],
    ['/a/b', '', 'linux', false],
    ['/a/b', '/a/b\0', 'linux', false],
    ['/', '/a', 'linux', true],
    ['/a/b', '/A/b/C', 'darwin', true],
    ['/a/é', '/a/e\u0301/x', 'darwin', true],
    ['c:\\Users\\me', 'C:\\users\\Me\\x', 'win32', true],
    ['c:\\Users\\me', 'C:/Users/me/x', 'win32', true],
    ['C:\\', 'c:\\x', 'win32', true],
    ['c:\\Users\\me', 'd:\\Users\\me', 'win32', false],
    ['c:\\Users\\me', 'c:\\Users\\me2', 'win32', false],
    ['\\\\server\\share\\x', '\\\\SERVER\\share\\x\\y', 'win32', true],
  ];
  for (const [folder, cwd, platform, expected] of cases) {
    it(`${platform}: ${JSON.stringify(cwd)} is ${expected ? '' : 'not '}in ${folder}`, () => {
      assert.equal(isInScope(scopeOf([[folder]], [], platform), cwd), expected);
    });
  }
});
