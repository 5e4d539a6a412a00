import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { cacheMissOf, usageOf } from '../../../../src/domain/transcript/parseUsage';

const counted = (read: unknown, written: unknown, uncached: unknown, split?: unknown) => ({
  cache_read_input_tokens: read,
  cache_creation_input_tokens: written,
  input_tokens: uncached,
  output_tokens: 7,
  cache_creation: split,
});
const kept = (five: unknown, hour: unknown) => ({
  ephemeral_5m_input_tokens: five,
  ephemeral_1h_input_tokens: hour,
});

describe('usageOf', () => {
  it('reads how a prompt was taken in', () =>
    assert.deepEqual(usageOf(counted(10, 30, 2, kept(10, 20))), {
      contextTokens: 42,
      outputTokens: 7,
      input: {
        readTokens: 10,
        writtenTokens: 30,
        fiveMinuteTokens: 10,
        oneHourTokens: 20,
        uncachedTokens: 2,
      },
    }));

  it('leaves open for how long, where the split is missing', () => {
    for (const split of [undefined, null, 5, 'x', [], {}]) {
      const input = usageOf(counted(10, 30, 2, split))?.input;
      assert.deepEqual(
        [input?.writtenTokens, input?.fiveMinuteTokens, input?.oneHourTokens],
        [30, 0, 0],
      );
    }
  });

  it('goes by the sum where the split does not add up', () => {
    const parts = (five: unknown, hour: unknown) => {
      const input = usageOf(counted(0, 30, 0, kept(five, hour)))!.input;
      return [input.fiveMinuteTokens, input.oneHourTokens];
    };
    assert.deepEqual(parts(50, 0), [30, 0]);
    assert.deepEqual(parts(0, 50), [0, 30]);
    assert.deepEqual(parts(20, 20), [10, 20]);
    assert.deepEqual(parts(5, 5), [5, 5]);
    assert.deepEqual(parts(-1, '9'), [0, 0]);
  });

  it('goes by the last iteration, where it and the whole say something', () => {
    const of = (iterations: unknown) => {
      const usage = usageOf({ ...counted(10, 30, 2), iterations })!;
      return [usage.contextTokens, usage.outputTokens];
    };
    const last = { ...counted(100, 5, 1), output_tokens: 9 };
    assert.deepEqual(of([counted(1, 1, 1), last]), [106, 9]);
    for (const none of [null, [], [null], [5], [{}], [last, {}], { length: 1 }])
      assert.deepEqual(of(none), [42, 7]);
    assert.equal(usageOf({ iterations: [last] })?.contextTokens, 0);
  });

  it('is none without counters, and zero for what is no counter', () => {
    assert.equal(usageOf(null), null);
    assert.equal(usageOf({})?.contextTokens, 0);
    assert.equal(usageOf(counted(-1, 1.5, '7'))?.contextTokens, 0);
    assert.equal(usageOf(counted(2e9, NaN, [3]))?.contextTokens, 0);
  });

  it('adds up, whatever stands there', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (fields, split) => {
        const usage = usageOf({ ...fields, ...counted(5, 30, fields['a'], split) })!;
        const { readTokens, writtenTokens, uncachedTokens, ...parts } = usage.input;
        assert.equal(usage.contextTokens, readTokens + writtenTokens + uncachedTokens);
        assert.ok(parts.fiveMinuteTokens + parts.oneHourTokens <= writtenTokens);
      }),
    ));
});

describe('cacheMissOf', () => {
  const of = (type: unknown) => cacheMissOf({ cache_miss_reason: { type } });

  it('knows the server’s words', () =>
    assert.deepEqual(
      [
        ...['model_changed', 'system_changed', 'tools_changed', 'messages_changed'],
        ...['previous_message_not_found', 'unavailable'],
      ].map(of),
      [
        ...['modelChanged', 'systemChanged', 'toolsChanged', 'messagesChanged'],
        ...['previousMessageNotFound', 'unavailable'],
      ],
    ));

  it('takes nothing else for one', () => {
    assert.equal(cacheMissOf(null), null);
    assert.equal(cacheMissOf({}), null);
    for (const type of ['', 'other', '__proto__', 'toString', 5, null, [], ['model_changed'], {}])
      assert.equal(of(type), null);
    for (const reason of ['model_changed', 7, [], [{ type: 'model_changed' }], null])
      assert.equal(cacheMissOf({ cache_miss_reason: reason }), null);
  });

  it('throws at nothing', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (fields, reason) => {
        const miss = cacheMissOf({ ...fields, cache_miss_reason: reason });
        assert.ok(miss === null || typeof miss === 'string');
      }),
    ));
});
