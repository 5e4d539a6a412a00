import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hostileFile } from '../../../fixtures/hostileLines';
import { prunableSession } from '../../../fixtures/prunableSession';
import { SeededRandom } from '../../../fixtures/seededRandom';
import {
  integrityProblems,
  linesOf,
  pruned,
  prunedWhole,
  pruneSource,
  undone,
} from '../../../fixtures/rewrittenSession';

const seeds = fc.integer({ min: 1, max: 1_000_000 });

function generated(seed: number, isHostile: boolean): Buffer {
  const writer = prunableSession({ seed, rounds: 4 + (seed % 16) });
  return isHostile
    ? hostileFile(writer.lines, new SeededRandom(seed))
    : Buffer.from(writer.toString());
}

describe('prune and undo', () => {
  it('gives back every byte, whatever the transcript looks like', function () {
    this.timeout(60_000);
    let changed = 0;
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, isHostile) => {
        const file = generated(seed, isHostile);
        const { plan, bytes, missed, problems, changedLines } = prunedWhole(file);
        assert.deepEqual(missed, []);
        assert.deepEqual(problems, []);
        changed += changedLines.length;
        assert.ok(undone(bytes, file, plan).equals(file));
        assert.deepEqual(integrityProblems(bytes, file, 'undo'), []);
      }),
      { numRuns: 80 },
    );
    assert.ok(changed > 800, `only ${changed} lines were pruned`);
  });

  it('gives back every copy in the log of requests, whatever its hash is', function () {
    this.timeout(60_000);
    const hash = fc.constantFrom(
      '"hash":"ABCDEF0123",',
      '"hash":"",',
      '"hash":"a\\"b",',
      '"hash":12,',
      '"hash":null,',
      '"hash":["a"],',
      `"hash":"${'f'.repeat(600)}",`,
      `"at":"${'x'.repeat(600)}","hash":"abc",`,
      '"hash" : "abc",',
      '"hash":"abc", "more":{"message" :1},',
      '',
    );
    let changed = 0;
    fc.assert(
      fc.property(seeds, fc.array(hash, { minLength: 1, maxLength: 8 }), (seed, hashes) => {
        const { lines } = prunableSession({ seed, rounds: 4 + (seed % 16) });
        const file = Buffer.from(
          `${lines
            .map((line, index) =>
              line.replace(/"hash":"[^"]*",/, () => hashes[index % hashes.length]!),
            )
            .join('\n')}\n`,
        );
        const { plan, bytes, problems, changedLines } = prunedWhole(file);
        assert.deepEqual(problems, []);
        changed += changedLines.filter((line) => lines[line - 1]!.includes('-blob"')).length;
        assert.ok(undone(bytes, file, plan).equals(file));
        assert.deepEqual(integrityProblems(bytes, file, 'undo'), []);
      }),
      { numRuns: 60 },
    );
    assert.ok(changed > 200, `only ${changed} copies were pruned`);
  });

  it('takes what Claude Code wrote in the user’s place, in its tag, and never a person’s words', () => {
    const file = Buffer.from(prunableSession({ seed: 13, withRequestLog: false }).toString());
    const { plan, bytes, problems } = prunedWhole(file);
    const source = pruneSource(file);
    const gone = new Set(plan.items.map(({ id }) => id));
    const machine = source.items.filter(({ kind }) => kind === 'machineText');
    assert.deepEqual(
      machine.filter(({ id }) => gone.has(id)).map(({ machineText }) => machineText),
      ['taskNotification', 'note', 'commandOutput', 'note', 'taskNotification'],
    );
    assert.deepEqual(problems, []);
    const after = bytes.toString();
    for (const tag of ['task-notification', 'local-command-stdout', 'ide_selection'])
      assert.match(after, new RegExp(`"<${tag}>\\\\n.*?\\[pruned: .*?\\].*?\\\\n</${tag}>"`));
    const ended = /<task-id>b1<\/task-id>\\n<status>completed<\/status>\\n/g;
    assert.equal(
      after.match(ended)?.length,
      file.toString().match(ended)?.length,
      'which task ended how is still told',
    );
    const left = pruneSource(bytes).items.filter(({ kind }) => kind === 'machineText');
    assert.deepEqual(
      left.map(({ id, machineText }) => [id, machineText]),
      machine.map(({ id, machineText }) => [id, machineText]),
      'what is left is known as what it was',
    );
    assert.ok(
      left.every(({ keptBecause }) => keptBecause === 'small'),
      'nothing is pruned twice',
    );
    assert.ok(undone(bytes, file, plan).equals(file));
  });

  it('gives back the counters of a reply that stands twice, glued on one line', () => {
    const writer = prunableSession({ seed: 1, rounds: 6, withRequestLog: false });
    const reply = writer.lines.findLastIndex((line) => line.includes('"usage":'));
    writer.lines[reply] = writer.lines[reply]!.repeat(2);
    const file = Buffer.from(writer.toString());
    const { bytes, plan, changedLines } = prunedWhole(file);
    assert.ok(changedLines.includes(reply + 1), String(changedLines));
    assert.ok(undone(bytes, file, plan).equals(file));
  });

  it('leaves every counter true, whether a process took the prune up or not', function () {
    this.timeout(60_000);
    const turn = fc.record({ grown: fc.integer({ min: 20, max: 4000 }), isTakenUp: fc.boolean() });
    let [raised, left] = [0, 0];
    fc.assert(
      fc.property(seeds, fc.array(turn, { minLength: 1, maxLength: 5 }), (seed, turns) => {
        const writer = prunableSession({ seed, rounds: 10 + (seed % 6), withRequestLog: false });
        const file = Buffer.from(writer.toString());
        const { bytes, plan } = prunedWhole(file);
        writer.take();
        // once the session was loaded again, it stays so
        let isTakenUp = false;
        let trueTokens = plan.beforeTokens!;
        const truth: number[] = [];
        for (const { grown, isTakenUp: isLoaded } of turns) {
          isTakenUp ||= isLoaded;
          writer.prompt('go on');
          trueTokens += 15;
          truth.push(trueTokens);
          const freed = isTakenUp ? plan.beforeTokens! - plan.afterTokens! : 0;
          const contextTokens = trueTokens - freed;
          writer.response({
            blocks: [{ type: 'text', text: 'done' }],
            usage: { contextTokens, outputTokens: grown },
          });
          trueTokens += grown;
          if (isTakenUp) raised++;
          else left++;
        }
        const later = Buffer.from(writer.toString());
        const back = undone(Buffer.concat([bytes, later]), file, plan, true);
        assert.ok(back.subarray(0, file.length).equals(file));
        const counters = linesOf(back.subarray(file.length)).flatMap((line) => {
          const { message } = JSON.parse(line.bytes!.toString()) as {
            message: { usage?: Record<string, number> };
          };
          const { usage } = message;
          return usage === undefined
            ? []
            : [
                usage['input_tokens']! +
                  usage['cache_read_input_tokens']! +
                  usage['cache_creation_input_tokens']!,
              ];
        });
        assert.deepEqual(counters, truth);
      }),
      { numRuns: 60 },
    );
    assert.ok(raised > 20 && left > 20, `${raised} raised, ${left} left`);
  });

  it('leaves every line alone that holds nothing of the plan', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(seeds, (seed) => {
        const file = generated(seed, true);
        const { items } = pruneSource(file);
        const prunable = items.filter(({ keptBecause }) => keptBecause === null);
        const one = prunable[seed % Math.max(1, prunable.length)];
        if (one === undefined) return;
        const { bytes, changedLines, plan, edits } = pruned(file, { kind: 'items', ids: [one.id] });
        if (plan.items.length === 0) return;
        const [before, after] = [linesOf(file), linesOf(bytes)];
        assert.equal(after.length, before.length);
        const planned = before.flatMap(({ offset, length }, index) =>
          edits.records.some(
            (record) => record.offset >= offset && record.offset <= offset + length,
          )
            ? [index + 1]
            : [],
        );
        before.forEach((line, index) => {
          const isLog = line.bytes!.includes('api-request-blob');
          if (!planned.includes(index + 1) && !isLog)
            assert.ok(line.bytes!.equals(after[index]!.bytes!), `line ${index + 1}`);
        });
        assert.ok(changedLines.includes(one.line));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves what somebody changed or deleted since as it is now', function () {
    this.timeout(60_000);
    let edited = 0;
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 5 }), (seed, every) => {
        const file = generated(seed, false);
        const { bytes, plan, changedLines } = prunedWhole(file);
        const wasPruned = new Set(changedLines);
        /** The text of a line, as somebody left it that did not care for what was pruned. */
        const byHand = (line: string, index: number): string => {
          if (wasPruned.has(index + 1) || index % every !== 0) return line;
          return line.replaceAll('/home/dev/ledger', '/taken out');
        };
        const lines = (whole: Buffer): string[] => whole.toString().trimEnd().split('\n');
        const now = lines(bytes).map(byHand);
        edited += now.filter((line) => line.includes('taken out')).length;
        const expected = lines(file).map(byHand);
        const back = undone(Buffer.from(`${now.join('\n')}\n`), file, plan);
        assert.deepEqual(lines(back), expected);
      }),
      { numRuns: 40 },
    );
    assert.ok(edited > 20, `only ${edited} lines were edited`);
  });

  it('keeps what came after when it gives back', () => {
    const writer = prunableSession({ seed: 7, rounds: 14 });
    const before = Buffer.from(writer.toString());
    const { bytes, plan } = prunedWhole(before);
    writer.take();
    writer.prompt('And now?');
    writer.response({
      blocks: [{ type: 'text', text: 'Later.' }],
      usage: { contextTokens: 23_000, outputTokens: 5 },
    });
    const later = Buffer.from(writer.toString());
    assert.ok(!bytes.equals(before));
    assert.ok(
      undone(Buffer.concat([bytes, later]), before, plan).equals(Buffer.concat([before, later])),
    );
  });

  it('keeps what was glued onto a torn last line, and gives back the record in front of it', () => {
    const before = Buffer.from(
      prunableSession({ seed: 3, rounds: 3, withRequestLog: false }).toString().trimEnd(),
    );
    const { bytes, plan } = prunedWhole(before);
    const glued = Buffer.from('{"type":"summary","summary":"glued on","leafUuid":"x"}\n');
    assert.ok(
      undone(Buffer.concat([bytes, glued]), before, plan).equals(Buffer.concat([before, glued])),
    );
  });

  it('gives back all of two prunes from the backup of the first, and the second alone from its own', () => {
    const file = Buffer.from(prunableSession({ seed: 11, rounds: 16 }).toString());
    const first = pruned(file, { kind: 'recipe', recipe: 'images', keepNewest: 0 });
    const second = prunedWhole(first.bytes);
    assert.ok(second.plan.items.length > 0);
    assert.deepEqual(second.problems, []);
    assert.ok(undone(second.bytes, first.bytes, second.plan).equals(first.bytes));
    const both = { items: [...first.plan.items, ...second.plan.items] };
    assert.ok(undone(second.bytes, file, both).equals(file));
  });

  it('gives back what stands in a record without a uuid', () => {
    const lines = prunableSession({ seed: 12, rounds: 2, withRequestLog: false }).lines.map(
      (line) => (line.includes('"tool_result"') ? line.replace(/"uuid":"[^"]*",/, '') : line),
    );
    const file = Buffer.from(`${lines.join('\n')}\n`);
    const { bytes, plan, missed, problems } = prunedWhole(file);
    assert.ok(plan.items.some(({ id }) => id.startsWith('@')));
    assert.deepEqual([missed, problems], [[], []]);
    assert.ok(undone(bytes, file, plan).equals(file));
  });

  it('finds records again where lines in front of them are gone', () => {
    const file = Buffer.from(
      prunableSession({ seed: 5, rounds: 8, withRequestLog: false }).toString(),
    );
    const { bytes, plan } = prunedWhole(file);
    const [gone] = linesOf(file);
    const cut = (whole: Buffer): Buffer => whole.subarray(gone!.length + 1);
    // The first line was pruned too (pasted images); what is behind it moves up.
    const rest = bytes.subarray(linesOf(bytes)[0]!.length + 1);
    assert.ok(undone(rest, file, plan).equals(cut(file)));
  });
});
