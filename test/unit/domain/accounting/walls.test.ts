import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Found } from '../../../../src/domain/accounting/contextWindow';
import { nearestWall, wallsInForce } from '../../../../src/domain/accounting/walls';
import {
  disabled,
  evidence,
  file,
  found,
  HAIKU_45,
  OPUS,
  SONNET,
  testWalls,
  UNKNOWN,
} from '../../../fixtures/wallEvidence';
import { sampleFigures } from '../../../fixtures/sampleFigures';

describe('wallsInForce', () => {
  testWalls([
    [
      'a model held to 200K',
      evidence(SONNET),
      ['autoCompact 167000?', 'blocked 177000?', 'limit 200000?'],
    ],
    [
      'where the running Claude Code says that it compacts',
      evidence(
        SONNET,
        {},
        { told: sampleFigures({ autoCompact: { tokens: 150_000, source: 'env' } }) },
      ),
      ['autoCompact 150000', 'blocked 177000?', 'limit 200000'],
    ],
    [
      'that it does not',
      evidence(
        SONNET,
        {},
        { told: sampleFigures({ autoCompact: { tokens: null, source: null } }) },
      ),
      ['blocked 177000', 'limit 200000'],
    ],
    [
      'its threshold where it lets prompts pass until the API refuses',
      evidence(HAIKU_45, {}, { told: sampleFigures() }),
      ['autoCompact 200000?!', 'limit 200000'],
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
  ]);

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
