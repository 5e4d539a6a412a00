import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { lossOf, restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { backupsOf } from '../../../../src/operations/rewriting/sessionBackups';
import { backupPaths } from '../../../../src/io/keeping/backups';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { SESSION, text } from '../../../fixtures/sessionOfReads';

describe('two files of one session id', () => {
  const { directory, file, items, pruned } = usePrunableFile();
  let other: string;
  let nowMs = 0;
  beforeEach(() => {
    nowMs = Date.now();
    file.tools = { ...file.tools, nowMs: () => (nowMs += 1000) };
    other = directory.path('projects', 'q', `${SESSION}.jsonl`);
    mkdirSync(dirname(other), { recursive: true });
  });
  const restore = (path: string, backupId: string | null = null) =>
    restoreSession({ path, backupId }, file.tools);
  const found = async (path: string): Promise<Record<'own' | 'moved', string[]>> => {
    const { own, moved } = await backupsOf(path, file.tools);
    return { own: own.map(({ id }) => id), moved: moved.map(({ id }) => id) };
  };

  it('have backups of their own: neither undoes, restores or marks those of the other', async () => {
    copyFileSync(file.path, other);
    const mine = await pruned({ choice: items(0) });
    const theirs = await pruneSession({ path: other, choice: items(1) }, file.tools);
    assert.ok(theirs.kind === 'pruned');
    const theirText = text(other);
    assert.deepEqual(
      [await found(file.path), await found(other)],
      [
        { own: [mine.backup!.id], moved: [] },
        { own: [theirs.backup!.id], moved: [] },
      ],
    );
    assert.equal(await lossOf(file.path, theirs.backup!.id, file.tools), null);
    assert.equal(reason(await restore(file.path, theirs.backup!.id)), 'noBackup');
    assert.equal(reason(await restore(file.path)), 'restored');
    assert.deepEqual([text(file.path) === file.original, text(other)], [true, theirText]);
    assert.equal(reason(await restore(file.path)), 'noBackup');
    assert.equal((await backupsOf(other, file.tools)).own[0]!.undoneMs, null);
    assert.equal(reason(await restore(other)), 'restored');
    assert.ok(text(other) === file.original);
  });

  it('share none with a copy that was made without the prune', async () => {
    await pruned({ choice: items(0) });
    writeFileSync(other, file.original);
    assert.deepEqual(await found(other), { own: [], moved: [] });
    assert.equal(reason(await restore(other)), 'noBackup');
  });

  it('a session that was moved finds its own, offered apart, and is undone there', async () => {
    const { backup } = await pruned({ choice: items(0) });
    renameSync(file.path, other);
    assert.deepEqual(await found(other), { own: [], moved: [backup!.id] });
    assert.equal((await backupsOf(other, file.tools)).moved[0]!.originalPath, file.path);
    assert.equal(reason(await restore(other)), 'restored');
    assert.ok(text(other) === file.original);
    assert.equal(reason(await restore(other)), 'noBackup', 'once');
  });

  it('two that came of one file which is gone are undone each by itself', async () => {
    await pruned({ choice: items(0) });
    const third = directory.path('projects', 'r', `${SESSION}.jsonl`);
    mkdirSync(dirname(third), { recursive: true });
    copyFileSync(file.path, other);
    copyFileSync(file.path, third);
    rmSync(file.path);
    assert.equal(reason(await restore(other)), 'restored');
    assert.equal(reason(await restore(third)), 'restored');
    assert.deepEqual([text(other) === file.original, text(third) === file.original], [true, true]);
  });

  it('a file that is named by another path to its folder has the same backups', async () => {
    const { backup } = await pruned({ choice: items(0) });
    symlinkSync(dirname(file.path), directory.path('projects', 'linked'));
    const linked = directory.path('projects', 'linked', basename(file.path));
    assert.deepEqual(await found(linked), { own: [backup!.id], moved: [] });
  });

  it('finds what an earlier build kept, whose manifests know less', async () => {
    const { backup } = await pruned({ choice: items(0) });
    const { manifest } = backupPaths(file.tools, SESSION, backup!.id);
    const later = ['reported', 'putBackId', 'carriedToBytes', 'oldInode', 'newInode'];
    const now = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
    const known = Object.fromEntries(Object.entries(now).filter(([key]) => !later.includes(key)));
    assert.equal(Object.keys(now).length - Object.keys(known).length, later.length);
    writeFileSync(manifest, JSON.stringify(known));
    assert.deepEqual(await found(file.path), { own: [backup!.id], moved: [] });
    assert.equal(reason(await restore(file.path)), 'restored');
    assert.ok(text(file.path) === file.original);
  });
});
