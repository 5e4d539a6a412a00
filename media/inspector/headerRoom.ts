/** What may leave the header's one line, in the order in which it goes. */
const GIVING_WAY = ['facts', 'cache', 'turnsLeft', 'inFile', 'secondAction'] as const;
export type GivesWay = (typeof GIVING_WAY)[number];

export interface HeaderWidths extends Readonly<Record<GivesWay, number>> {
  /** Of all that never goes, and of what the title is not to be cut below. */
  readonly fixed: number;
}

/**
 * What of the header has to leave its line, so that the rest fits.
 * @param widths in pixels, gaps included; 0 for what is not there.
 */
export function givenWay(widths: HeaderWidths, availablePx: number): ReadonlySet<GivesWay> {
  const gone = new Set<GivesWay>();
  let taken = GIVING_WAY.reduce((sum, part) => sum + widths[part], widths.fixed);
  for (const part of GIVING_WAY) {
    if (taken <= availablePx) break;
    if (widths[part] === 0) continue;
    gone.add(part);
    taken -= widths[part];
  }
  return gone;
}
