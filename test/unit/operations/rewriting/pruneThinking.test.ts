import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { placeOf } from '../../../../src/domain/accounting/itemId';
import type { Item } from '../../../../src/domain/accounting/item';
import { contextHistory } from '../../../../src/domain/accounting/contextHistory';
import { turnsOf } from '../../../../src/domain/accounting/turns';
import { liveContext } from '../../../../src/domain/accounting/items';
import type { PruneChoice } from '../../../../src/domain/pruning/prunePlan';
import { readPrunedItem } from '../../../../src/operations/reading/readPrunedItem';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import {
  previewPrune,
  pruneSession,
  type Pruned,
} from '../../../../src/operations/rewriting/pruneSession';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { integrityProblems, pruned as prunedInMemory } from '../../../fixtures/rewrittenSession';
import { SESSION, testTools, text } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';

const RECIPE: PruneChoice = { kind: 'recipe', recipe: 'thinking' };

/** Turns of a thought, a call and its result, and a thought with the answer. */
function sessionOfThoughts(turns: number): TranscriptWriter {
  const writer = new TranscriptWriter({
    ...{ sessionId: SESSION, cwd: '/home/dev/proj', model: 'claude-opus-5-5' },
  });
  let contextTokens = 20_000;
  for (let turn = 0; turn < turns; turn++) {
    writer.prompt(`Look at ${String(turn)}.`);
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 4000 },
        { type: 'tool_use', name: 'Bash', input: { command: 'ls' } },
      ],
      usage: { contextTokens, outputTokens: 1100 },
    });
    writer.toolResult(toolUseIds[0]!, 'a.ts');
    contextTokens += 1200;
    writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 2000 },
        { type: 'text', text: 'It is fine.' },
      ],
      usage: { contextTokens, outputTokens: 500 },
    });
    contextTokens += 600;
  }
  return writer;
}

describe('thinking that is pruned', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let original: string;
  const tools = () => testTools(directory.path());
  beforeEach(() => {
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    original = sessionOfThoughts(17).toString();
    writeFileSync(path, original);
  });

  async function pruned(choice: PruneChoice): Promise<Pruned> {
    const outcome = await pruneSession({ path, choice }, tools());
    assert.ok(outcome.kind === 'pruned', JSON.stringify(outcome));
    return outcome;
  }

  /** As the inspector has it, with what the backups tell. */
  async function thoughts(): Promise<readonly Item[]> {
    const read = await readPruneSource(path, tools());
    assert.ok(!('kind' in read));
    const { transcript, chain, usage } = read.source;
    const history = await readRewriteHistory(directory.path(), path);
    return liveContext({
      ...{ transcript, chain, model: usage.model },
      tokensOf: (entry, generation) => itemTokens(entry, generation, null),
      isCounted: () => false,
      digestOf: () => null,
      pruned: new Map(history.pruned.map(({ id, freedTokens }) => [id, freedTokens])),
    }).items.filter(({ kind }) => kind === 'thinking');
  }

  it('leaves its records empty, and every other byte as it was', async () => {
    const { plan } = await pruned(RECIPE);
    assert.equal(plan.items.length, 15, 'all but that of the newest ten steps');
    const uuids = new Set(plan.items.map(({ id }) => placeOf(id)!.uuid));
    const [was, now] = [original.split('\n'), text(path).split('\n')];
    assert.equal(now.length, was.length);
    const counters = /"(?:input|cache_creation_input|cache_read_input)_tokens":\d+/g;
    for (const [index, line] of was.entries()) {
      const record = (line === '' ? {} : JSON.parse(line)) as { uuid?: string };
      const expected = uuids.has(record.uuid ?? '')
        ? line.replace(/"content":\[.*?\}\]/, '"content":[]')
        : line;
      if (uuids.has(record.uuid ?? '')) assert.notEqual(expected, line);
      assert.equal(now[index]!.replace(counters, ''), expected.replace(counters, ''));
    }
  });

  it('frees what its replies say that they thought', async () => {
    const { plan } = await pruned(RECIPE);
    const before = (await thoughts()).length;
    assert.equal(before, 34);
    for (const { freedTokens } of plan.items)
      assert.ok(freedTokens > 400 && freedTokens < 1100, String(freedTokens));
    assert.ok(Math.abs(plan.beforeTokens! - plan.afterTokens! - plan.freedTokens) <= 1);
    const read = await readPruneSource(path, tools());
    assert.ok(!('kind' in read));
    assert.equal(Math.round(read.source.usage.tokens!), plan.afterTokens);
  });

  it('is a step of its own in how the context grew', async () => {
    await pruned(RECIPE);
    const read = await readPruneSource(path, tools());
    assert.ok(!('kind' in read));
    const { transcript, chain, usage } = read.source;
    const { reported } = await readRewriteHistory(directory.path(), path);
    const told = new Map(reported.map(({ uuid, contextTokens }) => [uuid, contextTokens]));
    const steps = contextHistory(transcript, turnsOf(transcript, chain), usage.tokens, told);
    assert.deepEqual(
      steps.slice(-2).map(({ event }) => event),
      ['response', 'prune'],
    );
    assert.equal(steps.at(-1)!.tokens, usage.tokens);
  });

  it('stays in the list of what is pruned, also for a model that is sent no earlier thinking', async () => {
    await pruned(RECIPE);
    const haiku = text(path).replaceAll('claude-opus-5-5', 'claude-haiku-4-5-20251001');
    writeFileSync(path, haiku);
    assert.equal((await thoughts()).filter(({ marks }) => marks.includes('pruned')).length, 15);
  });

  it('goes only where somebody asks for it', async () => {
    const file = Buffer.from(original);
    const target = { kind: 'target', tokens: 20_000 } as const;
    const sources = (choice: PruneChoice): readonly string[] =>
      prunedInMemory(file, choice).plan.items.map(({ evidence }) => evidence.source);
    assert.deepEqual(sources(target), []);
    assert.deepEqual([...new Set(sources({ ...target, withThinking: true }))], ['thinking']);
    for (const recipe of ['superseded', 'duplicates'] as const)
      assert.deepEqual(sources({ kind: 'recipe', recipe }), []);
    assert.deepEqual(
      (await thoughts()).map(({ keptBecause }) => keptBecause).slice(-4),
      ['finishedThinking', 'finishedThinking', 'thinking', 'thinking'],
      'the newest turn keeps its own',
    );
  });

  it('is as large as it was, whatever else of its reply is pruned before it', async () => {
    const writer = sessionOfThoughts(1);
    const { uuids, toolUseIds } = writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 2200 },
        { type: 'thinking', signatureLength: 2200 },
        {
          type: 'tool_use',
          ...{
            name: 'Write',
            input: { file_path: '/home/dev/a.ts', content: 'word '.repeat(9000) },
          },
        },
      ],
      usage: { contextTokens: 40_000, outputTokens: 22_000 },
    });
    writer.toolResult(toolUseIds[0]!, 'ok');
    writer.response({
      blocks: [{ type: 'text', text: 'Written.' }],
      usage: { contextTokens: 62_100, outputTokens: 20 },
    });
    writer.prompt('And now?');
    writeFileSync(path, writer.toString());
    const [first, second, call] = uuids.map((uuid) => `${uuid}:0`);
    const sizes = async (): Promise<readonly number[]> =>
      (await thoughts())
        .filter(({ id }) => [first, second].includes(id))
        .map((item) => item.tokens);
    const before = await sizes();
    const own = prunedInMemory(Buffer.from(text(path)), { kind: 'items', ids: [first!] }).plan;
    await pruned({ kind: 'items', ids: [call!] });
    assert.deepEqual(await sizes(), before, 'by what the backup knows');
    const planned = prunedInMemory(Buffer.from(text(path)), { kind: 'items', ids: [first!] }).plan;
    assert.ok(
      planned.freedTokens < 2 * own.freedTokens,
      `${String(own.freedTokens)} before, ${String(planned.freedTokens)} where nobody knows`,
    );
    await pruned({ kind: 'items', ids: [first!] });
    const [gone, other] = await sizes();
    assert.ok(
      gone === 0 && Math.abs(other! - before[1]!) <= 1,
      `${String(other)} for ${before[1]!}`,
    );
  });

  it('is counted with all that its reply holds, also where it alone is named', async () => {
    const writer = sessionOfThoughts(1);
    const { uuids } = writer.response({
      blocks: [
        { type: 'thinking', signatureLength: 2200 },
        { type: 'text', text: 'ab '.repeat(10_000) },
      ],
      usage: { contextTokens: 40_000, outputTokens: 20_500 },
    });
    writer.prompt('And now?');
    writeFileSync(path, writer.toString());
    const ids = [`${uuids[0]!}:0`];
    const counting = testTools(directory.path(), {
      loadTokenCount: () => Promise.resolve((words: string) => words.split(' ').length * 2),
    });
    const whole = await previewPrune({ path, choice: { kind: 'items', ids } }, counting);
    const named = await pruneSession({ path, choice: { kind: 'items', ids } }, counting);
    assert.ok(whole.kind === 'preview' && named.kind === 'pruned');
    assert.ok(whole.plan.freedTokens > 0 && whole.plan.freedTokens < 1000);
    assert.equal(named.plan.freedTokens, whole.plan.freedTokens);
  });

  it('is shown as pruned, with what stood there, and comes back alone or with the rest', async () => {
    const { plan } = await pruned(RECIPE);
    const [first] = plan.items;
    const gone = (await thoughts()).filter(({ marks }) => marks.includes('pruned'));
    assert.deepEqual(
      gone.map(({ id }) => id),
      plan.items.map(({ id }) => id),
    );
    assert.deepEqual(
      gone.map(({ tokens, keptBecause, before }) => [tokens, keptBecause, before?.kind]),
      gone.map((_, index) => [0, 'pruned', index % 2 === 0 ? 'toolCall' : 'assistantText']),
    );
    assert.notEqual(await readPrunedItem(directory.path(), path, first!.id, 0), null);
    const item = await restoreSession({ path, backupId: null, itemId: first!.id }, tools());
    assert.ok(item.kind === 'restored', JSON.stringify(item));
    assert.equal((await thoughts()).filter(({ marks }) => marks.includes('pruned')).length, 14);
    const all = await restoreSession({ path, backupId: null }, tools());
    assert.ok(all.kind === 'restored', JSON.stringify(all));
    assert.equal(text(path), original);
  });

  it('is the only thing that may leave a record empty, and only where it was planned', () => {
    const file = Buffer.from(original);
    const { edits, bytes, problems } = prunedInMemory(file, RECIPE);
    assert.deepEqual(problems, []);
    const kinds = (after: string, planned = edits): readonly string[] =>
      integrityProblems(file, Buffer.from(after), planned).map(({ kind }) => kind);
    assert.deepEqual(kinds(bytes.toString()), []);
    const others = { ...edits, records: edits.records.slice(1) };
    assert.deepEqual(kinds(bytes.toString(), others), ['emptyContent']);
    const text = /"content":\[\{"type":"text","text":"It is fine\."\}\]/;
    assert.match(bytes.toString(), text);
    assert.deepEqual(kinds(bytes.toString().replace(text, '"content":[]')), ['emptyContent']);
  });
});
