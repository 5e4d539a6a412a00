import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
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

describe('readRewriteHistory', () => {
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
  const standing = async (read = readRewriteHistory(directory.path(), path)) =>
    (await read).rewrites.filter(({ stands }) => stands).map(({ newBytes }) => newBytes);
  const prune = (index: number) =>
    pruneSession({ path, choice: { kind: 'items', ids: [session.ids[index]!] } }, tools);

  it('tells the newest prune that stands, and none before or after', async () => {
    assert.deepEqual(await standing(), []);
    await prune(0);
    await prune(1);
    const sizes = (await listBackups(tools, SESSION)).map(({ newBytes }) => newBytes).reverse();
    assert.deepEqual(await standing(), sizes);
    await restoreSession({ path, backupId: null }, tools);
    assert.deepEqual(await standing(), sizes.slice(0, 1));
    await restoreSession({ path, backupId: null }, tools);
    assert.deepEqual(await standing(), []);
  });

  it('tells what each took out of the file or brought back, whichever way', async () => {
    const freed = async () =>
      (await readRewriteHistory(directory.path(), path)).rewrites.map(
        ({ kind, freedTokens }) => [kind, freedTokens] as const,
      );
    await prune(0);
    await prune(1);
    const [, [, second]] = (await freed()) as [unknown, readonly [string, number]];
    const [, [, first]] = [null, (await freed())[0]!];
    await restoreSession({ path, backupId: null }, tools);
    const [, oldest] = (await listBackups(tools, SESSION)).filter(
      ({ reason }) => reason === 'prune',
    );
    await restoreSession({ path, backupId: oldest!.id }, tools);
    assert.ok(first! > 0 && second > 0);
    assert.deepEqual(await freed(), [
      ['prune', first],
      ['prune', second],
      ['undo', -second],
      ['restore', -first!],
    ]);
  });

  it('tells none as soon as the undone file is in place, though the undo is not over', async () => {
    await prune(0);
    const seen: unknown[] = [];
    const looking: SessionFileSystem = {
      ...localFileSystem,
      rename: async (from, to) => {
        await localFileSystem.rename(from, to);
        if (to === path) seen.push(await standing());
      },
    };
    await restoreSession({ path, backupId: null }, rewriteTools({ ...tools, fileSystem: looking }));
    assert.deepEqual(seen, [[]]);
  });

  it('tells none once a whole backup was put back', async () => {
    await prune(0);
    const [backup] = await listBackups(tools, SESSION);
    await prune(1);
    await restoreSession({ path, backupId: backup!.id }, tools);
    assert.deepEqual(await standing(), []);
  });
});
