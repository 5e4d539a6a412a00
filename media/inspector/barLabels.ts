import type { BarWall } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';

/** Where a label stands: its mark is at its end, or at its start. */
export interface BarLabel {
  readonly wall: BarWall;
  /** Empty where there was no room. */
  readonly words: string;
  /** From the left of the bar, in pixels. */
  readonly leftPx: number;
  readonly widthPx: number;
}

const GAP_PX = 8;

/**
 * Marks and labels of the bar, three at most: the limit that is met next, where Claude Code blocks,
 * and the limit itself. A label that would come too near to another one goes to the other side of
 * its mark, then drops its name, then itself; the next limit has its place first.
 *
 * @param scale tokens of the whole bar.
 * @param widthOf so many pixels does a label take.
 */
export function barLabels(
  walls: readonly BarWall[],
  scale: number,
  widthPx: number,
  widthOf: (label: string) => number,
  overWords: (tokens: number) => string,
): readonly BarLabel[] {
  const taken: BarLabel[] = [];
  for (const wall of mostTelling(walls)) {
    const at = Math.min(1, wall.tokens / scale) * widthPx;
    const size = formatTokens(wall.tokens, 0);
    const over = wall.isBreached && wall.isLimit ? ` · ${overWords(scale - wall.tokens)}` : '';
    const label = [`${wall.name} ${size}${over}`, `${wall.name} ${size}`, size]
      .flatMap((words): BarLabel[] => {
        const width = widthOf(words);
        return [
          { wall, words, leftPx: at - width, widthPx: width },
          { wall, words, leftPx: at, widthPx: width },
        ];
      })
      .find(
        (each) =>
          each.leftPx >= 0 &&
          each.leftPx + each.widthPx <= widthPx + 0.5 &&
          taken.every((other) => areApart(each, other)),
      );
    taken.push(label ?? { wall, words: '', leftPx: at, widthPx: 0 });
  }
  return taken.sort((a, b) => a.wall.tokens - b.wall.tokens);
}

/** In the order in which they get their places. */
function mostTelling(walls: readonly BarWall[]): readonly BarWall[] {
  const next = walls.find(({ isNext }) => isNext);
  const limit = walls.find(({ isLimit }) => isLimit);
  const blocked = walls.find(({ isBlocked }) => isBlocked);
  return [...new Set([next, limit, blocked])].filter((wall) => wall !== undefined);
}

function areApart(a: BarLabel, b: BarLabel): boolean {
  return (
    b.words === '' ||
    a.leftPx >= b.leftPx + b.widthPx + GAP_PX ||
    b.leftPx >= a.leftPx + a.widthPx + GAP_PX
  );
}
