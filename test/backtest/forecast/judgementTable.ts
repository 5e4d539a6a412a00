import type { ForecastCase } from './forecastCases';
import { judge, type Judgement } from './judgement';

/** A line for each repository, those with most cases first, and one for all. */
export function judgementTable(cases: ReadonlyMap<string, readonly ForecastCase[]>): string {
  const rows = [...cases]
    .filter(([, each]) => each.length > 0)
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([repository, each]) => row(repository, judge(each)));
  return [
    '| repository | cases | shown | end ÷ beginning | inside | at worst | if none ended |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    row('**all**', judge([...cases.values()].flat())),
  ].join('\n');
}

function row(name: string, judgement: Judgement): string {
  const { cases, shown, ratio, inside, insideAtWorst, insideIfNoneEnded } = judgement;
  const cells = [
    name,
    String(cases),
    percent(shown),
    Number.isNaN(ratio) ? '–' : ratio.toFixed(1),
    ...[inside, insideAtWorst, insideIfNoneEnded].map(percent),
  ];
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`;
}
