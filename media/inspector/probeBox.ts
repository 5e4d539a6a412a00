/** A rectangle that a text stands in, by its corner at the top left, in pixels of the picture. */
export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  /** Less than was wanted where there is no place as wide as that. */
  readonly width: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** From the middle of the dot to the box. */
const AWAY_PX = 10;

/**
 * Beside a dot, on the side with more room; above or below where neither has enough. Never over the
 * dot, and within the picture, which has to be as high as the box.
 */
export function placedBeside(
  dot: { readonly x: number; readonly y: number },
  size: Size,
  picture: Size,
): PlacedBox {
  const { height } = size;
  const right = picture.width - dot.x - AWAY_PX;
  const left = dot.x - AWAY_PX;
  const isRight = right >= left;
  const width = Math.min(size.width, picture.width);
  const across = within(dot.x - width / 2, picture.width - width);
  const above = dot.y - AWAY_PX - height;
  const below = dot.y + AWAY_PX;
  if (Math.max(left, right) < width) {
    if (above >= 0) return { x: across, y: above, width };
    if (below + height <= picture.height) return { x: across, y: below, width };
  }
  const fitting = Math.min(width, Math.max(left, right, 0));
  return {
    x: isRight ? dot.x + AWAY_PX : dot.x - AWAY_PX - fitting,
    y: within(dot.y - height / 2, picture.height - height),
    width: fitting,
  };
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
