import assert from 'node:assert/strict';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { backupsOf } from '../../../../src/operations/rewriting/sessionBackups';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { text } from '../../../fixtures/sessionOfReads';

describe('undo after a restore', () => {
  const { directory, file, items, pruned, undo } = usePrunableFile();
  let nowMs = 0;
  beforeEach(() => {
    nowMs = Date.now();
    file.tools = { ...file.tools, nowMs: () => (nowMs += 1000) };
  });
  const refusal = async (): Promise<string> =>
    reason(await restoreSession({ path: file.path, backupId: null }, file.tools));
  const standing = async (): Promise<number | null> =>
    (await readRewriteHistory(directory.path(), file.path)).rewrites.findLast(
      ({ stands }) => stands,
    )?.newBytes ?? null;
  const marks = async (): Promise<boolean[]> =>
    (await backupsOf(file.path, file.tools)).own
      .filter(({ reason: why }) => why === 'prune')
      .map(({ undoneMs }) => undoneMs !== null);

  it('prunes nothing again: a restore ends every prune since', async () => {
    const { backup } = await pruned({ choice: items(0) });
    await pruned({ choice: items(1) });
    await undo(backup!.id);
    assert.deepEqual([await refusal(), text(file.path) === file.original], ['restoredSince', true]);
    assert.deepEqual([await standing(), await marks()], [null, [true, true]]);
  });

  it('still takes back what was pruned before the backup that was restored', async () => {
    const first = await pruned({ choice: items(0) });
    const second = await pruned({ choice: items(1) });
    await undo(second.backup!.id);
    assert.deepEqual([await standing(), await marks()], [first.backup!.newBytes, [true, false]]);
    assert.equal((await undo()).from.id, first.backup!.id);
    assert.ok(text(file.path) === file.original);
    assert.equal(await refusal(), 'noBackup');
  });

  it('takes them back one by one again, once the restore itself was taken back', async () => {
    const first = await pruned({ choice: items(0) });
    const once = text(file.path);
    const second = await pruned({ choice: items(1) });
    const twice = text(file.path);
    const { backup: forward } = await undo(first.backup!.id);
    await undo(forward.id);
    assert.deepEqual(
      [text(file.path) === twice, await standing(), await marks()],
      [true, second.backup!.newBytes, [false, false]],
    );
    await undo();
    assert.ok(text(file.path) === once);
    await undo();
    assert.ok(text(file.path) === file.original);
  });

  it('takes nothing of a prune whose content stands in the file, whatever its backup says', async () => {
    const first = await pruned({ choice: items(0) });
    await pruned({ choice: items(1) });
    directory.write(`projects/p/${file.path.split('/').at(-1)!}`, file.original);
    assert.equal(await refusal(), 'noBackup');
    assert.ok(text(file.path) === file.original);
    assert.ok(first.backup !== null);
  });
});
