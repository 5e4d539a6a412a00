import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseToldFigures } from '../../../../src/domain/accounting/parseToldFigures';
import { sampleFigures } from '../../../fixtures/sampleFigures';

const SESSION = '3de7bc4b-ce2d-4ec2-bd25-9fc578171973';
const { nonce } = sampleFigures();
/** As the companion writes it (2.1.332). */
const written = {
  format: 1,
  atMs: 1_796_060_239_672,
  nonce,
  pid: 4608,
  sessionId: SESSION,
  version: '2.1.332',
  model: 'claude-sonnet-4-6',
  isInteractive: true,
  loadedAtMs: 1_796_060_230_000,
  hearsRequests: true,
  wiredAtMs: 0,
  context: { tokens: 23_114, window: 200_000 },
  rateLimits: [
    { kind: 'five_hour', percentUsed: 23.5, resetsAt: '2026-11-30T20:00:00Z' },
    { kind: 'seven_day', percentUsed: 41 },
  ],
  costUsd: 0.0868215,
  breakdown: {
    categories: [],
    rawMaxTokens: 200_000,
    autocompactSource: 'model-default',
    autoCompactThreshold: 167_000,
    isAutoCompactEnabled: true,
  },
};

describe('parseToldFigures', () => {
  it('reads what the companion writes', () => {
    assert.deepEqual(parseToldFigures(written, SESSION), {
      atMs: 1_796_060_239_672,
      nonce,
      pid: 4608,
      isInteractive: true,
      version: '2.1.332',
      model: 'claude-sonnet-4-6',
      loadedAtMs: 1_796_060_230_000,
      hearsRequests: true,
      wiredAtMs: null,
      contextTokens: 23_114,
      windowTokens: 200_000,
      autoCompact: { tokens: 167_000, source: 'model-default' },
      limits: [
        {
          kind: 'five_hour',
          percentUsed: 23.5,
          resetsAtMs: Date.parse('2026-11-30T20:00:00Z'),
        },
        { kind: 'seven_day', percentUsed: 41, resetsAtMs: null },
      ],
      costUsd: 0.0868215,
    });
  });

  it('knows no size before the first reply, and that auto-compact is off', () => {
    const { breakdown } = written;
    const off = { ...breakdown, isAutoCompactEnabled: false, autoCompactThreshold: undefined };
    const told = parseToldFigures(
      { ...written, context: { window: 200_000 }, breakdown: off },
      SESSION,
    );
    assert.deepEqual(
      [told?.contextTokens, told?.autoCompact],
      [null, { tokens: null, source: 'model-default' }],
    );
  });

  it('leaves alone what is of another session, another format, or of nobody', () => {
    for (const other of [
      { ...written, sessionId: SESSION.replace('3', '4') },
      { ...written, format: 2 },
      { ...written, nonce: '../../etc/passwd' },
      { ...written, pid: -1 },
      { ...written, atMs: 'now' },
      [written],
      null,
    ])
      assert.equal(parseToldFigures(other, SESSION), null);
  });

  it('takes nothing of the wrong type, whatever stands there', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, -1, 1e300, 'x'.repeat(5000)));
    const keys = Object.keys(written).filter((key) => !['format', 'sessionId'].includes(key));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), anything), (changes) => {
        const told = parseToldFigures({ ...written, ...changes }, SESSION);
        if (told === null) return;
        const { contextTokens, windowTokens, autoCompact, limits, costUsd, version, model } = told;
        const counts = [contextTokens, windowTokens, autoCompact?.tokens ?? null];
        for (const count of counts) assert.ok(count === null || Number.isSafeInteger(count));
        assert.ok(windowTokens !== 0 && autoCompact?.tokens !== 0);
        assert.ok(costUsd === null || (costUsd >= 0 && Number.isFinite(costUsd)));
        for (const word of [version, model, autoCompact?.source ?? null])
          assert.ok(word === null || (word.length <= 128 && !/[\s<>\\`|*]/.test(word)));
        for (const { kind, percentUsed } of limits)
          assert.ok(/^[\w.[\]-]+$/.test(kind) && percentUsed >= 0);
      }),
      { numRuns: 500 },
    );
  });
});
