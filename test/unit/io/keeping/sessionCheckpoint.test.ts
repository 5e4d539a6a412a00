import assert from 'node:assert/strict';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {
  deleteCheckpoints,
  keepCheckpoint,
  releaseCheckpoint,
  restoreCheckpoint,
  retainCheckpoints,
} from '../../../../src/io/keeping/sessionCheckpoint';
import { writeOpenSession } from '../../../fixtures/writeOpenSession';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

const ID = '7f3c2a10-1111-4111-8111-111111111111';

describe('sessionCheckpoint', () => {
  const directory = useTemporaryDirectory();
  const config = () => directory.path('config');
  const keep = (dateMs = 1_000) =>
    keepCheckpoint(config(), ID, directory.path('projects', `${ID}.jsonl`), dateMs);
  beforeEach(() => directory.write(`projects/${ID}.jsonl`, 'before\n'));

  it('keeps a copy that later appends do not reach, for its owner alone', async () => {
    const checkpoint = await keep();
    appendFileSync(checkpoint.sessionFile, 'after\n');
    assert.equal(readFileSync(checkpoint.file, 'utf8'), 'before\n');
    assert.equal(checkpoint.sizeBytes, 7);
    if (process.platform !== 'win32') assert.equal(statSync(checkpoint.file).mode & 0o777, 0o600);
  });

  it('goes back, and back again', async () => {
    const checkpoint = await keep();
    appendFileSync(checkpoint.sessionFile, 'after\n');
    const restored = await restoreCheckpoint(config(), checkpoint, 2_000);
    assert.equal(readFileSync(checkpoint.sessionFile, 'utf8'), 'before\n');
    assert.ok('replaced' in restored);
    await restoreCheckpoint(config(), restored.replaced, 3_000);
    assert.equal(readFileSync(checkpoint.sessionFile, 'utf8'), 'before\nafter\n');
    assert.deepEqual(
      readdirSync(directory.path('projects')),
      [`${ID}.jsonl`],
      'nothing is left over',
    );
  });

  const names = () =>
    readdirSync(directory.path('config', 'leeway', 'checkpoints', ID)).map((name) =>
      name.slice(0, 8),
    );

  it('keeps the newest five', async () => {
    for (let day = 1; day <= 7; day++) await keep(day * 86_400_000);
    await retainCheckpoints(config(), ID);
    assert.deepEqual(names(), ['19700104', '19700105', '19700106', '19700107', '19700108']);
  });

  it('pushes none out for a compaction that failed, however often one does', async () => {
    for (let day = 1; day <= 5; day++) {
      const { sessionFile } = await keep(day * 86_400_000);
      writeFileSync(sessionFile, `compacted ${String(day)}\n`);
      await retainCheckpoints(config(), ID);
    }
    const five = names();
    for (let day = 6; day <= 12; day++) {
      const failed = await keep(day * 86_400_000);
      appendFileSync(failed.sessionFile, '{"type":"system","subtype":"api_error"}\n');
      assert.equal(await releaseCheckpoint(failed), true);
    }
    assert.deepEqual([names(), five.length], [five, 5]);
  });

  it('stays where the file holds less than it by now, or something else', async () => {
    const checkpoint = await keep();
    for (const content of ['befor', 'Before\n', '']) {
      writeFileSync(checkpoint.sessionFile, content);
      assert.equal(await releaseCheckpoint(checkpoint), false);
    }
    rmSync(checkpoint.sessionFile);
    assert.equal(await releaseCheckpoint(checkpoint), false);
    assert.equal(readFileSync(checkpoint.file, 'utf8'), 'before\n');
  });

  it('neither counts nor removes what a person put into that folder', async () => {
    const folder = `config/leeway/checkpoints/${ID}`;
    directory.write(`${folder}/0-my-copy.jsonl`, 'mine');
    directory.write(`${folder}/9-my-copy.jsonl`, 'mine');
    directory.write(`${folder}/19700101T000000000Z-abcdef.jsonl/inside.txt`, 'mine');
    for (let day = 1; day <= 7; day++) await keep(day * 86_400_000);
    await retainCheckpoints(config(), ID);
    await deleteCheckpoints(config(), 6 * 86_400_000);
    assert.deepEqual(names(), ['0-my-cop', '19700101', '19700107', '19700108', '9-my-cop']);
  });

  it('deletes all of them, and nothing that is not ours', async () => {
    await keep();
    await keep(2_000);
    directory.write(`config/leeway/checkpoints/${ID}/notes.txt`, 'mine');
    directory.write('config/leeway/checkpoints/elsewhere/19700101T000001000Z-abcdef.jsonl', 'mine');
    assert.equal(await deleteCheckpoints(config()), 2);
    assert.deepEqual(readdirSync(directory.path('config', 'leeway', 'checkpoints', ID)), [
      'notes.txt',
    ]);
    assert.equal(
      readdirSync(directory.path('config', 'leeway', 'checkpoints', 'elsewhere')).length,
      1,
    );
    assert.equal(await deleteCheckpoints(directory.path('nowhere')), 0);
  });

  it('deletes only those that are older', async () => {
    await keep(5 * 86_400_000);
    const newer = await keep(6 * 86_400_000);
    assert.equal(await deleteCheckpoints(config(), 6 * 86_400_000), 1);
    assert.equal(readFileSync(newer.file, 'utf8'), 'before\n');
  });

  it('refuses while a process has the session open, and when something is gone', async () => {
    const checkpoint = await keep();
    assert.deepEqual(
      await restoreCheckpoint(config(), { ...checkpoint, file: directory.path('none') }, 2_000),
      { problem: 'missing' },
    );
    const remove = await writeOpenSession(config(), { sessionId: ID, cwd: '/' });
    assert.deepEqual(await restoreCheckpoint(config(), checkpoint, 2_000), { problem: 'open' });
    await remove();
    await assert.rejects(
      keepCheckpoint(config(), '../../x', checkpoint.sessionFile, 1),
      RangeError,
    );
  });
});
