import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contextUsage } from '../../../../src/domain/accounting/contextUsage';
import { CallValues, CompactionRepair } from '../../../../src/domain/pruning/compactionRepair';
import { answeredCompaction, copiedItems } from '../../../../src/domain/pruning/copiedContext';
import { activeChain } from '../../../../src/domain/transcript/activeChain';
import { answeredCompaction as writeCompaction } from '../../../fixtures/answeredCompaction';
import { plainSizes } from '../../../fixtures/plainSizes';
import { prunableSession } from '../../../fixtures/prunableSession';
import {
  integrityProblems,
  linesOf,
  pruned,
  pruneSource,
  rewritten,
} from '../../../fixtures/rewrittenSession';
import { transcriptOf } from '../../../fixtures/transcriptOf';

const AT_MS = Date.parse('2026-11-30T12:00:00Z');

describe('A compaction that was answered', () => {
  it('is repaired to the very session, and pruned again to what stood in front', function () {
    this.timeout(60_000);
    let copied = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const { held, ids, placeholders, compacted } = compactedSession(seed);
        const { repaired, copies, isClosed } = repair(compacted, held, ids);
        assert.ok(isClosed);
        assert.deepEqual(integrityProblems(compacted, repaired, 'repair'), []);
        assert.deepEqual(saidIn(repaired), [...saidIn(held), COMMAND]);
        const stoodFor = new Map(placeholders.map(({ id, placeholder }) => [id, placeholder]));
        const choice = {
          kind: 'items',
          ids: copies.map(({ copyId }) => copyId),
          placeholders: new Map(copies.map(({ id, copyId }) => [copyId, stoodFor.get(id)!])),
        } as const;
        const { plan, bytes } = pruned(repaired, choice, 0);
        assert.equal(plan.items.length, ids.length, 'each has its copy');
        const before = compacted.subarray(0, boundaryAt(compacted));
        assert.deepEqual(saidIn(bytes), [...saidIn(before), COMMAND]);
        copied += copies.length;
      }),
      { numRuns: 40 },
    );
    assert.ok(copied > 100, `only ${copied} copies`);
  });

  it('has the copies of a reply tell no counter', () => {
    const { held, ids, compacted } = compactedSession(5);
    const { repaired } = repair(compacted, held, ids);
    const transcript = transcriptOf(repaired);
    const chain = activeChain(transcript);
    assert.equal(contextUsage(transcript, chain, plainSizes).response, null);
    const [reply] = chain.entries.filter(({ kind }) => kind === 'assistant');
    assert.ok(reply?.kind === 'assistant');
    const lines = transcript.linesOfResponse(reply);
    assert.ok(lines.every(({ offset }) => offset > boundaryAt(repaired)));
    const former = transcript.conversation.find(({ kind }) => kind === 'assistant');
    assert.ok(former?.kind === 'assistant' && former.messageId === reply.messageId);
    assert.ok((transcript.responseOf(former)?.contextTokens ?? 0) > 20_000);
  });

  it('is repaired once, and only where a plugin answered it', () => {
    const { held, ids, compacted } = compactedSession(6);
    const { repaired } = repair(compacted, held, ids);
    assert.equal(answeredCompaction(transcriptOf(repaired), AT_MS), null);
    const [at] = transcriptOf(compacted).boundaries;
    assert.ok(answeredCompaction(transcriptOf(compacted), AT_MS)?.offset === at?.offset);
    assert.equal(answeredCompaction(transcriptOf(compacted), AT_MS + 60_000), null);
    for (const [from, to] of [
      [textLines(compacted).at(-1)!, ''],
      ['"durationMs":5', '"durationMs":5,"preservedMessages":{"uuids":["a"],"allUuids":["a"]}'],
      ['"origin":{"kind":"plugin"', '"isCompactSummary":true,"origin":{"kind":"plugin"'],
    ] as const) {
      const other = Buffer.from(compacted.toString().replace(from, to));
      assert.ok(!other.equals(compacted));
      assert.equal(answeredCompaction(transcriptOf(other), AT_MS), null, from.slice(0, 40));
    }
  });

  it('lets a repair change nothing else', () => {
    const { held, ids, compacted } = compactedSession(7);
    const { repaired } = repair(compacted, held, ids);
    const damages: readonly (readonly [RegExp, string])[] = [
      [/"logicalParentUuid":"\w/, '"logicalParentUuid":"z'],
      [/"preTokens":190000/, '"preTokens":1'],
      [/("uuids":\[)\]/, '$1"a"]'],
      [/"allUuids":\[\]\}/, '"allUuids":[],"x":1},"y":2'],
      [/"origin":\{"kind":"plugin"/, '"origin":{"kind":"human"'],
      [/("type":"tool_result","content"|"tool_use_id":"toolu_)/, '$1x'],
    ];
    for (const [found, damage] of damages) {
      const behind = repaired.subarray(boundaryAt(repaired)).toString();
      const damaged = behind.replace(found, damage);
      assert.notEqual(damaged, behind, String(found));
      const file = Buffer.concat([
        repaired.subarray(0, boundaryAt(repaired)),
        Buffer.from(damaged),
      ]);
      assert.notDeepEqual(integrityProblems(compacted, file, 'repair'), [], String(found));
    }
    assert.notDeepEqual(integrityProblems(compacted, repaired, 'undo'), []);
  });
});

const COMMAND = '<command-name>/compact</command-name>';

/** A session of which all calls and results were pruned, and then compacted by the companion. */
function compactedSession(seed: number) {
  const options = { seed, rounds: 3 + (seed % 8), withRequestLog: false };
  const held = Buffer.from(prunableSession(options).toString());
  const ofCalls = ['toolResult', 'toolCall', 'image', 'document'];
  const items = pruneSource(held).items.filter(
    ({ kind, toolName }) => ofCalls.includes(kind) && toolName !== null,
  );
  const choice = { kind: 'items', ids: items.map(({ id }) => id) } as const;
  const { plan, bytes } = pruned(held, choice, 0);
  const added = writeCompaction(textLines(held), textLines(bytes), AT_MS);
  const compacted = Buffer.concat([bytes, Buffer.from(`${added.join('\n')}\n`)]);
  return { held, ids: plan.items.map(({ id }) => id), placeholders: plan.items, compacted };
}

function repair(compacted: Buffer, held: Buffer, ids: readonly string[]) {
  const transcript = transcriptOf(compacted);
  const boundary = transcript.boundaries.at(-1)!;
  const copies = copiedItems(transcript, boundary, ids, 'behind');
  const values = new CallValues(new Set(copies.map(({ key }) => key)));
  for (const line of linesOf(held)) values.add(line);
  const repairing = new CompactionRepair(boundary, values.found);
  const repaired = rewritten(compacted, (line) => {
    const pieces = repairing.rewriteLine(line);
    return pieces === null ? line.bytes! : Buffer.concat(pieces);
  });
  return { repaired, copies, isClosed: repairing.isClosed };
}

function boundaryAt(file: Buffer): number {
  return transcriptOf(file).boundaries.at(-1)!.offset;
}

/** What a new process would send of a file, message by message. */
function saidIn(file: Buffer): readonly unknown[] {
  return activeChain(transcriptOf(file)).entries.map(({ offset, bytes }) => {
    const record = JSON.parse(file.subarray(offset, offset + bytes).toString()) as {
      readonly message?: { readonly content?: unknown };
      readonly attachment?: unknown;
    };
    return record.message?.content ?? record.attachment;
  });
}

function textLines(file: Buffer): readonly string[] {
  return file.toString().trimEnd().split('\n');
}
