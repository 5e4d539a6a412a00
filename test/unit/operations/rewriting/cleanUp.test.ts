import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { TemporaryFile } from '../../../../src/io/keeping/temporaryFile';
import { localFileSystem } from '../../../../src/io/sessionFile/sessionFileSystem';
import { cleanUp } from '../../../../src/operations/rewriting/cleanUp';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { SESSION, testTools } from '../../../fixtures/sessionOfReads';

describe('cleanUp', () => {
  const directory = useTemporaryDirectory();

  it('removes what dead processes left beside sessions, backups and locks, and nothing that is written', async () => {
    const places = [
      ...['projects/a', 'projects/b', `leeway/backups/${SESSION}`, 'leeway/locks'],
      'leeway',
    ];
    const session = directory.write('projects/a/one.jsonl', '{}\n');
    directory.write('projects/b/two.jsonl', '{}\n');
    const written = await TemporaryFile.create(session, localFileSystem);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const left = basename(written.path).replace(/-\d+-\d*-/, `-${child.pid!}-1-`);
    for (const place of places) directory.write(`${place}/${left}`, 'left');
    assert.equal(await cleanUp(testTools(directory.path())), 4);
    assert.deepEqual(
      places.map((place) => readdirSync(directory.path(place)).sort()),
      [[basename(written.path), 'one.jsonl'], ['two.jsonl'], [], [], ['backups', 'locks']],
    );
    await written.dispose();
    rmSync(directory.path('leeway'), { recursive: true });
    const outside = directory.write(`outside/${left}`, 'left');
    const locked = directory.write(`outside/locks/${left}`, 'left');
    symlinkSync(directory.path('outside'), directory.path('leeway'), 'junction');
    directory.write(`projects/a/${left}`, 'left');
    assert.equal(await cleanUp(testTools(directory.path())), 1);
    assert.ok(existsSync(outside) && existsSync(locked), 'a link leads there');
    assert.equal(await cleanUp(testTools(directory.path('missing'))), 0);
  });
});
