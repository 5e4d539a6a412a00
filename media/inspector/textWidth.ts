const context =
  typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');

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

const widths = new Map<string, Map<string, number>>();
/** Texts come from transcripts: as many as the page shows at once, not all that it ever showed. */
const MOST_WIDTHS = 2_000;

/** Measures texts in the font of the page; what was measured before costs nothing. */
export function measured(weight: 400 | 600, sizePx = 11): (text: string) => number {
  const { fontFamily } = getComputedStyle(document.body);
  const font = `${String(weight)} ${String(sizePx)}px ${fontFamily}`;
  const known = widths.get(font) ?? new Map<string, number>();
  widths.set(font, known);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (context === null) return text.length * 6;
    context.font = font;
    // Digits are of one width on the page, which a canvas knows nothing of.
    const { width } = context.measureText(text.replace(/\d/g, '0'));
    if (known.size >= MOST_WIDTHS) known.clear();
    known.set(text, width);
    return width;
  };
}
