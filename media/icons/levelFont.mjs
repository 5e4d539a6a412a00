// The icons of a native tree that say how full something is: an outlined bar, filled from the left.
// VS Code takes icons that follow its colours from a font alone, so one is drawn here, by pixels.
import { Buffer } from 'node:buffer';
import svg2ttf from 'svg2ttf';

/** How many levels there are: 0 is empty, the last one is full. */
export const LEVELS = 10;
/** The character of level 0; the others follow it. */
export const FIRST_CODE_POINT = 0xe000;
/** An icon is 16 pixels wide and high, and a pixel is 64 units, so every edge is a whole pixel. */
export const UNITS_PER_EM = 1024;
/** When the font says it was made, in seconds since 1970: the same bytes for each build. */
export const MADE_AT_SECONDS = 0;

const PIXEL = UNITS_PER_EM / 16;
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in pixels */
/** @type {Box} */
const BAR = { left: 1, top: 4, right: 15, bottom: 12 };
const STROKE = 1;
const GAP = 1;

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
const inset = ({ left, top, right, bottom }, by) => ({
  left: left + by,
  top: top + by,
  right: right - by,
  bottom: bottom - by,
});

/**
 * A rectangle as a path of a font, in which y goes up. What is clockwise is filled in TrueType, and
 * what is counter-clockwise in it is a hole.
 * @param {Box} box
 */
function rectangle(box, isHole = false) {
  const [left, right] = [box.left * PIXEL, box.right * PIXEL];
  const [top, bottom] = [UNITS_PER_EM - box.top * PIXEL, UNITS_PER_EM - box.bottom * PIXEL];
  const ends = isHole ? `V${bottom}H${right}V${top}` : `H${right}V${bottom}H${left}`;
  return `M${left} ${top}${ends}Z`;
}

/** @param {number} level */
function pathOf(level) {
  const room = inset(BAR, STROKE + GAP);
  const width = Math.round(((room.right - room.left) * level) / (LEVELS - 1));
  return [
    rectangle(BAR),
    rectangle(inset(BAR, STROKE), true),
    ...(width === 0 ? [] : [rectangle({ ...room, right: room.left + width })]),
  ].join('');
}

/**
 * The font, with TrueType outlines. It stands on its line as the codicons do, which the same
 * library writes: all of the em is above the base line.
 */
export function levelFont() {
  const glyphs = Array.from({ length: LEVELS }, (_, level) => {
    const character = `&#x${(FIRST_CODE_POINT + level).toString(16)};`;
    return `<glyph glyph-name="level-${level}" unicode="${character}" d="${pathOf(level)}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><defs>
    <font id="leeway-levels" horiz-adv-x="${UNITS_PER_EM}">
      <font-face font-family="leeway-levels" units-per-em="${UNITS_PER_EM}"
        ascent="${UNITS_PER_EM}" descent="0"/>
      <missing-glyph horiz-adv-x="${UNITS_PER_EM}"/>${glyphs.join('')}
    </font></defs></svg>`;
  const options = { description: 'How full a context is.', ts: MADE_AT_SECONDS };
  return Buffer.from(svg2ttf(svg, options).buffer);
}
