import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { silentLog } from '../../../../src/log';
import {
  isSessionFileName,
  SessionDirectories,
  sessionFileAt,
} from '../../../../src/io/sessions/sessionFiles';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('session files', () => {
  const directory = useTemporaryDirectory();

  it('are told by their names', () => {
    assert.ok(isSessionFileName('5ba08d29-65a1-489d-b90e-69b2be914b7c.jsonl'));
    assert.ok(isSessionFileName('copy of a session.jsonl'));
    for (const name of ['agent-5ba08d29.jsonl', '.jsonl', 'a.json', 'a.jsonl.bak', 'memory'])
      assert.ok(!isSessionFileName(name), name);
  });

  it('are described as the disk has them', async () => {
    const path = directory.write('project/abc.jsonl', 'four');
    const { ino: inode, mtimeMs, ctimeMs } = statSync(path);
    const projectDirectory = directory.path('project');
    assert.deepEqual(await sessionFileAt(path), {
      path,
      sessionId: 'abc',
      projectDirectory,
      sizeBytes: 4,
      mtimeMs,
      ctimeMs,
      inode,
      isSymlink: false,
    });
  });

  it('may be symlinks, which are marked and measured at their target', async () => {
    symlinkSync(directory.write('elsewhere', 'four'), directory.path('a.jsonl'));
    const file = await sessionFileAt(directory.path('a.jsonl'));
    assert.deepEqual([file?.isSymlink, file?.sizeBytes], [true, 4]);
  });

  it('are never directories, pipes or symlinks that lead nowhere', async () => {
    mkdirSync(directory.path('directory.jsonl'));
    symlinkSync('missing', directory.path('dangling.jsonl'));
    symlinkSync('loop.jsonl', directory.path('loop.jsonl'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [directory.path('pipe.jsonl')]);
    directory.write('session.jsonl');
    directory.write('agent-1.jsonl');
    const files = await new SessionDirectories(silentLog).sessionFilesIn(directory.path());
    assert.deepEqual(
      files.map(({ sessionId }) => sessionId),
      ['session'],
    );
  });

  it('are missing, not an error, where a directory is missing or cannot be read, which is logged once', async () => {
    const warnings: string[] = [];
    const directories = new SessionDirectories({
      ...silentLog,
      warn: (message) => warnings.push(message),
    });
    symlinkSync('loop', directory.path('loop'));
    directory.write('file');
    for (const name of ['missing', 'file', 'loop', 'loop'])
      assert.deepEqual(await directories.sessionFilesIn(directory.path(name)), []);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /loop \(ELOOP\)/);
  });
});
