/** The form that a page takes by its width: everything beside each other, less so, or below. */
export type WidthClass = 'wide' | 'middle' | 'narrow';

export interface PageLayout {
  readonly widthClass: WidthClass;
  /** A low window, as with a terminal open below the editor: rows come before pictures. */
  readonly isLow: boolean;
  /** There is height for a line of facts below the header. */
  readonly hasFactsLine: boolean;
  /** Between the paddings of the page, in pixels. */
  readonly innerPx: number;
}

/** Up to this width everything stands in one column, and a row has two lines. */
const NARROW_MOST_PX = 560;
const WIDE_LEAST_PX = 900;
const LOW_BELOW_PX = 560;
const FACTS_LEAST_PX = 640;
const PADDING_PX: Readonly<Record<WidthClass, number>> = { wide: 20, middle: 16, narrow: 12 };

/** @param isLow what was settled on, which may differ from the height while somebody works. */
export function pageLayout(
  widthPx: number,
  heightPx: number,
  isLow = isLowAt(heightPx),
): PageLayout {
  const widthClass =
    widthPx <= NARROW_MOST_PX ? 'narrow' : widthPx < WIDE_LEAST_PX ? 'middle' : 'wide';
  return {
    widthClass,
    isLow,
    hasFactsLine: !isLow && heightPx >= FACTS_LEAST_PX,
    innerPx: Math.max(0, widthPx - 2 * PADDING_PX[widthClass]),
  };
}

export function isLowAt(heightPx: number): boolean {
  return heightPx < LOW_BELOW_PX;
}

export type Picture = 'map' | 'chart';
/** What was folded by hand, by the form of the page: `wide`, `wide low`, … */
export type Folds = Readonly<Record<string, Partial<Readonly<Record<Picture, boolean>>>>>;

function foldsKey({ widthClass, isLow }: PageLayout): string {
  return isLow ? `${widthClass} low` : widthClass;
}

/** By hand where there was a hand; else pictures stand where they leave room for rows. */
export function isFolded(folds: Folds, layout: PageLayout, picture: Picture): boolean {
  return folds[foldsKey(layout)]?.[picture] ?? (layout.isLow || layout.widthClass !== 'wide');
}

/** A low window has no height for a lane below the chart. */
export function hasLane({ isLow }: PageLayout): boolean {
  return !isLow;
}

export function foldedByHand(
  folds: Folds,
  layout: PageLayout,
  picture: Picture,
  isIn: boolean,
): Folds {
  const key = foldsKey(layout);
  return { ...folds, [key]: { ...folds[key], [picture]: isIn } };
}

/** Columns of the table, by the room that it has: the name is the last to give way. */
export type TableForm = 'full' | 'medium' | 'slim' | 'narrow';

/** Least widths in pixels at which 24 letters of a name still stand in their column. */
const FORM_LEAST_PX: readonly (readonly [TableForm, number])[] = [
  ['full', 820],
  ['medium', 690],
  ['slim', 420],
];

export function tableForm(tablePx: number, widthClass: WidthClass): TableForm {
  if (widthClass === 'narrow') return 'narrow';
  return FORM_LEAST_PX.find(([, leastPx]) => tablePx >= leastPx)?.[0] ?? 'narrow';
}

/** Which columns a table of this form has, besides the box, the name and the tokens. */
export interface TableColumns {
  readonly form: TableForm;
  readonly hasUse: boolean;
  readonly hasKind: boolean;
  readonly hasShare: boolean;
  readonly hasAge: boolean;
  readonly count: number;
}

/** @param isMarked any item has a tag: else names have the room of the column for them. */
export function tableColumns(form: TableForm, isMarked: boolean): TableColumns {
  const hasKind = form === 'full' || form === 'medium';
  const hasUse = hasKind && isMarked;
  const hasShare = form === 'full';
  const hasAge = form !== 'narrow';
  const count = 3 + [hasKind, hasUse, hasShare, hasAge].filter(Boolean).length;
  return { form, hasUse, hasKind, hasShare, hasAge, count };
}

/** Height of a row in pixels, as the style sheet has it. */
export function rowHeightPx(form: TableForm): number {
  return form === 'narrow' ? 40 : 24;
}

export type PreviewPlace = 'aside' | 'below' | 'inline';

/** Beside the table where it leaves it room, else below; on narrow pages under its own row. */
export function previewPlace({ widthClass }: PageLayout): PreviewPlace {
  return widthClass === 'wide' ? 'aside' : widthClass === 'middle' ? 'below' : 'inline';
}

export const PREVIEW_PX = { aside: { least: 240, first: 340 }, below: { least: 120, first: 240 } };
/** Between the table and a preview beside it. */
export const SASH_PX = 20;
/** What stays of the table beside a preview, and rows above one that is below. */
const TABLE_LEAST_PX = 420;
const ROWS_LEAST_PX = 6 * 24;

/** What a preview may take of a page, in pixels: never the place of the rows. */
export function previewPx(
  place: 'aside' | 'below',
  wantedPx: number,
  { innerPx }: PageLayout,
  roomPx: number,
): { readonly px: number; readonly mostPx: number } {
  const { least } = PREVIEW_PX[place];
  const mostPx = Math.max(
    least,
    place === 'aside' ? innerPx - SASH_PX - TABLE_LEAST_PX : roomPx - ROWS_LEAST_PX,
  );
  return { px: Math.round(Math.min(mostPx, Math.max(least, wantedPx))), mostPx };
}
