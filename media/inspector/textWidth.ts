const context = document.createElement('canvas').getContext('2d');

/**
 * The text as far as it fits into so many pixels, with an ellipsis where it was cut; empty where
 * not even a few letters fit.
 */
export function fitted(text: string, widthPx: number, weight: 400 | 500): string {
  if (context === null) return text;
  context.font = `${String(weight)} 11px ${getComputedStyle(document.body).fontFamily}`;
  const candidate = text.slice(0, 80);
  if (context.measureText(candidate).width <= widthPx) return candidate;
  let fits = 0;
  for (let low = 1, high = candidate.length; low <= high;) {
    const middle = (low + high) >> 1;
    if (context.measureText(`${candidate.slice(0, middle)}…`).width <= widthPx)
      [fits, low] = [middle, middle + 1];
    else high = middle - 1;
  }
  return fits < 2 ? '' : `${candidate.slice(0, fits).trimEnd()}…`;
}
