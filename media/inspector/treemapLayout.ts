import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { visibleGroups, type MapGroup } from './mapGroups';
import { mapParts, type MapPart } from './mapParts';

/** In CSS pixels, whole ones. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MapCell extends Box {
  readonly key: string;
  readonly part: MapPart;
}

/** A group with its place, and the cells in it. */
export interface MapFrame extends Box {
  readonly group: MapGroup;
  /** `null` where there is no room for one. */
  readonly head: (Box & { readonly key: string }) | null;
  readonly cells: readonly MapCell[];
}

/** Between two frames. Part of what a frame's size says. */
export const FRAME_GAP_PX = 4;
const HEAD_PX = 16;
/** A smaller frame, in square pixels, is no frame of its own. */
export const LEAST_FRAME = 1_500;
/** A smaller cell is none of its own. */
export const LEAST_CELL = 120;
/** What has a head has this much below it, and this much beside it. */
const LEAST_BELOW_HEAD_PX = 8;
const LEAST_HEAD_WIDTH_PX = 48;
const EDGE_PX = 2;
const WIDENED = 1.8;
/** How far from a square d3 may go to keep a row together. */
const SQUARE = 1.2;

/**
 * Everything that fills the context, as frames of cells that cover the place. The size of a frame
 * is its share of all, that of a cell its share of its frame, to the pixel. What is below 0 has no
 * place. With 50,000 items as long as sorting them takes, a few times over.
 */
export function mapFrames(
  all: readonly MapGroup[],
  width: number,
  height: number,
): readonly MapFrame[] {
  const groups = all.filter(({ tokens }) => tokens > 0);
  const total = groups.reduce((sum, { tokens }) => sum + tokens, 0);
  if (total <= 0 || width <= 0 || height <= 0) return [];
  const outer = { x: 0, y: 0, width: width + FRAME_GAP_PX, height: height + FRAME_GAP_PX };
  const largestItem = groups.reduce(
    (most, group) => group.rows.reduce((so, { tokens }) => Math.max(so, tokens), most),
    0,
  );
  const leastTokens = (LEAST_FRAME * total) / (outer.width * outer.height);
  return squarified(visibleGroups(groups, leastTokens), outer).map(([group, box]) =>
    frameOf(group, box, largestItem),
  );
}

function frameOf(group: MapGroup, outer: Box, largestItem: number): MapFrame {
  const { x, y } = outer;
  const width = Math.max(0, outer.width - FRAME_GAP_PX);
  const height = Math.max(0, outer.height - FRAME_GAP_PX);
  const hasHead = width >= LEAST_HEAD_WIDTH_PX && height >= HEAD_PX + LEAST_BELOW_HEAD_PX;
  const above = hasHead ? HEAD_PX : EDGE_PX;
  const inner = {
    x: x + EDGE_PX,
    y: y + above,
    width: Math.max(0, width - 2 * EDGE_PX),
    height: Math.max(0, height - above - EDGE_PX),
  };
  const leastTokens = (LEAST_CELL * group.tokens) / Math.max(1, inner.width * inner.height);
  return {
    group,
    x,
    y,
    width,
    height,
    head: hasHead ? { key: `head ${group.key}`, x, y, width, height: HEAD_PX } : null,
    cells: squarified(mapParts(group, leastTokens, largestItem), inner).map(([part, box]) => ({
      ...box,
      key: part.key,
      part,
    })),
  };
}

interface Sized {
  readonly tokens: number;
}
interface Node<Part> {
  readonly part?: Part;
  readonly children?: readonly Node<Part>[];
}

/**
 * Each part with its place: a share of the box, to the pixel. Words are wide, so the places are,
 * too: they are made nearly square in a narrower box, which is then widened.
 */
function squarified<Part extends Sized>(
  parts: readonly Part[],
  { x, y, width, height }: Box,
): (readonly [Part, Box])[] {
  const root = hierarchy<Node<Part>>({ children: parts.map((part) => ({ part })) }, (node) =>
    node.children === undefined ? undefined : [...node.children],
  ).sum(({ part }) => part?.tokens ?? 0);
  const laidOut = treemap<Node<Part>>()
    .size([width / WIDENED, height])
    .tile(treemapSquarify.ratio(SQUARE))(root);
  return (laidOut.children ?? []).map(({ data, x0, y0, x1, y1 }) => {
    const [left, right] = [Math.round(x0 * WIDENED), Math.round(x1 * WIDENED)];
    const [top, bottom] = [Math.round(y0), Math.round(y1)];
    return [data.part!, { x: x + left, y: y + top, width: right - left, height: bottom - top }];
  });
}

/**
 * The place that an arrow key leads to: the nearest one that lies that way, and rather one straight
 * ahead; itself where there is none.
 */
export function neighbour<Place extends Box>(
  places: readonly Place[],
  from: Place,
  direction: 'left' | 'right' | 'up' | 'down',
): Place {
  const isAcross = direction === 'left' || direction === 'right';
  const [fromX, fromY] = middle(from);
  let best = from;
  let bestDistance = Infinity;
  for (const place of places) {
    const along = ahead(from, place, direction);
    if (along < 0) continue;
    const beside = isAcross
      ? outside(fromY, place.y, place.height)
      : outside(fromX, place.x, place.width);
    const distance = along + 2 * beside;
    if (distance < bestDistance) [best, bestDistance] = [place, distance];
  }
  return best;
}

/** From edge to edge; negative where it does not lie that way. */
function ahead(from: Box, to: Box, direction: 'left' | 'right' | 'up' | 'down'): number {
  switch (direction) {
    case 'left':
      return from.x - to.x - to.width;
    case 'right':
      return to.x - from.x - from.width;
    case 'up':
      return from.y - to.y - to.height;
    case 'down':
      return to.y - from.y - from.height;
  }
}

function middle({ x, y, width, height }: Box): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}

/** How far a point lies outside of a range. */
function outside(at: number, start: number, length: number): number {
  return Math.max(0, start - at, at - start - length);
}
