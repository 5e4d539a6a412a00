import { passes, type Row } from './row';

const ATTEMPTS = 5;

/**
 * Other work on the machine only ever makes a row slower: a section with one above its gate is
 * measured again, and the best of each row counts.
 *
 * @param name of the section.
 * @throws where two rows of it have one name, since they could not be told apart.
 */
export async function quietest(name: string, measure: () => Promise<Row[]>): Promise<Row[]> {
  let best: Row[] = [];
  for (let attempt = 1; ; attempt++) {
    const rows = await measure().catch((error: unknown): Row[] => {
      console.error(error instanceof Error ? error.message : error);
      return [{ name: `Could not be measured: ${name}`, value: NaN, unit: 'count', gate: 0 }];
    });
    const twice = rows.find((row, at) => rows.findIndex((each) => each.name === row.name) < at);
    if (twice !== undefined)
      throw new Error(`Two rows of ${name} are called ${twice.name.trim()}.`);
    best = rows.map(
      (row) => best.find((before) => before.name === row.name && before.value < row.value) ?? row,
    );
    if (attempt === ATTEMPTS || best.every(passes)) return best;
    console.log(
      `Again, ${name}: ${best
        .filter((row) => !passes(row))
        .map((row) => `${row.name.trim()} ${row.value.toPrecision(3)}`)
        .join('; ')}.`,
    );
  }
}
