import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scanJson } from '../../../../src/domain/pruning/jsonSpans';
import { applySplices } from '../../../../src/domain/pruning/splice';
import { usageSplices } from '../../../../src/domain/pruning/usageSplices';
import { TranscriptWriter } from '../../../fixtures/transcriptWriter';
import { pruned, pruneSource, prunedWhole, undone } from '../../../fixtures/rewrittenSession';

const LONG = 'a line of some file\n'.repeat(300);

interface Counters {
  readonly input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly output_tokens: number;
  readonly iterations?: readonly object[];
}

function rewritten(usage: object, contextTokens: number): Counters {
  const bytes = Buffer.from(JSON.stringify({ message: { usage } }));
  return (
    JSON.parse(
      applySplices(bytes, usageSplices(bytes, scanJson(bytes)!, contextTokens)).toString(),
    ) as { message: { usage: Counters } }
  ).message.usage;
}

function sent(counters: Counters): number {
  return (
    counters.input_tokens + counters.cache_creation_input_tokens + counters.cache_read_input_tokens
  );
}

/** Prompt, one round with a long result, a reply; then whatever the test adds. */
function session(): { writer: TranscriptWriter; replyUuids: readonly string[] } {
  const writer = new TranscriptWriter({ seed: 4 });
  writer.prompt('Read it.');
  const [id] = writer.response({
    blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/a.ts' } }],
    usage: { contextTokens: 40_000, outputTokens: 90 },
  }).toolUseIds;
  writer.toolResult(id!, LONG);
  const { uuids } = writer.response({
    blocks: [{ type: 'thinking' }, { type: 'text', text: 'Done.' }],
    usage: { contextTokens: 43_000, outputTokens: 200 },
  });
  return { writer, replyUuids: uuids };
}

function recordsOf(bytes: Buffer): {
  uuid?: string;
  message?: { usage?: Counters };
  compactMetadata?: { postTokens: number; preTokens: number };
}[] {
  return bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReturnType<typeof recordsOf>[number]);
}

describe('usage after a prune', () => {
  it('says the new context on all lines of the last reply, and on no other', () => {
    const { writer, replyUuids } = session();
    const before = Buffer.from(writer.toString());
    const { bytes, plan } = prunedWhole(before);
    assert.ok(plan.freedTokens > 1500);
    const [old, now] = [recordsOf(before), recordsOf(bytes)];
    now.forEach((record, index) => {
      const was = old[index]!.message?.usage;
      if (record.message?.usage === undefined || was === undefined) return;
      const isReply = replyUuids.includes(record.uuid!);
      assert.equal(sent(record.message.usage), isReply ? 43_000 - plan.freedTokens : sent(was));
      assert.equal(record.message.usage.output_tokens, was.output_tokens);
    });
    assert.equal(pruneSource(bytes).usage.tokens, plan.afterTokens);
    assert.ok(undone(bytes, before, plan).equals(before));
  });

  it('passes over a trailing API error', () => {
    const { writer } = session();
    writer.prompt('More.');
    writer.apiError('creditsSubscriber');
    const { bytes, plan } = prunedWhole(Buffer.from(writer.toString()));
    assert.equal(Math.round(pruneSource(bytes).usage.tokens!), plan.afterTokens);
    assert.deepEqual(recordsOf(bytes).at(-1), recordsOf(Buffer.from(writer.toString())).at(-1));
  });

  it('counts only what the last reply was sent, or called itself', () => {
    const { writer } = session();
    writer.prompt('Again.');
    const { toolUseIds } = writer.response({
      blocks: [
        { type: 'tool_use', name: 'Write', input: { file_path: '/home/dev/b.ts', content: LONG } },
      ],
      usage: { contextTokens: 44_000, outputTokens: 3000 },
    });
    const written = writer.leafUuid!;
    const result = writer.toolResult(toolUseIds[0]!, LONG);
    const before = Buffer.from(writer.toString());
    const behind = pruned(before, { kind: 'items', ids: [`${result}:0`] });
    assert.equal(behind.plan.items.length, 1);
    assert.equal(behind.edits.records.length, 1);
    const own = pruned(before, { kind: 'items', ids: [`${written}:0`] });
    assert.equal(
      sent(recordsOf(own.bytes).find(({ uuid }) => uuid === written)!.message!.usage!),
      44_000 - own.plan.freedTokens,
    );
  });

  it('lowers the size that a compaction states while no reply has come, by what was preserved', () => {
    const { writer, replyUuids } = session();
    const result = writer.lines
      .map((line) => JSON.parse(line) as { uuid: string; type: string; toolUseResult?: unknown })
      .find(({ toolUseResult }) => toolUseResult !== undefined)!.uuid;
    const call = recordsOf(Buffer.from(writer.toString())).find(
      ({ message }) => message?.usage !== undefined,
    )!.uuid!;
    writer.compaction({
      summary: 'So far.',
      preTokens: 43_200,
      postTokens: 9000,
      preserve: [call, result, ...replyUuids],
    });
    writer.attachment(
      'file',
      {
        filename: '/home/dev/a.ts',
        content: { type: 'text', file: { filePath: '/home/dev/a.ts', content: LONG } },
      },
      [`<system-reminder>\n${LONG}</system-reminder>`],
    );
    const before = Buffer.from(writer.toString());
    const both = prunedWhole(before);
    assert.equal(both.plan.items.length, 2);
    const preservedTokens = both.plan.items.find(({ id }) => id === `${result}:0`)!.freedTokens;
    const boundary = recordsOf(both.bytes).find(
      ({ compactMetadata }) => compactMetadata !== undefined,
    )!;
    assert.equal(boundary.compactMetadata!.postTokens, 9000 - preservedTokens);
    assert.equal(boundary.compactMetadata!.preTokens, 43_200);
    assert.deepEqual(both.problems, []);
    assert.ok(undone(both.bytes, before, both.plan).equals(before));
  });

  it('leaves a share of a context that is smaller than the estimates of what stands in it', () => {
    const writer = new TranscriptWriter({ seed: 4 });
    writer.prompt('Read it.');
    const [id] = writer.response({
      blocks: [{ type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/a.ts' } }],
      usage: { contextTokens: 400, outputTokens: 90 },
    }).toolUseIds;
    writer.toolResult(id!, LONG);
    writer.response({
      blocks: [{ type: 'text', text: 'Done.' }],
      usage: { contextTokens: 1000, outputTokens: 20 },
    });
    const { plan, bytes } = prunedWhole(Buffer.from(writer.toString()));
    assert.ok(plan.freedTokens > 1020);
    assert.ok(plan.afterTokens! > 20 && plan.afterTokens! < 500, `${plan.afterTokens!}`);
    assert.equal(pruneSource(bytes).usage.tokens, plan.afterTokens);
  });

  it('empties the iterations, which Claude Code would believe instead, and keeps what they said of the output', () => {
    const usage = {
      input_tokens: 10,
      cache_creation_input_tokens: 90,
      cache_read_input_tokens: 22_900,
      output_tokens: 88,
      iterations: [
        { input_tokens: 1, output_tokens: 5 },
        { input_tokens: 10, cache_read_input_tokens: 99_900, output_tokens: 88 },
      ],
    };
    assert.deepEqual(rewritten(usage, 60_000), {
      ...usage,
      cache_read_input_tokens: 59_900,
      iterations: [],
    });
    const more = { ...usage, iterations: [{ input_tokens: 99_910, output_tokens: 188 }] };
    const after = rewritten(more, 60_000);
    assert.equal(sent(after) + after.output_tokens, 60_000 + 188);
  });

  it('never says less than one token, nor touches a line that reports nothing', () => {
    const zero = {
      input_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 0,
      iterations: [{ output_tokens: 1 }],
    };
    assert.deepEqual(rewritten(zero, 5000), zero);
    const counter = fc.integer({ min: 0, max: 2_000_000 });
    fc.assert(
      fc.property(
        fc.record({
          input_tokens: counter,
          cache_creation_input_tokens: counter,
          cache_read_input_tokens: counter,
          output_tokens: counter,
        }),
        fc.integer({ min: -1000, max: 3_000_000 }),
        (usage, tokens) => {
          fc.pre(sent(usage) > 0);
          const after = rewritten(usage, tokens);
          assert.equal(sent(after), Math.max(1, tokens));
          assert.equal(after.output_tokens, usage.output_tokens);
          assert.ok(
            [
              after.input_tokens,
              after.cache_creation_input_tokens,
              after.cache_read_input_tokens,
            ].every((value) => value >= 0),
          );
        },
      ),
    );
  });

  it('survives counters that are no numbers', () => {
    assert.deepEqual(
      rewritten({ input_tokens: 'many', cache_read_input_tokens: 50, output_tokens: null }, 20),
      { input_tokens: 'many', cache_read_input_tokens: 20, output_tokens: null },
    );
  });
});
