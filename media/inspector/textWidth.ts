const context =
  typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');

/** A few letters say nothing. */
const LEAST_LETTERS = 4;
/** Nothing on the page is wider. */
const MOST_LETTERS = 80;
const MOST_REMEMBERED = 4_000;
const remembered = new Map<string, string>();
let font = '';

/**
 * The text as far as it fits into so many pixels, with an ellipsis where it was cut; empty where
 * not even four letters fit.
 */
export function fitted(text: string, widthPx: number, weight: 400 | 500): string {
  if (context === null) return text;
  const key = `${String(weight)} ${String(widthPx)} ${text}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) forget();
  const cut = cutTo(text, widthPx, weight, context);
  remembered.set(key, cut);
  return cut;
}

/** Whether all of it fits. */
export function fits(text: string, widthPx: number, weight: 400 | 500): boolean {
  return fitted(text, widthPx, weight) === text;
}

function cutTo(
  text: string,
  widthPx: number,
  weight: 400 | 500,
  canvas: CanvasRenderingContext2D,
): string {
  font ||= getComputedStyle(document.body).fontFamily;
  canvas.font = `${String(weight)} 11px ${font}`;
  const letters = Array.from(text.slice(0, 2 * MOST_LETTERS)).slice(0, MOST_LETTERS);
  const start = (count: number): string => `${letters.slice(0, count).join('').trimEnd()}…`;
  const isWide = (some: string): boolean => canvas.measureText(asWide(some)).width > widthPx;
  if (letters.join('') === text && !isWide(text)) return text;
  let most = 0;
  for (let low = LEAST_LETTERS, high = letters.length; low <= high;) {
    const middle = (low + high) >> 1;
    if (isWide(start(middle))) high = middle - 1;
    else [most, low] = [middle, middle + 1];
  }
  const cut = most === 0 ? '' : start(most);
  // Without a space at its end it may be shorter.
  return cut.length > LEAST_LETTERS ? cut : '';
}

/** The page sets figures of one width, which a canvas cannot. */
function asWide(text: string): string {
  return text.replace(/\d/g, '0');
}

/** Another theme or zoom may bring another font; until then a text is as wide as it was. */
function forget(): void {
  remembered.clear();
  font = '';
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
