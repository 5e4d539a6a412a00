import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Category, Row } from '../../src/features/inspector/protocol';

/** One cell: an item, the many small ones of a category, or what stands in no item. */
export interface Cell {
  readonly key: string;
  readonly category: Category;
  readonly rows: readonly Row[];
  readonly tokens: number;
  readonly kind: 'item' | 'rest' | 'system';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Leaf {
  readonly kind: Cell['kind'];
  readonly category: Category;
  readonly rows: readonly Row[];
  readonly tokens: number;
}

interface Node {
  readonly children?: readonly Node[];
  readonly leaf?: Leaf;
}

/** More cells than this say no more. */
const MAX_CELLS = 60;
/** Below this share of all, an item is one of the small ones. */
const SMALL_SHARE = 0.004;

/** @param systemTokens of the system prompt and the tools, which are no items. */
export function treemapCells(
  rows: Iterable<Row>,
  systemTokens: number,
  width: number,
  height: number,
): readonly Cell[] {
  const live = [...rows].filter((row) => row.isLive && row.tokens > 0);
  const total = live.reduce((sum, { tokens }) => sum + tokens, systemTokens);
  if (total <= 0 || width <= 0) return [];
  const byCategory = new Map<Category, Row[]>();
  for (const row of live) {
    const group = byCategory.get(row.category);
    if (group === undefined) byCategory.set(row.category, [row]);
    else group.push(row);
  }
  const large = new Set([...live].sort((a, b) => b.tokens - a.tokens).slice(0, MAX_CELLS));
  const groups: Node[] = [...byCategory].map(([category, group]) => ({
    children: leavesOf(
      category,
      group,
      (row) => large.has(row) && row.tokens >= total * SMALL_SHARE,
    ).map((leaf) => ({ leaf })),
  }));
  if (systemTokens > 0)
    groups.push({
      children: [{ leaf: { kind: 'system', category: 'system', rows: [], tokens: systemTokens } }],
    });
  const root = hierarchy<Node>(
    { children: groups },
    ({ children }) => children as Node[] | undefined,
  )
    .sum(({ leaf }) => leaf?.tokens ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laidOut = treemap<Node>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.5))
    .paddingInner((node) => (node.depth === 0 ? 3 : 1))
    .round(true)(root);
  return laidOut
    .leaves()
    .flatMap(({ data: { leaf }, x0, y0, x1, y1 }) =>
      leaf === undefined || x1 <= x0 || y1 <= y0
        ? []
        : [{ ...leaf, key: keyOf(leaf), x: x0, y: y0, width: x1 - x0, height: y1 - y0 }],
    );
}

function leavesOf(
  category: Category,
  rows: readonly Row[],
  isLarge: (row: Row) => boolean,
): readonly Leaf[] {
  const small = rows.filter((row) => !isLarge(row));
  const leaves: Leaf[] = rows
    .filter(isLarge)
    .map((row) => ({ kind: 'item', category, rows: [row], tokens: row.tokens }));
  const [only] = small;
  if (small.length === 1 && only !== undefined)
    leaves.push({ kind: 'item', category, rows: small, tokens: only.tokens });
  else if (small.length > 1)
    leaves.push({
      kind: 'rest',
      category,
      rows: small,
      tokens: small.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  return leaves;
}

function keyOf({ kind, category, rows }: Leaf): string {
  return kind === 'item' ? `item ${rows[0]?.id ?? ''}` : `${kind} ${category}`;
}

/**
 * The cell that an arrow key leads to: the nearest one whose middle lies that way; itself where
 * there is none.
 */
export function neighbour(
  cells: readonly Cell[],
  from: Cell,
  direction: 'left' | 'right' | 'up' | 'down',
): Cell {
  const [fromX, fromY] = middle(from);
  const isAcross = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let best = from;
  let bestDistance = Infinity;
  for (const cell of cells) {
    const [x, y] = middle(cell);
    const along = sign * (isAcross ? x - fromX : y - fromY);
    if (along <= 0.5) continue;
    const distance = along + 2 * Math.abs(isAcross ? y - fromY : x - fromX);
    if (distance < bestDistance) [best, bestDistance] = [cell, distance];
  }
  return best;
}

function middle({ x, y, width, height }: Cell): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}
