import assert from 'node:assert/strict';
import type { Item, ItemMark } from '../../../../src/domain/accounting/item';
import {
  prunePlan,
  type PruneChoice,
  type PrunePlan,
  type PruneSource,
} from '../../../../src/domain/pruning/prunePlan';
import { startOfNewestRounds } from '../../../../src/domain/pruning/toolRounds';
import { pngImage } from '../../../fixtures/pngImage';
import type { ResponseBlock } from '../../../fixtures/writtenResponse';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { pruneSource } from '../../../fixtures/rewrittenSession';

const text = (characters: number): string => 'some code\n'.repeat(characters / 10);

/**
 * One prompt and that many tool rounds, each of two parallel calls: a Read with a result of 4 KB,
 * and a screenshot.
 */
function rounds(count: number): PruneSource {
  const writer = new TranscriptWriter({ seed: 8 });
  writer.prompt('Do all of it.');
  for (let round = 0; round < count; round++) {
    const calls: ResponseBlock[] = [
      { type: 'tool_use', name: 'Read', input: { file_path: `/home/dev/part${round}.ts` } },
      { type: 'tool_use', name: 'Read', input: { file_path: `/home/dev/shot${round}.png` } },
    ];
    const { toolUseIds } = writer.response({
      blocks: calls,
      usage: { contextTokens: 20_000 + 2500 * round, outputTokens: 100 },
    });
    writer.toolResult(toolUseIds[0]!, `${round}${text(4000)}`);
    writer.toolResult(toolUseIds[1]!, [
      { type: 'image', png: pngImage({ width: 640, height: 400 }) },
    ]);
  }
  writer.response({
    blocks: [{ type: 'text', text: 'Done.' }],
    usage: { contextTokens: 20_000 + 2500 * count, outputTokens: 10 },
  });
  return pruneSource(Buffer.from(writer.toString()));
}

function plan(source: PruneSource, choice: PruneChoice, untouchedRounds = 10): PrunePlan {
  return prunePlan(source, choice, { untouchedRounds });
}

function marked(
  source: PruneSource,
  marks: Readonly<Record<number, readonly ItemMark[]>>,
): PruneSource {
  return {
    ...source,
    items: source.items.map((item, index) => ({ ...item, marks: marks[index] ?? [] })),
  };
}

function itemsOf(source: PruneSource, { items }: PrunePlan): Item[] {
  return items.map(({ id }) => source.items.find((item) => item.id === id)!);
}

describe('prunePlan', () => {
  const source = rounds(14);
  const results = source.items.filter(({ kind }) => kind === 'toolResult');
  const images = source.items.filter(({ kind }) => kind === 'image');

  it('leaves the newest rounds alone, though one prompt ran them all', () => {
    const lowest = plan(source, { kind: 'target', tokens: 0 });
    assert.deepEqual(
      new Set(lowest.items.map(({ id }) => id)),
      new Set([...results.slice(0, 4), ...images.slice(0, 4)].map(({ id }) => id)),
    );
    assert.equal(lowest.reached, false);
    assert.equal(lowest.afterTokens, lowest.lowestTokens);
    assert.equal(plan(source, { kind: 'target', tokens: 0 }, 0).items.length, 28);
    assert.equal(plan(source, { kind: 'target', tokens: 0 }, 14).items.length, 0);
  });

  it('reaches a target with no item more than it takes', () => {
    const before = Math.round(source.usage.tokens!);
    const reached = plan(source, { kind: 'target', tokens: before - 3000 });
    assert.equal(reached.reached, true);
    assert.ok(reached.afterTokens! <= before - 3000);
    assert.equal(reached.beforeTokens, before);
    assert.equal(reached.freedTokens, before - reached.afterTokens!);
    for (const { freedTokens } of reached.items)
      assert.ok(reached.freedTokens - freedTokens < 3000);
    assert.deepEqual(plan(source, { kind: 'target', tokens: before }), {
      ...reached,
      items: [],
      freedTokens: 0,
      afterTokens: before,
      targetTokens: before,
      reached: true,
      place: null,
    });
    assert.equal(reached.place?.savedTokens, before - reached.afterTokens!);
  });

  it('takes what stands there once more first, then what is needed least', () => {
    const duplicate = source.items.indexOf(results[2]!);
    const withMarks = marked(source, { [duplicate]: ['duplicate'] });
    const all = plan(withMarks, { kind: 'target', tokens: 0 }).items;
    const freed = ({ id }: Item): number => all.find((item) => item.id === id)!.freedTokens;
    const order = [results[2]!, results[0]!, results[1]!];
    for (const count of [1, 2, 3]) {
      const expected = order.slice(0, count);
      const chosen = plan(withMarks, {
        kind: 'target',
        tokens:
          Math.round(source.usage.tokens!) - expected.reduce((sum, each) => sum + freed(each), 0),
      });
      assert.equal(chosen.reached, true);
      assert.ok(chosen.items.some(({ id }) => id === results[2]!.id));
    }
  });

  it('prunes what is asked for by name, however recent, and says why the rest stays', () => {
    const prompt = source.items.find(({ kind }) => kind === 'userText')!;
    const chosen = plan(source, {
      kind: 'items',
      ids: [results[13]!.id, prompt.id, 'no-such-uuid:0', results[13]!.id],
    });
    assert.deepEqual(
      chosen.items.map(({ id }) => id),
      [results[13]!.id],
    );
    assert.deepEqual(chosen.skipped, [
      { id: prompt.id, reason: 'userText' },
      { id: 'no-such-uuid:0', reason: 'gone' },
    ]);
    assert.equal(chosen.reached, true);
    assert.equal(plan(source, { kind: 'items', ids: ['no-such-uuid:0'] }).reached, false);
  });

  it('knows its recipes', () => {
    assert.deepEqual(
      itemsOf(source, plan(source, { kind: 'recipe', recipe: 'images', keepNewest: 3 })),
      images.slice(0, 11),
    );
    assert.deepEqual(
      itemsOf(source, plan(source, { kind: 'recipe', recipe: 'images', keepNewest: 0 })),
      images,
    );
    assert.deepEqual(
      itemsOf(
        source,
        plan(source, {
          kind: 'recipe',
          recipe: 'oldResults',
          turnsAgo: 0,
          olderThanRounds: 12,
          largerThanTokens: 1000,
        }),
      ),
      results.slice(0, 2),
    );
    assert.deepEqual(
      itemsOf(
        source,
        plan(source, {
          kind: 'recipe',
          recipe: 'oldResults',
          turnsAgo: 0,
          olderThanRounds: 12,
          largerThanTokens: 100_000,
        }),
      ),
      [],
    );
    const [old, recent] = [source.items.indexOf(results[0]!), source.items.indexOf(results[13]!)];
    const superseded = plan(marked(source, { [old]: ['superseded'], [recent]: ['superseded'] }), {
      kind: 'recipe',
      recipe: 'superseded',
    });
    assert.deepEqual(
      [superseded.items.map(({ id }) => id), superseded.skipped],
      [[results[0]!.id], [{ id: results[13]!.id, reason: 'recent' }]],
    );
    assert.deepEqual(
      plan(marked(source, { [old]: ['duplicate'] }), {
        kind: 'recipe',
        recipe: 'duplicates',
      }).items.map(({ id }) => id),
      [results[0]!.id],
    );
  });

  it('takes no result of this turn or the one before for old, however many rounds came since', () => {
    const oldResults = (turnsAgo: number): number =>
      plan(source, {
        kind: 'recipe',
        recipe: 'oldResults',
        olderThanRounds: 0,
        turnsAgo,
        largerThanTokens: 1000,
      }).items.length;
    assert.deepEqual([oldResults(0) > 0, oldResults(2)], [true, 0]);
    const later = {
      ...source,
      items: source.items.map((item, index) => ({ ...item, turn: index < 20 ? 1 : 3 })),
    };
    const old = plan(later, {
      kind: 'recipe',
      recipe: 'oldResults',
      olderThanRounds: 0,
      turnsAgo: 2,
      largerThanTokens: 1000,
    });
    assert.ok(old.items.length > 0 && itemsOf(later, old).every(({ turn }) => turn === 1));
  });

  it('plans nothing where something about the record was unclear before', () => {
    const writer = new TranscriptWriter({ seed: 8 });
    writer.prompt('Read.');
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/a.ts' } }],
      usage: { contextTokens: 20_000, outputTokens: 9 },
    });
    const uuid = writer.toolResult(toolUseIds[0]!, text(4000));
    const twice = pruneSource(Buffer.from(`${writer.toString()}${writer.lines.at(-1)!}\n`));
    const id = `${uuid}:0`;
    assert.deepEqual(plan(twice, { kind: 'items', ids: [id] }).skipped, [
      { id, reason: 'damaged' },
    ]);
    const glued = pruneSource(Buffer.from(`${writer.toString().trimEnd()}{"type":"user","mess\n`));
    assert.deepEqual(
      plan(glued, { kind: 'items', ids: [id] }).skipped.map(({ reason }) => reason),
      ['damaged'],
    );
  });

  it('has no size to go by before the first reply, and still prunes what is asked for', () => {
    const writer = new TranscriptWriter({ seed: 8 });
    writer.prompt('Look.', [pngImage({ width: 640, height: 400 })]);
    const unsized = pruneSource(Buffer.from(writer.toString()));
    const chosen = plan(unsized, { kind: 'recipe', recipe: 'images', keepNewest: 0 });
    assert.equal(chosen.items.length, 1);
    assert.deepEqual(
      [chosen.beforeTokens, chosen.afterTokens, chosen.lowestTokens],
      [null, null, null],
    );
    assert.equal(plan(unsized, { kind: 'target', tokens: 10 }).reached, false);
  });

  it('prunes the answer of a notebook edit with the edit, since it repeats the cell', () => {
    const writer = new TranscriptWriter({ seed: 8 });
    writer.prompt('Edit the notebook.');
    const { toolUseIds, uuids } = writer.response({
      blocks: [
        {
          type: 'tool_use',
          name: 'NotebookEdit',
          input: { notebook_path: '/home/dev/a.ipynb', new_source: text(3000) },
        },
      ],
      usage: { contextTokens: 20_000, outputTokens: 900 },
    });
    const result = writer.toolResult(toolUseIds[0]!, `Updated cell 1 with ${text(3000)}`);
    const notebook = pruneSource(Buffer.from(writer.toString()));
    assert.deepEqual(
      plan(notebook, { kind: 'items', ids: [`${uuids[0]!}:0`] }).items.map(({ id }) => id),
      [`${uuids[0]!}:0`, `${result}:0`],
    );
  });
});

describe('startOfNewestRounds', () => {
  it('counts responses that call tools, not their lines', () => {
    const { chain } = rounds(3);
    const calls = chain.entries.filter(
      (entry) => entry.kind === 'assistant' && entry.blocks.some(({ kind }) => kind === 'toolUse'),
    );
    assert.equal(calls.length, 6);
    assert.deepEqual(
      [1, 2, 3, 9].map((count) => startOfNewestRounds(chain, count)),
      [calls[4]!.offset, calls[2]!.offset, calls[0]!.offset, calls[0]!.offset],
    );
    assert.equal(startOfNewestRounds(chain, 0), Infinity);
    assert.equal(startOfNewestRounds({ entries: [], boundary: null }, 5), Infinity);
  });
});
