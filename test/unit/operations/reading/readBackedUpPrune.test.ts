import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import {
  readBackedUpPrune,
  readBackedUpPruneBeside,
} from '../../../../src/operations/reading/readBackedUpPrune';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import {
  rewriteTools,
  type RewriteTools,
} from '../../../../src/operations/rewriting/rewriteSession';
import { listBackups } from '../../../../src/io/keeping/backups';
import {
  localFileSystem,
  type SessionFileSystem,
} from '../../../../src/io/sessionFile/sessionFileSystem';
import {
  sessionOfReads,
  SESSION,
  testTools,
  type SessionOfReads,
} from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('readBackedUpPrune', () => {
  const directory = useTemporaryDirectory();
  let session: SessionOfReads;
  let path: string;
  let tools: RewriteTools;
  beforeEach(() => {
    session = sessionOfReads();
    path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    session.writer.appendTo(path);
    tools = testTools(directory.path());
  });
  const record = () => readBackedUpPrune(directory.path(), path);
  const prune = (index: number) =>
    pruneSession({ path, choice: { kind: 'items', ids: [session.ids[index]!] } }, tools);

  it('tells the newest prune that stands, and none before or after', async () => {
    assert.equal(await record(), null);
    await prune(0);
    const first = await record();
    await prune(1);
    const [second] = await listBackups(tools, SESSION);
    assert.deepEqual(
      [(await record())?.newBytes, (await readBackedUpPruneBeside(path))?.newBytes],
      [second!.newBytes, second!.newBytes],
    );
    await restoreSession({ path, backupId: null }, tools);
    assert.deepEqual(await record(), first);
    await restoreSession({ path, backupId: null }, tools);
    assert.equal(await record(), null);
  });

  it('tells none as soon as the undone file is in place, though the undo is not over', async () => {
    await prune(0);
    const seen: unknown[] = [];
    const looking: SessionFileSystem = {
      ...localFileSystem,
      rename: async (from, to) => {
        await localFileSystem.rename(from, to);
        if (to === path) seen.push(await record());
      },
    };
    await restoreSession({ path, backupId: null }, rewriteTools({ ...tools, fileSystem: looking }));
    assert.deepEqual(seen, [null]);
  });

  it('tells none once a whole backup was put back', async () => {
    await prune(0);
    const [backup] = await listBackups(tools, SESSION);
    await prune(1);
    await restoreSession({ path, backupId: backup!.id }, tools);
    assert.equal(await record(), null);
  });
});
