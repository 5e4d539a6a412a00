/** A label of the map, beside the cell or head that it stands in. */
export interface LabelOfMap {
  readonly text: string;
  /** It does not reach over the edge. */
  readonly isIn: boolean;
  /** Of the cell, in pixels. */
  readonly height: number;
  /** The whole name of the cell. */
  readonly words: string;
}

/** Finds what lies under the middle of the left edge of a text. */
const UNDER = `(text, places) => {
  const { left, top, bottom } = text.getBoundingClientRect();
  const middle = (top + bottom) / 2;
  return places.find((each) => {
    const box = each.querySelector('rect').getBoundingClientRect();
    const isBeside = box.left <= left + 1 && box.right > left + 1;
    return isBeside && box.top <= middle && box.bottom >= middle;
  });
}`;

/** To be run on the page; gives {@link LabelOfMap}s. */
export const LABELS_OF_MAP = `(() => {
  const under = ${UNDER};
  const places = [...document.querySelectorAll('.treemap .spot')];
  return [...document.querySelectorAll('.treemap .labels text')].map((text) => {
    const place = under(text, places);
    const words = place?.getAttribute('aria-label') ?? '';
    const { right, bottom } = text.getBoundingClientRect();
    const box = place?.querySelector('rect').getBoundingClientRect();
    const isIn = box !== undefined && right <= box.right && bottom <= box.bottom + 2;
    return { text: text.textContent, isIn, height: box?.height ?? 0, words };
  });
})()`;

/**
 * To be run on the page; gives the least contrast of a label against what its cell is filled with,
 * both as dimmed as they are.
 */
export const LEAST_CONTRAST_OF_MAP = `(() => {
  const under = ${UNDER};
  const rgb = (value) => {
    const numbers = value.match(/-?[\\d.]+(?:e-?\\d+)?/g).map(Number);
    const unit = value.startsWith('color(') ? 255 : 1;
    return [...numbers.slice(0, 3).map((each) => each * unit), numbers[3] ?? 1];
  };
  const over = ([r, g, b, alpha], ground, opacity) =>
    [r, g, b].map((each, at) => each * alpha * opacity + ground[at] * (1 - alpha * opacity));
  const luminance = (color) => {
    const [r, g, b] = color.map((each) =>
      each / 255 <= 0.03928 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = rgb(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  const cells = [...document.querySelectorAll('.treemap .cell')];
  const texts = [...document.querySelectorAll('.treemap .labels text:not(.n, .e)')];
  return Math.min(...texts.map((text) => {
    const cell = under(text, cells);
    const { fill: filled } = getComputedStyle(cell.querySelector('rect'));
    const ground = over(rgb(filled), page, Number(getComputedStyle(cell).opacity));
    const { fill, opacity } = getComputedStyle(text);
    const ink = over(rgb(fill), ground, Number(opacity));
    const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }));
})()`;
