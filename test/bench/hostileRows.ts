import type { InChild } from './inChild';
import type { Row } from './row';

/** Twice, and what chance and a colder cache add. */
const GATE = 2.6;

/** What twice as much of each hostile shape takes, against once. */
export async function hostileRows(inChild: InChild): Promise<Row[]> {
  const growths = await inChild('hostileShapes');
  return growths.map(({ shape, ms, doubledMs }) => ({
    name: `Twice as much ÷ once: ${shape}`,
    value: doubledMs / ms,
    unit: 'ratio',
    gate: GATE,
  }));
}
