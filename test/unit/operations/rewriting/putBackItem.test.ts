import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import type { Restored } from '../../../../src/operations/rewriting/restoreStep';
import { reason, usePrunableFile } from '../../../fixtures/prunableFile';
import { text } from '../../../fixtures/sessionOfReads';

describe('one item of a prune that is put back', () => {
  const { directory, file, items, pruned, undo } = usePrunableFile();
  let nowMs = 0;
  beforeEach(() => {
    nowMs = Date.now();
    file.tools = { ...file.tools, nowMs: () => (nowMs += 1000) };
  });
  const putBack = async (index: number): Promise<Restored> => {
    const itemId = file.session.ids[index]!;
    const outcome = await restoreSession({ path: file.path, backupId: null, itemId }, file.tools);
    assert.ok(outcome.kind === 'restored', JSON.stringify(outcome));
    return outcome;
  };
  const later = (contextTokens: number): string => {
    const before = text(file.path);
    file.session.writer.take();
    file.session.writer.prompt('And now?');
    file.session.writer.response({
      blocks: [{ type: 'text', text: 'Later answer.' }],
      usage: { contextTokens, outputTokens: 10 },
    });
    file.session.writer.appendTo(file.path);
    return text(file.path).slice(before.length);
  };
  const contextTokens = async (): Promise<number> => {
    const read = await readPruneSource(file.path, file.tools);
    assert.ok(!('kind' in read));
    return read.source.usage.tokens!;
  };

  it('comes back alone, with its copies and its share of the counters', async () => {
    const { plan } = await pruned({ choice: items(0, 1, 2) });
    const { way, itemIds, afterTokens, backup } = await putBack(1);
    assert.deepEqual([way, itemIds, backup.reason], ['item', [file.session.ids[1]], 'putBack']);
    const now = text(file.path).split('\n');
    const was = file.original.split('\n');
    for (const [index, uuid] of file.session.resultUuids.entries()) {
      const line = was.findIndex((each) => each.includes(`"uuid":"${uuid}"`));
      assert.equal(now[line] === was[line], index === 1, `result ${String(index)}`);
    }
    assert.equal(afterTokens, plan.afterTokens! + plan.items[1]!.freedTokens);
    assert.equal(await contextTokens(), afterTokens);
  });

  it('leaves the rest pruned, which Undo brings back, and later turns as they are', async () => {
    await pruned({ choice: items(0, 1, 2) });
    const added = later(26_100);
    await putBack(2);
    assert.ok(text(file.path).endsWith(added));
    assert.deepEqual((await undo()).itemIds, [file.session.ids[0], file.session.ids[1]]);
    assert.ok(text(file.path) === file.original + added);
  });

  it('raises replies that were made without it, once', async () => {
    const { plan } = await pruned({ choice: items(0, 1, 2) });
    const free = plan.freedTokens;
    later(26_100 - free);
    later(26_150 - free);
    const [first, second] = plan.items;
    await putBack(0);
    assert.equal(await contextTokens(), 26_160 - free + first!.freedTokens);
    await putBack(1);
    assert.equal(await contextTokens(), 26_160 - free + first!.freedTokens + second!.freedTokens);
    await putBack(2);
    assert.equal(await contextTokens(), 26_160);
  });

  it('is told of: what stands still, where what came later begins, and what was predicted', async () => {
    const { plan, backup } = await pruned({ choice: items(0, 1) });
    const history = () => readRewriteHistory(directory.path(), file.path);
    const standing = async () => (await history()).rewrites.find(({ stands }) => stands);
    const { pruned: before } = await history();
    assert.deepEqual(
      before,
      plan.items.map(({ id, freedTokens }) => ({ id, freedTokens, prunedMs: backup!.dateMs })),
    );
    await putBack(0);
    assert.deepEqual((await history()).pruned, before.slice(1));
    const now = await standing();
    assert.equal(now?.newBytes, Buffer.byteLength(text(file.path)));
    assert.equal(now.afterTokens, plan.afterTokens! + plan.items[0]!.freedTokens);
    await putBack(1);
    assert.equal(await standing(), undefined);
    assert.ok(text(file.path) === file.original);
  });

  it('is pruned again by restoring what stood there before', async () => {
    await pruned({ choice: items(0, 1) });
    const before = text(file.path);
    const { backup } = await putBack(0);
    await undo(backup.id);
    assert.equal(text(file.path), before);
    assert.equal((await readRewriteHistory(directory.path(), file.path)).pruned.length, 2);
  });

  it('is refused where it is not pruned, was changed since, or its backup is damaged', async () => {
    const refusal = async (index: number): Promise<string> =>
      reason(
        await restoreSession(
          { path: file.path, backupId: null, itemId: file.session.ids[index]! },
          file.tools,
        ),
      );
    assert.equal(await refusal(0), 'notPruned');
    const { backup } = await pruned({ choice: items(0, 1) });
    assert.equal(await refusal(2), 'notPruned');
    const [uuid] = file.session.resultUuids;
    const mine = text(file.path)
      .split('\n')
      .map((line) =>
        line.includes(`"uuid":"${uuid!}"`) ? line.replaceAll(/\[pruned[^\]]*\]/g, 'mine') : line,
      )
      .join('\n');
    writeFileSync(file.path, mine);
    assert.equal(await refusal(0), 'notPruned');
    assert.equal(text(file.path), mine);
    const content = directory.path('leeway', 'backups', backup!.sessionId, `${backup!.id}.jsonl`);
    writeFileSync(content, file.original.replace('Line of file 1', 'Line of file X'));
    assert.equal(await refusal(1), 'damagedBackup');
    assert.equal(text(file.path), mine);
  });
});
