import assert from 'node:assert/strict';
import { wallsInForce } from '../../../../src/domain/accounting/walls';
import {
  type Controls,
  evidence,
  file,
  found,
  HAIKU_45,
  off,
  OPUS,
  shown,
  SONNET,
  testWalls,
  UNKNOWN,
  windowOf,
} from '../../../fixtures/wallEvidence';

describe('wallsInForce, moved by settings', () => {
  testWalls([
    ['auto-compact off', evidence(SONNET, off), ['blocked 177000', 'limit 200000?']],
    [
      'auto-compact off on a model that would wait',
      evidence(HAIKU_45, off),
      ['blocked 177000', 'limit 200000?'],
    ],
    [
      'auto-compact off on 1M',
      evidence(OPUS, off),
      ['usageCredits 200000?', 'blocked 977000', 'limit 1000000?'],
    ],
    [
      'a window of 130K',
      evidence(SONNET, windowOf(130_000)),
      ['autoCompact 97000', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a window of 130K on a model that would wait',
      evidence(HAIKU_45, windowOf(130_000)),
      ['autoCompact 97000', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a window wider than the model',
      evidence(HAIKU_45, windowOf(500_000)),
      ['autoCompact 167000', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a window of 200K on 1M stands before the credits',
      evidence(OPUS, windowOf(200_000)),
      ['autoCompact 167000', 'usageCredits 200000?', 'blocked 977000?', 'limit 1000000?'],
    ],
    [
      'a window where nothing else is known',
      evidence(UNKNOWN, windowOf(130_000)),
      ['autoCompact 97000?'],
    ],
    [
      'a blocking limit where nothing else is known',
      evidence(UNKNOWN, { ...off, blockingLimitTokens: found(40_000) }),
      ['blocked 40000'],
    ],
    [
      'half of it',
      evidence(SONNET, { autoCompactPercent: found(50) }),
      ['autoCompact 90000', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a percentage can only lower',
      evidence(SONNET, { autoCompactPercent: found(95) }),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a percentage of a window',
      evidence(SONNET, { ...windowOf(130_000), autoCompactPercent: found(50) }),
      ['autoCompact 55000', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a percentage does nothing where Claude Code waits',
      evidence(HAIKU_45, { autoCompactPercent: found(50) }),
      ['autoCompact 200000?!', 'limit 200000?'],
    ],
    [
      'less output',
      evidence(SONNET, { maxOutputTokens: found(8000) }),
      ['autoCompact 179000?', 'blocked 189000?', 'limit 200000?'],
    ],
    [
      'more output',
      evidence(SONNET, { maxOutputTokens: found(64_000) }),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a lower blocking limit',
      evidence(SONNET, { ...off, blockingLimitTokens: found(40_000) }),
      ['blocked 40000', 'limit 200000?'],
    ],
    [
      'a lower blocking limit, which compacts there too',
      evidence(SONNET, { blockingLimitTokens: found(40_000) }),
      ['autoCompact 40000', 'blocked 40000?', 'limit 200000?'],
    ],
    [
      'a window too small for its own reserve',
      evidence(UNKNOWN, { maxContextTokens: found(300) }),
      ['limit 300'],
    ],
  ]);

  it('takes the first window that fits the model', () => {
    const origin = { file, key: 'autoCompactWindow' };
    const windows = (...all: [string | null, number | 'auto'][]): Partial<Controls> => ({
      autoCompactWindows: all.map(([model, tokens]) => ({ model, tokens, origin })),
    });
    const point = (model: string, controls: Partial<Controls>): string | undefined =>
      shown(evidence(model, controls)).find((wall) => wall.startsWith('autoCompact'));
    assert.equal(
      point(
        OPUS,
        windows([SONNET, 150_000], ['claude-opus-5-5-20261001', 250_000], [null, 350_000]),
      ),
      'autoCompact 217000',
    );
    assert.equal(point(OPUS, windows([null, 350_000], [OPUS, 250_000])), 'autoCompact 317000');
    assert.equal(point(OPUS, windows(['opus', 250_000])), 'autoCompact 217000');
    assert.equal(point(OPUS, windows(['Opus[1m]', 250_000])), 'autoCompact 217000');
    assert.equal(point('claude-opus-4-6', windows(['opus', 150_000])), 'autoCompact 167000?');
    assert.equal(point(OPUS, windows([OPUS, 'auto'], [null, 350_000])), 'autoCompact 967000?');
    assert.equal(point(UNKNOWN, windows([UNKNOWN, 250_000])), 'autoCompact 217000?');
  });

  it('names what moved a wall, and why the limit is one', () => {
    const [compaction, , limit] = wallsInForce(
      evidence(SONNET, {
        ...windowOf(130_000),
        autoCompactPercent: found(50, 'CLAUDE_AUTOCOMPACT_PCT_OVERRIDE'),
      }),
    );
    assert.deepEqual(compaction, {
      kind: 'autoCompact',
      tokens: 55_000,
      certain: true,
      trigger: 'threshold',
      movedBy: { file, key: 'CLAUDE_AUTOCOMPACT_PCT_OVERRIDE' },
    });
    assert.deepEqual(limit, {
      kind: 'limit',
      tokens: 200_000,
      certain: false,
      reason: { kind: 'modelFamily', model: SONNET, ignored: null },
    });
  });
});
