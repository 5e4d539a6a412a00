import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { inEnglish } from '../../../../src/wording/translate';
import { restoreAsText } from '../../../../src/wording/pruneReport';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';

/** What somebody did to a session by hand after a prune. */
describe('undo of a session that was edited since', () => {
  const { file, items, pruned, undo } = usePrunableFile();
  const lines = (): string[] => readFileSync(file.path, 'utf8').trimEnd().split('\n');
  const edit = (change: (line: string, index: number) => string | null): void =>
    writeFileSync(
      file.path,
      lines()
        .map(change)
        .filter((line) => line !== null)
        .map((line) => `${line}\n`)
        .join(''),
    );
  const original = (): string[] => file.original.trimEnd().split('\n');

  it('brings back what was pruned, and no secret that was taken out elsewhere', async () => {
    const secret = 'Line of file 1, and some more words.';
    assert.ok(file.original.includes(secret) && file.original.includes('All read.'));
    await pruned({ choice: items(0) });
    edit((line) => line.replaceAll(secret, '[redacted]').replace('All read.', 'All gone.'));
    const { leftItems } = await undo();
    assert.equal(leftItems, 0);
    assert.deepEqual(
      lines(),
      original().map((line) =>
        line.replaceAll(secret, '[redacted]').replace('All read.', 'All gone.'),
      ),
    );
  });

  it('leaves out what was taken out of a record beside what was pruned of it', async () => {
    await pruned({ choice: items(0) });
    const uuid = file.session.resultUuids[0]!;
    const cut = (line: string): string =>
      line.includes(`"uuid":"${uuid}"`)
        ? line.replace('"filePath":"/home/dev/proj/0.md"', '"filePath":"/gone"')
        : line;
    edit(cut);
    assert.equal((await undo()).leftItems, 0);
    assert.deepEqual(lines(), original().map(cut));
  });

  it('leaves deleted lines deleted', async () => {
    await pruned({ choice: items(0, 1) });
    const uuid = file.session.resultUuids[1]!;
    const isGone = (line: string): boolean => line.includes(`"uuid":"${uuid}"`);
    edit((line) => (isGone(line) ? null : line));
    const restored = await undo();
    assert.equal(restored.leftItems, 1);
    assert.deepEqual(
      lines(),
      original().filter((line) => !isGone(line)),
    );
  });

  it('leaves a placeholder that somebody replaced, and says that it could not be brought back', async () => {
    await pruned({ choice: items(0, 1) });
    const uuid = file.session.resultUuids[1]!;
    const replace = (line: string): string =>
      line.includes(`"uuid":"${uuid}"`) ? line.replaceAll(/\[pruned[^\]]*\]/g, 'mine') : line;
    edit(replace);
    const restored = await undo();
    assert.equal(restored.leftItems, 1);
    assert.match(restoreAsText(restored, inEnglish), /1 item could not be brought back/);
    const [own] = lines().filter((line) => line.includes(`"uuid":"${uuid}"`));
    assert.match(own!, /"content":"mine"/);
    assert.doesNotMatch(own!, /Line of file 1/);
    assert.match(lines().join('\n'), /Line of file 0/);
  });

  it('refuses where nothing of the prune stands there any more', async () => {
    await pruned({ choice: items(0) });
    edit((line) => line.replaceAll(/\[pruned[^\]]*\]/g, 'mine'));
    const before = readFileSync(file.path, 'utf8');
    const outcome = await restoreSession({ path: file.path, backupId: null }, file.tools);
    assert.equal(reason(outcome), 'noBackup');
    assert.equal(readFileSync(file.path, 'utf8'), before);
  });
});
