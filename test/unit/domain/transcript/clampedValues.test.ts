import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { InputCounters } from '../../../../src/domain/transcript/entry';
import { rowOf } from '../../../../src/features/inspector/rowView';
import { parseToInspectorPage } from '../../../../src/features/inspector/protocol';
import { inEnglish } from '../../../../src/wording/translate';
import { parse } from '../../../fixtures/parsedLine';
import { prunableSession } from '../../../fixtures/prunableSession';
import { prunedWhole, pruneSource, undone } from '../../../fixtures/rewrittenSession';

const LONG = 'x'.repeat(129);
/** What no id and no counter is, and what each may be put in the place of. */
const ODD_IDS = ['"', 'i'.repeat(128), LONG, 'x'.repeat(201), 'x'.repeat(2_001), '', 'ü', 'a b'];
const ODD_COUNTERS = ['1e308', '1e400', '-1', '0.5', '1000000001', '"12"', 'null', '[7]'];
const IDS = ['uuid', 'parentUuid', 'id', 'tool_use_id', 'sessionId'];
const COUNTERS = ['input_tokens', 'cache_read_input_tokens', 'output_tokens'];

const oddLine = fc.record({
  at: fc.nat(),
  key: fc.constantFrom(...IDS, ...COUNTERS),
  id: fc.constantFrom(...ODD_IDS),
  counter: fc.constantFrom(...ODD_COUNTERS),
});

/** One line's value becomes an odd one, all others stay. */
function withOdd(
  lines: readonly string[],
  { at, key, id, counter }: { at: number; key: string; id: string; counter: string },
): string[] {
  const value = IDS.includes(key) ? JSON.stringify(id) : counter;
  return lines.map((line, index) =>
    index === at % lines.length
      ? line.replace(new RegExp(`"${key}":("[^"]*"|\\d+)`), () => `"${key}":${value}`)
      : line,
  );
}

const fileOf = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);

describe('ids and counters of a transcript', () => {
  it('takes a word of at most 128 characters for an id, nothing else', () => {
    const uuidOf = (uuid: unknown): unknown => {
      const entry = parse(JSON.stringify({ type: 'user', uuid, message: { content: 'a' } }))
        .entries[0];
      return entry?.uuid;
    };
    assert.equal(uuidOf('x'.repeat(128)), 'x'.repeat(128));
    for (const none of [LONG, '', 'a b', 'größe', 7, null, ['a']]) assert.equal(uuidOf(none), null);
  });

  it('leaves the other ids of a line out alike', () => {
    const line = JSON.stringify({
      type: 'assistant',
      uuid: 'a1',
      parentUuid: LONG,
      message: {
        id: LONG,
        content: [
          { type: 'tool_use', id: LONG, name: 'Read', input: {} },
          { type: 'tool_result', tool_use_id: LONG, content: 'x' },
        ],
      },
    });
    const entry = parse(line).entries[0];
    assert.ok(entry?.kind === 'assistant');
    assert.equal(entry.messageId, null);
    // There is a parent, but none that could be found: the entry is no beginning.
    assert.equal(entry.parentUuid, '');
    assert.deepEqual(
      entry.blocks.map((block) => ('toolUseId' in block ? block.toolUseId : null)),
      ['', ''],
    );
    const last = parse(JSON.stringify({ type: 'last-prompt', leafUuid: LONG })).entries[0];
    assert.equal(last?.kind === 'metadata' ? last.leafUuid : undefined, null);
    const metadata = {
      preservedMessages: { uuids: [LONG, 'k1'] },
      preTokens: 1e308,
      postTokens: 5,
    };
    const boundary = parse(
      JSON.stringify({
        type: 'system',
        subtype: 'compact_boundary',
        uuid: 'b1',
        logicalParentUuid: LONG,
        compactMetadata: metadata,
      }),
    ).entries[0];
    assert.ok(boundary?.kind === 'system');
    assert.deepEqual(boundary.compaction, {
      trigger: null,
      preTokens: null,
      postTokens: 5,
      preservedUuids: ['k1'],
      preservesNothing: false,
      tailUuids: [],
    });
  });

  it('takes whole numbers up to a billion for counters, nothing else', () => {
    const usageOf = (usage: string): unknown => {
      const entry = parse(`{"type":"assistant","message":{"usage":${usage}}}`).entries[0];
      return entry?.kind === 'assistant' ? entry.usage : undefined;
    };
    const input = (uncachedTokens: number): InputCounters => ({
      readTokens: 0,
      writtenTokens: 0,
      fiveMinuteTokens: 0,
      oneHourTokens: 0,
      uncachedTokens,
    });
    for (const odd of ODD_COUNTERS)
      assert.deepEqual(usageOf(`{"input_tokens":${odd},"output_tokens":${odd}}`), {
        contextTokens: 0,
        outputTokens: 0,
        input: input(0),
      });
    assert.deepEqual(usageOf('{"input_tokens":1000000000,"output_tokens":7}'), {
      contextTokens: 1_000_000_000,
      outputTokens: 7,
      input: input(1_000_000_000),
    });
    const written = `"cache_creation_input_tokens":50,"cache_creation"`;
    for (const odd of ODD_COUNTERS) {
      const split = `{"ephemeral_5m_input_tokens":${odd},"ephemeral_1h_input_tokens":${odd}}`;
      assert.deepEqual(usageOf(`{${written}:${split}}`), {
        contextTokens: 50,
        outputTokens: 0,
        input: { ...input(0), writtenTokens: 50 },
      });
    }
  });

  it('cost their own line only: the page shows every other item', function () {
    this.timeout(60_000);
    const { lines } = prunableSession({ seed: 5, rounds: 11, withRequestLog: false });
    const whole = pruneSource(fileOf(lines));
    const untouched = (line: number): ((item: { line: number }) => boolean) => {
      return (item) => item.line !== line;
    };
    fc.assert(
      fc.property(oddLine, (odd) => {
        const { items, usage } = pruneSource(fileOf(withOdd(lines, odd)));
        const line = (odd.at % lines.length) + 1;
        assert.deepEqual(
          items.filter(untouched(line)).map(({ id }) => id),
          whole.items.filter(untouched(line)).map(({ id }) => id),
        );
        assert.ok(usage.tokens !== null && usage.tokens < 2e9);
        const rows = items.map((item) => rowOf(item, '/home/dev/ledger', inEnglish));
        const message = {
          type: 'items',
          isReset: true,
          rows,
          gone: [],
          isLast: true,
          goneBecause: '',
        };
        assert.notEqual(parseToInspectorPage(message), null);
      }),
      { numRuns: 300 },
    );
  });

  it('lose nothing: what was pruned comes back to the byte', function () {
    this.timeout(60_000);
    let freed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(oddLine, { minLength: 1, maxLength: 6 }),
        (seed, odds) => {
          const { lines } = prunableSession({ seed, rounds: 4 + (seed % 8) });
          const file = fileOf(odds.reduce<readonly string[]>(withOdd, lines));
          const { bytes, missed, problems, plan } = prunedWhole(file);
          assert.deepEqual([missed, problems], [[], []]);
          freed += plan.items.length;
          assert.ok(undone(bytes, file, plan).equals(file));
        },
      ),
      { numRuns: 100 },
    );
    assert.ok(freed > 500, `only ${freed} items were pruned`);
  });
});
