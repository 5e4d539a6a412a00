import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Found } from '../../../../src/domain/accounting/contextWindow';
import {
  nearestWall,
  wallsInForce,
  type WallEvidence,
} from '../../../../src/domain/accounting/walls';
import { NO_CONTROLS } from '../../../../src/io/claudeSettings/claudeControls';

type Controls = WallEvidence['controls'];

const file = '/home/dev/.claude/settings.json';
const found = <Value>(value: Value, key = 'x'): Found<Value> => ({ value, origin: { file, key } });
const off = { autoCompactEnabled: found(false, 'autoCompactEnabled') };
const windowOf = (
  tokens: number | 'auto',
  model: string | null = null,
): Pick<Controls, 'autoCompactWindows'> => ({
  autoCompactWindows: [{ model, tokens, origin: { file, key: 'autoCompactWindow' } }],
});

function evidence(
  model: string | null,
  controls: Partial<Controls> = {},
  more: Partial<WallEvidence> = {},
): WallEvidence {
  return {
    ownLimitTokens: 0,
    model,
    requestedModel: model,
    requestBetas: [],
    version: '2.1.329',
    accepted: null,
    creditsBlock: null,
    usageCreditsWall: 'auto',
    ...more,
    controls: { ...NO_CONTROLS, ...controls },
  };
}

/**
 * `autoCompact 167000?`: a question mark where it is not certain, `!` where Claude Code waits for
 * the API to refuse.
 */
function shown(given: WallEvidence): string[] {
  return wallsInForce(given).map(
    (wall) =>
      `${wall.kind} ${wall.tokens}${wall.certain ? '' : '?'}${wall.kind === 'autoCompact' && wall.trigger === 'refusal' ? '!' : ''}`,
  );
}

const SONNET = 'claude-sonnet-4-6';
const OPUS = 'claude-opus-5-5';
const HAIKU_45 = 'claude-haiku-4-5-20251001';
const UNKNOWN = 'acme-coder-2';
const disabled = { disable1m: found(true) };

describe('wallsInForce', () => {
  const cases: [what: string, given: WallEvidence, walls: string[]][] = [
    [
      'a model held to 200K',
      evidence(SONNET),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'a native 1M model',
      evidence(OPUS),
      ['usageCredits 200000?', 'autoCompact 967000?', 'blocked 977000?', 'limit 1000000?'],
    ],
    [
      'a model that has 200K and no more waits for the API to refuse',
      evidence(HAIKU_45),
      ['autoCompact 200000?!', 'limit 200000?'],
    ],
    [
      'so does 1M that was asked for',
      evidence(SONNET, {}, { requestedModel: `${SONNET}[1m]` }),
      ['usageCredits 200000?', 'autoCompact 1000000?!', 'limit 1000000'],
    ],
    [
      '1M turned off',
      evidence(OPUS, disabled),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000'],
    ],
    [
      'after a credits block',
      evidence(OPUS, {}, { creditsBlock: { offset: 1, timestampMs: null } }),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000'],
    ],
    [
      'beyond 200K already',
      evidence(OPUS, {}, { accepted: { tokens: 250_000, offset: 1 } }),
      ['autoCompact 967000?', 'blocked 977000?', 'limit 1000000'],
    ],
    ['nothing known', evidence(UNKNOWN), []],
    ['no reply yet', evidence(null), []],
    [
      'a window for a model that Claude Code does not know',
      evidence(UNKNOWN, { maxContextTokens: found(272_000) }),
      ['autoCompact 239000?', 'blocked 249000?', 'limit 272000'],
    ],

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

    [
      'a budget within the window',
      evidence(SONNET, {}, { ownLimitTokens: 150_000 }),
      ['limit 150000', 'autoCompact 167000?', 'blocked 177000?'],
    ],
    [
      'a person who knows of a larger window',
      evidence('claude-opus-4-6', {}, { ownLimitTokens: 1_000_000 }),
      ['usageCredits 200000?', 'autoCompact 1000000?!', 'limit 1000000'],
    ],
    [
      'a person who knows an unknown model',
      evidence(UNKNOWN, {}, { ownLimitTokens: 128_000 }),
      ['autoCompact 128000?!', 'limit 128000'],
    ],
    [
      'a person whose plan includes 1M',
      evidence(OPUS, {}, { usageCreditsWall: 'off' }),
      ['autoCompact 967000?', 'blocked 977000?', 'limit 1000000?'],
    ],
    [
      'Bedrock knows no usage credits',
      evidence('us.anthropic.claude-opus-5-5-v1:0'),
      ['autoCompact 967000?', 'blocked 977000?', 'limit 1000000?'],
    ],
    [
      'Bedrock, where only the request shows it',
      evidence(OPUS, {}, { requestedModel: 'us.anthropic.claude-opus-5-5-v1:0' }),
      ['autoCompact 967000?', 'blocked 977000?', 'limit 1000000?'],
    ],

    [
      '2.1.17 kept all of the output free',
      evidence('claude-sonnet-4-5-20250929', {}, { version: '2.1.17' }),
      ['autoCompact 155000?', 'blocked 165000?', 'limit 200000?'],
    ],
    [
      '2.1.36 compacted ahead of the end',
      evidence('claude-opus-4-6', {}, { version: '2.1.36' }),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      '2.1.158 waits',
      evidence(SONNET, {}, { version: '2.1.158' }),
      ['autoCompact 200000?!', 'limit 200000?'],
    ],
    [
      '2.1.200 compacts ahead where it holds a model',
      evidence(SONNET, {}, { version: '2.1.200' }),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      '2.1.223 waits on native 1M',
      evidence(OPUS, {}, { version: '2.1.223' }),
      ['usageCredits 200000?', 'autoCompact 1000000?!', 'limit 1000000?'],
    ],
    [
      '2.1.270 does not',
      evidence(OPUS, {}, { version: '2.1.270' }),
      ['usageCredits 200000?', 'autoCompact 967000?', 'blocked 977000?', 'limit 1000000?'],
    ],
  ];
  for (const [what, given, walls] of cases) it(what, () => assert.deepEqual(shown(given), walls));

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

  it('passes on what is known about usage credits', () => {
    const credits = { state: 'off', reason: 'out_of_credits' } as const;
    assert.deepEqual(nearestWall(wallsInForce(evidence(OPUS, { usageCredits: credits }))), {
      kind: 'usageCredits',
      tokens: 200_000,
      certain: false,
      credits,
    });
  });

  it('puts auto-compact first where it stands at the limit', () => {
    assert.equal(nearestWall(wallsInForce(evidence(HAIKU_45)))?.kind, 'autoCompact');
    assert.equal(nearestWall([]), null);
  });

  it('is in ascending order, above zero, and its nearest never beyond the limit', () => {
    const tokens = fc.integer({ min: 1, max: 3_000_000 });
    const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Found<Value> | null> =>
      fc.option(value.map((each) => found(each)));
    const controls = fc.record({
      disable1m: maybe(fc.boolean()),
      maxContextTokens: maybe(tokens),
      autoCompactEnabled: maybe(fc.boolean()),
      autoCompactWindows: fc.array(
        fc.record({
          model: fc.constantFrom(null, OPUS, 'opus'),
          tokens: fc.oneof(tokens, fc.constant('auto' as const)),
          origin: fc.constant({ file, key: 'x' }),
        }),
      ),
      autoCompactPercent: maybe(fc.double({ min: 0.01, max: 100, noNaN: true })),
      blockingLimitTokens: maybe(tokens),
      maxOutputTokens: maybe(tokens),
    });
    const more = fc.record({
      ownLimitTokens: fc.oneof(fc.constant(0), tokens),
      version: fc.constantFrom(null, '2.1.5', '2.1.158', '2.1.200', '2.1.329'),
      accepted: fc.option(fc.record({ tokens, offset: fc.nat(9) })),
      creditsBlock: fc.option(fc.record({ offset: fc.nat(9), timestampMs: fc.constant(null) })),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(null, OPUS, SONNET, HAIKU_45, UNKNOWN, `${SONNET}[1m]`),
        controls,
        more,
        (model, settings, rest) => {
          const walls = wallsInForce(evidence(model, settings, rest));
          assert.deepEqual(
            walls.map((wall) => wall.tokens),
            walls.map((wall) => wall.tokens).sort((a, b) => a - b),
          );
          assert.ok(walls.every((wall) => wall.tokens > 0 && Number.isFinite(wall.tokens)));
          const limit = walls.find((wall) => wall.kind === 'limit');
          if (limit !== undefined) assert.ok(nearestWall(walls)!.tokens <= limit.tokens);
        },
      ),
    );
  });
});
