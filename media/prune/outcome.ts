import type { BarPart, PlannedPage, PlannedWall } from '../../src/features/prune/protocol';
import { pruneCostWords, type PruneCost } from '../../src/wording/pruneCostWords';
import { barParts } from '../inspector/barParts';
import { t } from '../inspector/words';

/** What pruning the ticked rows comes to. */
export interface Outcome {
  readonly count: number;
  readonly freedTokens: number;
  /** The context then; `null` while its size is not known. */
  readonly afterTokens: number | null;
  /** By how much each part of the bar becomes smaller. */
  readonly freedByPart: ReadonlyMap<BarPart, number>;
}

/** @param ticked ids of rows. */
export function outcomeOf(plan: PlannedPage, ticked: ReadonlySet<string>): Outcome {
  const { rows, beforeTokens } = plan;
  const going = rows.filter(({ id }) => ticked.has(id));
  const freedTokens = sumOf(going);
  const fit = fitOfPlan(plan);
  const freedByPart = new Map<BarPart, number>();
  for (const { part, freedTokens: tokens } of going)
    freedByPart.set(part, (freedByPart.get(part) ?? 0) + tokens * fit);
  return {
    count: going.length,
    freedTokens,
    afterTokens:
      beforeTokens === null ? null : Math.max(0, beforeTokens - Math.round(freedTokens * fit)),
    freedByPart,
  };
}

/** Where all estimates are too high, the whole plan tells by how much: so are those of a part. */
function fitOfPlan({ rows, beforeTokens, afterTokens }: PlannedPage): number {
  const all = sumOf(rows);
  return beforeTokens === null || afterTokens === null || all <= 0
    ? 1
    : Math.min(1, Math.max(0, (beforeTokens - afterTokens) / all));
}

function sumOf(rows: PlannedPage['rows']): number {
  return rows.reduce((sum, { freedTokens }) => sum + freedTokens, 0);
}

/** What it costs and brings at that moment; `null` where nothing tells. */
export function costOf(
  { rows, price, beforeTokens }: PlannedPage,
  ticked: ReadonlySet<string>,
  { afterTokens }: Outcome,
  nowMs: number,
): PruneCost | null {
  if (price === null || beforeTokens === null || afterTokens === null) return null;
  let itemsBehind = 0;
  let tokensBehind = 0;
  for (const row of rows)
    if (ticked.has(row.id)) {
      itemsBehind = Math.max(itemsBehind, row.itemsBehind);
      tokensBehind = Math.max(tokensBehind, row.tokensBehind);
    }
  const savedTokens = beforeTokens - afterTokens;
  return pruneCostWords(price, { itemsBehind, tokensBehind, savedTokens }, nowMs, t);
}

/** The one that comes next; past all of them the last. `null` where none is known. */
export function wallAhead(walls: readonly PlannedWall[], tokens: number): PlannedWall | null {
  return walls.find((wall) => wall.tokens > tokens) ?? walls.at(-1) ?? null;
}

/** A limit so many times the next one would leave the bar nothing to show what is pruned by. */
const MOST_TIMES = 5;

/** Up to where the bar goes, and the wall that it ends at where that is before the limit. */
export function barEnd({ beforeTokens, limitTokens, walls, segments }: PlannedPage): {
  readonly tokens: number;
  readonly cutAt: PlannedWall | null;
} {
  const before = beforeTokens ?? 0;
  const next = walls.find((wall) => wall.tokens > before) ?? null;
  if (next !== null && limitTokens !== null && limitTokens >= MOST_TIMES * next.tokens)
    return { tokens: next.tokens, cutAt: next };
  const end = before + barParts(segments).beyondTokens;
  return { tokens: Math.max(limitTokens ?? next?.tokens ?? 0, end), cutAt: null };
}
