const context =
  typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
const widths = new Map<string, number>();
const MAX_WIDTHS = 500;

/**
 * Width of a text in pixels, as the page's font draws it.
 * @param font its weight and size: `600 15px`.
 */
export function textWidth(text: string, font: string): number {
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (context === null) return text.length * 7;
  context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  const { width } = context.measureText(text);
  if (widths.size >= MAX_WIDTHS) widths.clear();
  widths.set(key, width);
  return width;
}

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

/** Measures texts of 11 px in the font of the page; what was measured before costs nothing. */
export function measured(weight: 400 | 600): (text: string) => number {
  const font = `${String(weight)} 11px ${getComputedStyle(document.body).fontFamily}`;
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
