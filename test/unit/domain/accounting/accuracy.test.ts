import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTokenCount } from '../../../../src/domain/accounting/loadTokenCount';
import type { TokenCount } from '../../../../src/domain/accounting/tokenCount';
import { truthfulSession } from '../../../fixtures/truthfulSession';
import { singleResults } from '../../../fixtures/singleResults';
import { errorsOf, predictions, quantile, type Prediction } from '../../../fixtures/predictions';
import { REAL_SESSIONS, realSessionNames } from '../../../fixtures/realSessions';

const GATES = {
  new: { median: 0.1, p90: 0.5 },
  old: { median: 0.3, p90: 1 },
} as const;

/** Percent, of single tool results. */
const RESULT_MEDIAN = { new: 5, old: 8 } as const;

function check(name: string, found: readonly Prediction[]): void {
  for (const generation of ['new', 'old'] as const) {
    const steps = found.filter((each) => each.generation === generation && !each.isAfterCompaction);
    const errors = errorsOf(steps);
    const [median, p90, worst] = [
      quantile(errors, 0.5),
      quantile(errors, 0.9),
      quantile(errors, 1),
    ];
    const plain = errorsOf(steps, 'lastUsageTokens');
    const ours = [
      `median ${median.toFixed(3)} %`,
      `p90 ${p90.toFixed(3)} %`,
      `worst ${worst.toFixed(1)} %`,
    ].join(', ');
    const alone = [
      quantile(plain, 0.5).toFixed(2),
      quantile(plain, 0.9).toFixed(2),
      quantile(plain, 1).toFixed(1),
    ].join(' / ');
    console.log(
      `      ${name}, ${generation} generation: ${String(steps.length)} steps, ${ours}` +
        ` (last usage alone: ${alone} %)`,
    );
    assert.ok(steps.length >= 30, 'enough steps to judge by');
    assert.ok(median <= GATES[generation].median, `median ${String(median)} %`);
    assert.ok(p90 <= GATES[generation].p90, `p90 ${String(p90)} %`);
  }
}

describe('accuracy of the meter against the next response', () => {
  let count: TokenCount;

  before('load the vocabulary', async () => (count = await loadTokenCount()));

  it('holds on sessions of our own', function () {
    this.timeout(60_000);
    const sessions = [1, 2, 3].flatMap((seed) => [
      truthfulSession(seed, 'claude-opus-5-5'),
      truthfulSession(seed, 'claude-sonnet-4-5-20250929'),
    ]);
    check(
      'own sessions',
      sessions.flatMap((content) => predictions(content, count)),
    );
  });

  it('is near right after a compaction, before any reply', function () {
    this.timeout(60_000);
    const after = [1, 2, 3]
      .flatMap((seed) => predictions(truthfulSession(seed, 'claude-opus-5-5'), count))
      .filter((each) => each.isAfterCompaction);
    assert.ok(after.length >= 3);
    assert.ok(quantile(errorsOf(after), 1) <= 10, String(errorsOf(after)));
  });

  const present = realSessionNames.length > 0;
  it(
    present
      ? 'holds on real sessions'
      : 'holds on real sessions (NOT RUN: no corpus beside this checkout)',
    function () {
      if (!present) {
        console.log(
          '      The corpus of real sessions is not here; only our own sessions were measured.',
        );
        return;
      }
      this.timeout(120_000);
      check(
        `${realSessionNames.length} real sessions`,
        realSessionNames.flatMap((name) =>
          predictions(readFileSync(join(REAL_SESSIONS, name)), count),
        ),
      );
    },
  );

  it(
    present
      ? 'sizes single tool results of real sessions'
      : 'sizes single tool results (NOT RUN: no corpus beside this checkout)',
    function () {
      if (!present) return;
      this.timeout(120_000);
      const results = realSessionNames.flatMap((name) =>
        singleResults(readFileSync(join(REAL_SESSIONS, name)), count),
      );
      for (const generation of ['new', 'old'] as const) {
        const errors = results
          .filter((each) => each.generation === generation)
          .map(
            ({ estimatedTokens, reportedTokens }) =>
              (Math.abs(estimatedTokens - reportedTokens) / reportedTokens) * 100,
          )
          .sort((a, b) => a - b);
        const median = quantile(errors, 0.5);
        const found = [
          String(errors.length),
          `median ${median.toFixed(1)} %`,
          `p90 ${quantile(errors, 0.9).toFixed(1)} %`,
        ].join(', ');
        console.log(`      single tool results, ${generation} generation: ${found}`);
        assert.ok(errors.length >= 15, 'enough results to judge by');
        assert.ok(median <= RESULT_MEDIAN[generation], `median ${String(median)} %`);
      }
    },
  );
});
