import { regretOf, type Interval, type JudgedCut } from './regret';

/** A line for each strategy, in the order in which they were tried. */
export function regretTable(cuts: readonly JudgedCut[]): string {
  const strategies = [...new Set(cuts.map(({ strategy }) => strategy))];
  return [
    '| order | reached | tokens needed later | lines gone | edits gone | asked again |',
    '| --- | --- | --- | --- | --- | --- |',
    ...strategies.map((name) => {
      const some = cuts.filter(({ strategy }) => strategy === name);
      const { reached, tokens, lines, edits, questions } = regretOf(some);
      const cells = [name, percent(reached), ...[tokens, lines, edits, questions].map(interval)];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function interval({ share, from, to }: Interval): string {
  return Number.isNaN(share) ? '–' : `${percent(share)} (${digits(from)}–${digits(to)})`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${digits(share)} %`;
}

function digits(share: number): string {
  return (share * 100).toFixed(1);
}
