import type { TokenizerGeneration } from '../../src/domain/models/modelFamily';
import { inColumns } from '../../src/wording/textTable';
import { errorsOf, quantile, type Prediction } from '../fixtures/predictions';
import type { SingleResult } from '../fixtures/singleResults';
import type { SessionAccuracy } from './sessionAccuracy';

/** In percent; as many cases as these are needed to judge by. */
interface Gate {
  readonly median: number;
  readonly p90?: number;
  readonly p99?: number;
}

type Gates = Readonly<
  Record<
    'step' | 'result' | 'unexplained' | 'afterCompaction',
    Readonly<Record<TokenizerGeneration, Gate | null>>
  >
>;

export const RECORDED: Gates = {
  step: { new: { median: 0.05, p90: 0.25, p99: 1.07 }, old: { median: 0.3, p90: 1 } },
  result: { new: { median: 4.5, p90: 12 }, old: { median: 6, p90: 25 } },
  unexplained: { new: { median: 1, p90: 5 }, old: null },
  afterCompaction: { new: { median: 3 }, old: { median: 8 } },
};
/**
 * Of our own sessions: each text is up to 3 % larger or smaller than its rule, and each session has
 * a step on a branch that the file had not told of before.
 */
export const OUR_OWN: Gates = {
  step: { new: { median: 0.05, p90: 0.4 }, old: { median: 0.06, p90: 0.4 } },
  result: { new: { median: 2, p90: 4 }, old: { median: 2, p90: 4 } },
  unexplained: { new: { median: 0.1, p90: 0.5 }, old: { median: 0.2, p90: 0.5 } },
  afterCompaction: { new: { median: 1 }, old: { median: 1 } },
};
const LEAST_CASES = { step: 30, result: 30, unexplained: 5, afterCompaction: 3 } as const;
const SIZE_CLASSES = [200, 500, 2000, 8000, Infinity] as const;
const GENERATIONS = ['new', 'old'] as const;

/**
 * All figures in text, what is lacking, a sentence each, and how many could be judged: there have
 * to be cases enough.
 */
export function figures(
  sessions: readonly SessionAccuracy[],
  gates: Gates,
): {
  readonly text: string;
  readonly lacking: readonly string[];
  readonly judged: number;
} {
  const lines: string[] = [];
  const lacking: string[] = [];
  let judged = 0;
  const judge = (
    what: keyof Gates,
    generation: TokenizerGeneration,
    errors: readonly number[],
  ): void => {
    const gate = gates[what][generation];
    if (gate === null || errors.length < LEAST_CASES[what]) return;
    judged++;
    for (const [name, share] of [
      ['median', 0.5],
      ['p90', 0.9],
      ['p99', 0.99],
    ] as const) {
      const most = gate[name];
      const is = quantile(errors, share);
      if (most !== undefined && is > most)
        lacking.push(
          `${NAMES[what]}, ${generation} generation: ${name} ${is.toFixed(2)} %` +
            ` is more than ${String(most)} %.`,
        );
    }
  };
  for (const generation of GENERATIONS) {
    const steps = stepsOf(sessions, generation).filter((each) => !each.isAfterCompaction);
    const results = sessions.flatMap((session) =>
      session.results.filter((result) => result.generation === generation),
    );
    const after = stepsOf(sessions, generation).filter((each) => each.isAfterCompaction);
    const shares = unexplainedShares(sessions, generation);
    judge('step', generation, errorsOf(steps));
    judge('result', generation, errorsOfResults(results));
    judge('unexplained', generation, shares);
    judge('afterCompaction', generation, errorsOf(after));
    lines.push(
      `${generation} generation`,
      ...inColumns(
        [
          ['', 'cases', 'median', '90 %', '99 %', 'worst'],
          row(NAMES.step, errorsOf(steps)),
          row('  the plain last usage', errorsOf(steps, 'lastUsageTokens')),
          row(NAMES.result, errorsOfResults(results)),
          ...bySize(results),
          ...byRepository(sessions, generation),
          row(NAMES.unexplained, shares),
          row(NAMES.afterCompaction, errorsOf(after)),
        ].map(([name, ...cells]) => [...cells, name!]),
        5,
      ),
      '',
    );
  }
  lines.push('Right after a compaction, each case', ...afterCompaction(sessions), '');
  const gaps = sessions.filter(({ account }) => (account?.gapTokens ?? 0) !== 0);
  for (const { name, account } of gaps)
    lacking.push(`${name}: the parts miss the whole by ${String(account!.gapTokens)} tokens.`);
  return { text: lines.join('\n'), lacking, judged };
}

const NAMES = {
  step: 'the next reply’s context',
  result: 'results that no reply had seen',
  unexplained: 'not in the session file, of the context',
  afterCompaction: 'right after a compaction',
} as const;

function stepsOf(
  sessions: readonly SessionAccuracy[],
  generation: TokenizerGeneration,
): Prediction[] {
  return sessions.flatMap(({ predictions }) =>
    predictions.filter((each) => each.generation === generation),
  );
}

function bySize(results: readonly SingleResult[]): string[][] {
  return SIZE_CLASSES.slice(1).map((end, at) => {
    const from = SIZE_CLASSES[at]!;
    const some = results.filter(
      ({ reportedTokens }) => reportedTokens >= from && reportedTokens < end,
    );
    const name =
      end === Infinity ? `  from ${String(from)} tokens` : `  ${String(from)}–${String(end)}`;
    return row(name, errorsOfResults(some));
  });
}

function byRepository(
  sessions: readonly SessionAccuracy[],
  generation: TokenizerGeneration,
): string[][] {
  const found = new Map<string, SingleResult[]>();
  for (const { repository, results } of sessions)
    found.set(repository, [
      ...(found.get(repository) ?? []),
      ...results.filter((result) => result.generation === generation),
    ]);
  return [...found]
    .filter(([, results]) => results.length > 0)
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([repository, results]) => row(`  ${repository}`, errorsOfResults(results)));
}

function unexplainedShares(
  sessions: readonly SessionAccuracy[],
  generation: TokenizerGeneration,
): number[] {
  return sessions
    .flatMap(({ account }) =>
      account?.generation === generation
        ? [(Math.abs(account.unexplainedTokens) / Math.max(1, account.contextTokens)) * 100]
        : [],
    )
    .sort((a, b) => a - b);
}

function errorsOfResults(results: readonly SingleResult[]): number[] {
  return results
    .map(
      ({ estimatedTokens, reportedTokens }) =>
        (Math.abs(estimatedTokens - reportedTokens) / reportedTokens) * 100,
    )
    .sort((a, b) => a - b);
}

function afterCompaction(sessions: readonly SessionAccuracy[]): string[] {
  const rows = sessions.flatMap(({ name, predictions }) =>
    predictions
      .filter((each) => each.isAfterCompaction)
      .map(({ line, predictedTokens, reportedTokens }) => [
        String(Math.round(predictedTokens)),
        String(reportedTokens),
        `${((predictedTokens / reportedTokens - 1) * 100).toFixed(1)} %`,
        `${name}:${String(line)}`,
      ]),
  );
  return rows.length === 0 ? ['none'] : inColumns([['said', 'was', '', ''], ...rows], 3);
}

function row(name: string, errors: readonly number[]): string[] {
  const cells = [0.5, 0.9, 0.99, 1].map((share) =>
    errors.length === 0 ? '–' : `${quantile(errors, share).toPrecision(2)} %`,
  );
  return [name, String(errors.length), ...cells];
}
