import { SINCE, SOURCES, type NeedRates } from './needRates';

/** What `measuredNeeds` holds, to be read and to be copied. */
export function needsTable(rates: NeedRates): string {
  const since = SINCE.map((from, bucket) => {
    const next = SINCE[bucket + 1];
    return next === undefined ? `${String(from)} or more` : `${String(from)}–${String(next - 1)}`;
  });
  return [
    'Of the replies in which something stood in the context, those that took up a line of it, by',
    'the replies since it came in or was last taken up:',
    '',
    `| brought by | ${since.join(' | ')} |`,
    `| --- | ${since.map(() => '---').join(' | ')} |`,
    ...SOURCES.map((source) => {
      const cells = rates[source].needed.map((rate) => `${(100 * rate).toFixed(2)} %`);
      return `| ${source} | ${cells.join(' | ')} |`;
    }),
    '',
    ...SOURCES.map((source) => `${source}: ${JSON.stringify(rates[source], rounded)}`),
  ].join('\n');
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value;
}
