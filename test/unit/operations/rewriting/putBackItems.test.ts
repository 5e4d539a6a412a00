import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import type { RewriteTools } from '../../../../src/operations/rewriting/rewriteSession';
import { pngImage } from '../../../fixtures/pngImage';
import { prunableSession } from '../../../fixtures/prunableSession';
import { SESSION, testTools, text } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

interface PrunedLine {
  readonly message: {
    readonly content: readonly {
      readonly input?: unknown;
      readonly content?: readonly unknown[];
    }[];
  };
}

describe('items that are put back one by one', () => {
  const directory = useTemporaryDirectory();

  /** A session, sometimes with what a reply was sent listed once more, as newer versions do. */
  const originalOf = (seed: number): string => {
    const { lines } = prunableSession({ seed, rounds: 11 });
    const listed = lines.map((line) => {
      const usage = /"usage":(\{"input_tokens":[^{}]*)/.exec(line)?.[1] ?? '';
      const counters = `${usage.replace(/,"output_tokens_details":$/, '')}}`;
      return seed % 3 === 0 ? line : line.replace('"iterations":[]', `"iterations":[${counters}]`);
    });
    return `${listed.join('\n')}\n`;
  };
  const sessionFile = (folder: string, content: string): string => {
    rmSync(directory.path(folder), { recursive: true, force: true });
    mkdirSync(directory.path(folder, 'projects', 'p'), { recursive: true });
    const path = directory.path(folder, 'projects', 'p', `${SESSION}.jsonl`);
    writeFileSync(path, content);
    return path;
  };
  const toolsIn = (folder: string): RewriteTools => {
    let nowMs = Date.now();
    return testTools(directory.path(folder), { nowMs: () => (nowMs += 1000) });
  };
  const prune = async (
    path: string,
    ids: readonly string[],
    tools: RewriteTools,
  ): Promise<readonly string[]> => {
    if (ids.length === 0) return [];
    const outcome = await pruneSession({ path, choice: { kind: 'items', ids } }, tools);
    assert.ok(outcome.kind === 'pruned', JSON.stringify(outcome));
    return outcome.plan.items.map(({ id }) => id);
  };
  const prunableIds = async (path: string, tools: RewriteTools): Promise<string[]> => {
    const read = await readPruneSource(path, tools);
    assert.ok(!('kind' in read));
    const { items } = read.source;
    return items.filter(({ keptBecause }) => keptBecause === null).map(({ id }) => id);
  };
  const restored = async (
    path: string,
    itemId: string | undefined,
    tools: RewriteTools,
  ): Promise<void> => {
    const request = { path, backupId: null, ...(itemId === undefined ? {} : { itemId }) };
    const outcome = await restoreSession(request, tools);
    assert.equal(outcome.kind, 'restored', `${String(itemId)} ${JSON.stringify(outcome)}`);
  };

  it('leave what pruning the others alone would have left, at each step', async function () {
    this.timeout(120_000);
    // Of what stands for two items of one record, the first one's may be either.
    const alike = (content: string): string => content.replaceAll(/\[pruned[^\]]*\]/g, '[pruned]');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.infiniteStream(fc.nat(1000)),
        async (seed, numbers) => {
          const original = originalOf(seed);
          const path = sessionFile('one', original);
          const tools = toolsIn('one');
          // An item stays where what would stand for it has no fewer tokens.
          const ids = [...(await prune(path, await prunableIds(path, tools), tools))];
          for (let step = 0; step < 4 && ids.length > 1; step++) {
            const [id] = ids.splice(Number(numbers.next().value) % ids.length, 1);
            await restored(path, id, tools);
            const other = sessionFile('other', original);
            await prune(other, ids, toolsIn('other'));
            assert.equal(alike(text(path)), alike(text(other)), id);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('bring back a copy that belongs to a call and to its result, pruned one after the other', async () => {
    const original = originalOf(999_987);
    const path = sessionFile('one', original);
    const tools = toolsIn('one');
    const edited = original.split('\n').find((line) => line.includes('"oldString":'))!;
    const { uuid, parentUuid } = JSON.parse(edited) as { uuid: string; parentUuid: string };
    const [call, result] = [`${parentUuid}:0`, `${uuid}:0`];
    for (const order of [
      [call, result],
      [result, call],
    ]) {
      await prune(path, [call], tools);
      await prune(path, [result], tools);
      for (const id of order) await restored(path, id, tools);
      assert.ok(text(path) === original, order.join());
    }
  });

  it('come back alone out of one result, each pruned by a prune of its own, in any order', async function () {
    this.timeout(120_000);
    const writer = new TranscriptWriter({ seed: 3 });
    writer.prompt('Look.');
    const usage = (contextTokens: number) => ({ contextTokens, outputTokens: 400 });
    const input = { url: 'x'.repeat(900) };
    const { toolUseIds } = writer.response({
      blocks: [{ type: 'tool_use', name: 'mcp__browser__look', input }],
      usage: usage(20_000),
    });
    writer.toolResult(toolUseIds[0]!, [
      { type: 'text', text: 'Line one of it. '.repeat(200) },
      { type: 'text', text: 'Another part. '.repeat(150) },
      { type: 'image', png: pngImage({ width: 800, height: 600 }) },
      { type: 'image', png: pngImage({ width: 900, height: 600 }) },
    ]);
    writer.response({ blocks: [{ type: 'text', text: 'Done.' }], usage: usage(26_000) });
    const original = writer.toString();
    const content = (path: string): readonly unknown[] => {
      const [, call, result] = text(path)
        .split('\n')
        .map((line) => (line === '' ? null : (JSON.parse(line) as PrunedLine).message.content));
      const [first, second, ...images] = result![0]!.content!;
      return [call![0]!.input, [first, second], ...images];
    };
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(orders, orders, async (prunes, backs) => {
        const path = sessionFile('one', original);
        const tools = toolsIn('one');
        const was = content(path);
        const ids = await prunableIds(path, tools);
        assert.equal(ids.length, was.length);
        for (const at of prunes) await prune(path, [ids[at]!], tools);
        for (const [index, at] of backs.entries()) {
          await restored(path, ids[at], tools);
          const is = content(path);
          for (const each of prunes)
            assert.equal(
              JSON.stringify(is[each]) === JSON.stringify(was[each]),
              backs.indexOf(each) <= index,
              `${String(each)} after ${String(at)}`,
            );
        }
        assert.equal(text(path), original);
      }),
      {
        numRuns: 25,
        examples: [
          [
            [0, 1, 3, 2],
            [1, 2, 0, 3],
          ],
          [
            [0, 2, 1, 3],
            [2, 0, 3, 1],
          ],
        ],
      },
    );
  });

  it('leave what an undo of the whole leaves, in any order, whatever was pruned by which prune', async function () {
    this.timeout(120_000);
    let back = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.infiniteStream(fc.nat(1000)),
        fc.constantFrom(1, 2, 3),
        async (seed, numbers, prunes) => {
          const original = originalOf(seed);
          const path = sessionFile('one', original);
          const tools = toolsIn('one');
          const next = (below: number): number => Number(numbers.next().value) % below;
          const shares: string[][] = Array.from({ length: prunes }, () => []);
          for (const id of await prunableIds(path, tools)) shares[next(prunes)]!.push(id);
          for (const ids of shares) await prune(path, ids, tools);
          const later = '{"type":"mode","mode":"later"}\n';
          appendFileSync(path, later);
          for (;;) {
            const { pruned } = await readRewriteHistory(directory.path('one'), path);
            if (pruned.length === 0) break;
            const ids = pruned.map(({ id }) => id);
            await restored(path, next(6) === 0 ? undefined : ids[next(ids.length)], tools);
            back++;
            assert.ok(text(path).endsWith(later));
          }
          assert.equal(text(path), original + later);
        },
      ),
      { numRuns: 6 },
    );
    assert.ok(back > 20, String(back));
  });
});
