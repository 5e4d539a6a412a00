import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { itemLabel } from '../../../../src/wording/itemWords';
import { inEnglish } from '../../../../src/wording/translate';
import type { Item } from '../../../../src/domain/accounting/item';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { liveContext } from '../../../../src/domain/accounting/items';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { readPrunedItem } from '../../../../src/operations/reading/readPrunedItem';
import { SessionReader } from '../../../../src/operations/reading/sessionReader';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';
import { silentLog } from '../../../../src/log';
import { prunableSession } from '../../../fixtures/prunableSession';
import { SESSION, testTools } from '../../../fixtures/sessionOfReads';
import { transcriptOf } from '../../../fixtures/transcriptOf';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';

describe('what was pruned', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  beforeEach(() => {
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    prunableSession({ seed: 4, rounds: 12 }).appendTo(path);
  });
  const tools = () => testTools(directory.path());
  const itemsNow = async (): Promise<readonly Item[]> => {
    const transcript = transcriptOf(readFileSync(path, 'utf8'));
    const pruned = (await readRewriteHistory(directory.path(), path)).pruned;
    return liveContext({
      transcript,
      chain: activeChain(transcript),
      model: null,
      tokensOf: (entry, generation) => itemTokens(entry, generation, null),
      isCounted: () => true,
      digestOf: () => null,
      pruned: new Map(pruned.map(({ id, freedTokens }) => [id, freedTokens])),
    }).items;
  };
  const pruneAll = async (): Promise<readonly Item[]> => {
    const prunable = (await itemsNow()).filter(({ keptBecause }) => keptBecause === null);
    const choice = { kind: 'items', ids: prunable.map(({ id }) => id) } as const;
    const outcome = await pruneSession({ path, choice }, tools());
    assert.ok(outcome.kind === 'pruned');
    const pruned = new Set(outcome.plan.items.map(({ id }) => id));
    return prunable.filter(({ id }) => pruned.has(id));
  };

  it('is an item of its kind and name still, marked with what it freed, whatever it was', async () => {
    const before = await pruneAll();
    assert.ok(new Set(before.map(({ kind }) => kind)).size >= 5, 'every kind that can be pruned');
    const now = new Map((await itemsNow()).map((item) => [item.id, item]));
    for (const item of before) {
      const pruned = now.get(item.id);
      assert.ok(pruned !== undefined, `${item.kind} ${item.id}`);
      assert.deepEqual(
        [pruned.kind, pruned.marks, pruned.keptBecause, pruned.freedTokens! > 0],
        [item.kind, ['pruned'], 'pruned', true],
        item.id,
      );
      // a placeholder has no pixels
      const nameOf = (each: Item): string => itemLabel({ ...each, size: null }, inEnglish);
      if (pruned.kind !== 'attachment') assert.equal(nameOf(pruned), nameOf(item));
    }
  });

  it('is told to be pruned, and not to be there, once no backup has it', async () => {
    await pruneAll();
    rmSync(directory.path('leeway'), { recursive: true });
    const states = new Set((await itemsNow()).map(({ keptBecause }) => keptBecause));
    assert.ok(states.has('prunedUnkept') && !states.has('pruned'), [...states].join());
  });

  it('is read from the backup, page by page, until it stands in the session again', async () => {
    const settings = { limitTokens: 0, usageCreditsWall: 'auto', controls: NO_CONTROLS } as const;
    const reader = new SessionReader({
      path,
      log: silentLog,
      settings: () => settings,
      loadTokenCount: null,
      readHistory: () => readRewriteHistory(directory.path(), path),
      readPruned: (id, page) => readPrunedItem(directory.path(), path, id, page),
      onDidChange: () => undefined,
    });
    await reader.refresh();
    const items = (await itemsNow()).filter(({ keptBecause }) => keptBecause === null);
    const contents = new Map<string, unknown>();
    for (const { id } of items) contents.set(id, await reader.contentOf(id, 0));
    const pruned = await pruneAll();
    await reader.refresh();
    for (const { id } of pruned) {
      const { backedUpMs, ...content } = await reader.contentOf(id, 0);
      assert.deepEqual(content, contents.get(id), id);
      assert.ok(backedUpMs !== undefined && backedUpMs > Date.now() - 60_000);
    }
    const [first, second] = pruned;
    await restoreSession({ path, backupId: null, itemId: first!.id }, tools());
    await reader.refresh();
    assert.deepEqual(await reader.contentOf(first!.id, 0), contents.get(first!.id));
    assert.ok((await reader.contentOf(second!.id, 0)).backedUpMs !== undefined);
    await restoreSession({ path, backupId: null }, tools());
    await reader.refresh();
    assert.deepEqual(await reader.contentOf(second!.id, 0), contents.get(second!.id));
    reader.dispose();
  });

  it('is in no backup that is gone, of no other item, and of no id that never was one', async () => {
    const [first] = await pruneAll();
    const read = (id: string) => readPrunedItem(directory.path(), path, id, 0);
    assert.deepEqual([await read('nobody:0'), await read('')], [null, null]);
    assert.equal((await read(first!.id))?.kind, 'image');
    rmSync(directory.path('leeway'), { recursive: true });
    assert.equal(await read(first!.id), null);
  });
});
