import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Item } from '../../../../src/domain/accounting/item';
import { liveContext } from '../../../../src/domain/accounting/items';
import { itemTokens } from '../../../../src/domain/accounting/itemTokens';
import { turnsOf } from '../../../../src/domain/accounting/turns';
import { lineEdits } from '../../../../src/domain/pruning/lineEdits';
import { LineRewriter } from '../../../../src/domain/pruning/lineRewriter';
import { withEnds } from '../../../../src/domain/pruning/ownText';
import type { PruneChoice } from '../../../../src/domain/pruning/prunePlan';
import { makeHandoff } from '../../../../src/operations/leaving/writeHandoff';
import { readRewriteHistory } from '../../../../src/operations/reading/readRewriteHistory';
import { previewPrune, pruneSession } from '../../../../src/operations/rewriting/pruneSession';
import { readPruneSource } from '../../../../src/operations/rewriting/readPruneSource';
import { restoreSession } from '../../../../src/operations/rewriting/restoreSession';
import {
  integrityProblems,
  linesOf,
  pruned as prunedInMemory,
  pruneSource,
  undone,
} from '../../../fixtures/rewrittenSession';
import { SESSION, testTools, text } from '../../../fixtures/sessionOfReads';
import { useTemporaryDirectory } from '../../../fixtures/temporaryDirectory';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { pruneAsJson, pruneAsText } from '../../../../src/wording/pruneReport';
import { inEnglish } from '../../../../src/wording/translate';

const LOG = Array.from({ length: 300 }, (_, line) => `at step ${String(line)} of the build`);
const PASTED = ['Why does this fail?', '', ...LOG, '', 'And what should I try first?'].join('\n');

/** A prompt with a log in it, a short one, and what came of them. */
function sessionWith(pasted: string, fields: object = {}): TranscriptWriter {
  const writer = new TranscriptWriter({ sessionId: SESSION, cwd: '/home/dev/proj' });
  if (Object.keys(fields).length === 0) writer.prompt(pasted);
  else writer.inUsersPlace(pasted, { ...fields });
  const { toolUseIds } = writer.response({
    blocks: [{ type: 'tool_use', name: 'Bash', input: { command: 'ls' } }],
    usage: { contextTokens: 30_000, outputTokens: 60 },
  });
  writer.toolResult(toolUseIds[0]!, 'word '.repeat(4000));
  writer.response({
    blocks: [{ type: 'text', text: 'Try the second.' }],
    usage: { contextTokens: 36_000, outputTokens: 20 },
  });
  writer.prompt('And then?');
  return writer;
}

function ownTexts(file: Buffer): readonly Item[] {
  return pruneSource(file).items.filter(({ kind }) => kind === 'userText');
}

describe('text of a person that is pruned', () => {
  const directory = useTemporaryDirectory();
  let path: string;
  let original: string;
  let id: string;
  const tools = () => testTools(directory.path());
  beforeEach(() => {
    mkdirSync(directory.path('projects', 'p'), { recursive: true });
    path = directory.path('projects', 'p', `${SESSION}.jsonl`);
    original = sessionWith(PASTED).toString();
    writeFileSync(path, original);
    id = ownTexts(Buffer.from(original))[0]!.id;
  });

  /** As the inspector has them, with what the backups tell. */
  async function itemsNow(of = path): Promise<{
    readonly items: readonly Item[];
    readonly prompt: string;
  }> {
    const read = await readPruneSource(of, tools());
    assert.ok(!('kind' in read));
    const { transcript, chain, usage } = read.source;
    const history = await readRewriteHistory(directory.path(), of);
    const { items } = liveContext({
      ...{ transcript, chain, model: usage.model },
      tokensOf: (entry, generation) => itemTokens(entry, generation, null),
      isCounted: () => false,
      digestOf: () => null,
      pruned: new Map(history.pruned.map((each) => [each.id, each.freedTokens])),
    });
    return { items, prompt: turnsOf(transcript, chain).promptOf(1) };
  }

  it('goes only where just that is named', () => {
    const file = Buffer.from(original);
    assert.deepEqual(
      ownTexts(file).map(({ keptBecause }) => keptBecause),
      ['pastedText', 'userText'],
    );
    const ids = (choice: PruneChoice): readonly string[] =>
      prunedInMemory(file, choice, 0).plan.items.map((item) => item.id);
    for (const withThinking of [false, true])
      assert.equal(ids({ kind: 'target', tokens: 0, withThinking }).includes(id), false);
    for (const recipe of ['superseded', 'duplicates', 'thinking'] as const)
      assert.equal(ids({ kind: 'recipe', recipe }).includes(id), false);
    assert.deepEqual(ids({ kind: 'items', ids: [id] }), [id]);
  });

  it('leaves how it began and ended, and every other byte', async () => {
    const choice = { kind: 'items', ids: [id] } as const;
    const preview = await previewPrune({ path, choice }, tools());
    assert.ok(preview.kind === 'preview');
    const outcome = await pruneSession({ path, choice }, tools());
    assert.ok(outcome.kind === 'pruned', JSON.stringify(outcome));
    const [line] = text(path).split('\n');
    const { content } = (JSON.parse(line!) as { message: { content: string } }).message;
    const words = content.split('\n');
    assert.match(words[0]!, /^\[pruned: most of this text, ~[\d.]+K? tokens; its ends follow\]$/);
    assert.deepEqual(words.slice(1, 4), ['Why does this fail?', '', LOG[0]]);
    assert.ok(words.includes('[…]'));
    assert.deepEqual(words.slice(-3), [LOG.at(-1), '', 'And what should I try first?']);
    assert.ok(words.length < 40, String(words.length));
    const told = JSON.parse(pruneAsJson(preview, null)) as {
      items: { placeholder: string }[];
    };
    assert.deepEqual(
      told.items.map(({ placeholder }) => placeholder),
      [content],
      'the preview says all that will stand there',
    );
    const put = JSON.stringify(content);
    assert.ok(text(path).includes(put));
    const counters = /"(?:input|cache_creation_input|cache_read_input)_tokens":\d+/g;
    assert.equal(
      text(path)
        .replace(put, () => JSON.stringify(PASTED))
        .replace(counters, ''),
      original.replace(counters, ''),
    );
  });

  it('is warned of before it goes', async () => {
    const preview = await previewPrune({ path, choice: { kind: 'items', ids: [id] } }, tools());
    assert.ok(preview.kind === 'preview');
    const words = pruneAsText(preview, null, inEnglish);
    assert.match(words, /What goes holds text that you wrote yourself\./);
  });

  it('is still called by what it asked, and comes back to the byte', async () => {
    const choice = { kind: 'items', ids: [id] } as const;
    const outcome = await pruneSession({ path, choice }, tools());
    assert.ok(outcome.kind === 'pruned');
    const { items, prompt } = await itemsNow();
    const item = items.find((each) => each.id === id)!;
    assert.deepEqual(
      [item.kind, item.keptBecause, item.marks, item.subject?.slice(0, 19)],
      ['userText', 'pruned', ['pruned'], 'Why does this fail?'],
    );
    assert.equal(item.freedTokens, outcome.plan.freedTokens);
    assert.ok(prompt.startsWith('Why does this fail?'), prompt);
    writeFileSync(directory.path('copy.jsonl'), text(path));
    const copy = await itemsNow(directory.path('copy.jsonl'));
    const copied = copy.items.find((each) => each.id === id)!;
    assert.equal(copied.keptBecause, 'prunedUnkept', 'where no backup has it');
    const handoff = await makeHandoff(path, {
      budgetTokens: 4000,
      countTokens: (words: string) => words.length,
    });
    assert.ok(!('problem' in handoff));
    assert.match(handoff.markdown, /Why does this fail\?/);
    assert.doesNotMatch(handoff.markdown, /most of this text/);
    const back = await restoreSession({ path, backupId: null, itemId: id }, tools());
    assert.ok(back.kind === 'restored', JSON.stringify(back));
    assert.equal(text(path), original);
  });

  it('stays where a person did not write it, or typed a command', () => {
    for (const [words, fields] of [
      [`<command-name>/review</command-name><command-args>${PASTED}</command-args>`, {}],
      [PASTED, { isCompactSummary: true }],
    ] as const) {
      const file = Buffer.from(sessionWith(words, { ...fields, promptSource: 'x' }).toString());
      const [first] = pruneSource(file).items;
      const { plan } = prunedInMemory(file, { kind: 'items', ids: [first!.id] }, 0);
      assert.deepEqual(plan.items, [], JSON.stringify(fields));
    }
  });

  it('is nothing that may be touched in a plan that did not name it', () => {
    const file = Buffer.from(original);
    const { bytes, plan, problems } = prunedInMemory(file, { kind: 'items', ids: [id] });
    assert.deepEqual(problems, []);
    const items = plan.items.map((item) => ({ ...item, isNamed: false }));
    const edits = lineEdits(pruneSource(file), { ...plan, items });
    const rewriter = new LineRewriter(edits);
    const [first] = linesOf(file).map((line) => rewriter.rewriteLine(line));
    assert.equal(first, null);
    assert.deepEqual(rewriter.missed, [id]);
    assert.deepEqual(
      integrityProblems(file, bytes, edits).map(({ kind }) => kind),
      ['toolPair'],
    );
  });

  it('is no document, which a person attached and did not write', () => {
    const writer = new TranscriptWriter({ sessionId: SESSION, cwd: '/home/dev/proj' });
    const source = { type: 'text', media_type: 'text/plain', data: PASTED };
    writer.inUsersPlace([
      { type: 'document', source },
      { type: 'text', text: 'Read this.' },
    ]);
    writer.prompt('And?');
    const kept = pruneSource(Buffer.from(writer.toString())).items.map((item) => item.keptBecause);
    assert.deepEqual(kept, ['userText', 'userText', 'userText']);
  });

  it('comes back whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 300, maxLength: 700 }),
        fc.string({ unit: 'grapheme', maxLength: 700 }),
        (start, end) => {
          const pasted = `x${start}\n${'middle '.repeat(700)}${end}`;
          const file = Buffer.from(sessionWith(pasted).toString());
          const [item] = ownTexts(file);
          const { bytes, plan, problems } = prunedInMemory(file, {
            kind: 'items',
            ids: [item!.id],
          });
          assert.equal(plan.items.length, 1);
          assert.deepEqual(problems, []);
          assert.ok(bytes.length < file.length);
          assert.ok(undone(bytes, file, plan, true).equals(file));
        },
      ),
    );
  });

  it('is never cut within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 801, maxLength: 2000 }), (words) => {
        assert.ok(!/\p{Cs}/u.test(withEnds(words, '[pruned: x]')));
      }),
    );
  });
});
