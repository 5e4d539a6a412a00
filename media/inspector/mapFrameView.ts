import { nothing, svg, type TemplateResult } from 'lit';
import type { Row, Session } from '../../src/features/inspector/protocol';
import { blockLines } from './blockLines';
import type { InspectorPage } from './inspectorPage';
import { passes, type Filter } from './lines';
import type { MapGroup } from './mapGroups';
import { meantByPart, type MapPart } from './mapParts';
import { groupWords, partWords, sizeOf } from './mapWords';
import { systemTokens } from './openableBlock';
import { stateOf, type RowsMeant } from './selection';
import { fits, fitted } from './textWidth';
import type { Box, MapCell, MapFrame } from './treemapLayout';
import { INITIAL_UI } from './ui';
import { unexplainedLines } from './unexplainedLines';
import { t } from './words';

/** Smaller cells carry no text, only a tooltip and a name for the screen reader. */
const MIN_LABEL = { width: 34, height: 15 };
const TWO_LINES_PX = 29;
const PAD_PX = 4;
const BETWEEN_PX = 8;
const CHECK = { width: 54, height: 18, room: 16 };

const OPEN_BLOCK = { ...INITIAL_UI, expanded: new Set(['system']) };

/** What the views of the map look at. */
export interface MapLook {
  readonly page: InspectorPage;
  readonly session: Session;
  /** The filter of the table, its text in lower case. */
  readonly filter: Filter;
  /** Key of the head or cell that Tab leads to. */
  readonly tabStop: string;
}

/** A frame with its head and its cells, without their words. */
export function frameView(look: MapLook, frame: MapFrame): TemplateResult | typeof nothing {
  const { group, head, cells } = frame;
  const isSeen = cells.some(({ width, height }) => width > 0 && height > 0);
  if (!isSeen) return nothing;
  const words = groupWords(group, look.session);
  return svg`
    <g role="group" aria-label=${head === null ? words : group.name}>
      ${box(frame, `frame ${isHidden(look, group) ? 'dim' : ''}`)}
      ${
        head === null
          ? nothing
          : option(look, {
              key: head.key,
              rows: group.rows,
              meant: 'several',
              words: t('All of {0}', words),
              looks: 'head',
              place: head,
            })
      }
      ${cells.map((cell) => cellView(look, frame, cell))}
    </g>
  `;
}

function cellView(
  look: MapLook,
  { group }: MapFrame,
  { part, ...place }: MapCell,
): TemplateResult | typeof nothing {
  if (place.width <= 0 || place.height <= 0) return nothing;
  return option(look, {
    key: part.key,
    rows: part.rows,
    meant: meantByPart(part),
    words: partWords(part, group, look.session),
    looks: `cell k-${part.category} ${isHidden(look, part) ? 'dim' : ''}`,

    place,
  });
}

interface MapOption {
  readonly key: string;
  readonly rows: readonly Row[];
  readonly meant: RowsMeant;
  readonly words: string;
  readonly looks: string;
  readonly place: Box;
}

function option(
  look: MapLook,
  { key, rows, meant, words, looks, place }: MapOption,
): TemplateResult {
  const { selected, preview } = look.page;
  const state = selected.size === 0 ? 'none' : stateOf(rows, selected, meant);
  const isShown =
    !looks.startsWith('head') && (key === preview?.id || rows.some(({ id }) => id === preview?.id));
  const chosen = state === 'all' ? 'sel' : state === 'some' ? 'part' : '';
  return svg`
    <g
      class="spot ${looks} ${chosen} ${isShown ? 'cur' : ''}"
      data-key=${key}
      role="option"
      aria-selected=${String(state === 'all')}
      aria-current=${isShown ? 'true' : nothing}
      aria-label=${words}
      tabindex=${key === look.tabStop ? 0 : -1}
    >
      <title>${words}</title>
      ${box(place, 'b')}
    </g>
  `;
}

/** Its line lies within the place, and a pixel of the ground shows between two. */
function box({ x, y, width, height }: Box, looks: string): TemplateResult {
  return svg`
    <rect
      class=${looks}
      x=${x + 0.5}
      y=${y + 0.5}
      width=${Math.max(0.5, width - 1.5)}
      height=${Math.max(0.5, height - 1.5)}
    ></rect>
  `;
}

/** Whether the table shows none of these. */
function isHidden(
  { page, session, filter }: MapLook,
  { key, kind, rows }: Pick<MapGroup | MapPart, 'key' | 'kind' | 'rows'>,
): boolean {
  if (rows.length > 0) return !rows.some((row) => passes(row, filter, session.turn));
  if (kind === 'unexplained')
    return unexplainedLines(session.unexplained, filter, INITIAL_UI, session.turn).length === 0;
  const { told, isReading } = page.block;
  const known = { tokens: systemTokens(session), block: told, isReading };
  const shown = blockLines(known, filter, OPEN_BLOCK, session.turn);
  return !shown.some((line) => line.key === (kind === 'part' ? key : 'system'));
}

/**
 * What stands in a frame, for the eye only: it is cut to what fits, while the names of the cells
 * are whole.
 */
export function frameLabels(look: MapLook, frame: MapFrame): TemplateResult {
  const { group, head, cells } = frame;
  return svg`
    ${head === null ? nothing : headLabel(group.title, sizeOf(group, look.session), head)}
    ${cells.map((cell, at) => cellLabel(look, cell, titleOf(frame, cell, at)))}
  `;
}

/** Where no head says what a frame is, its largest cell does. */
function titleOf({ group, head }: MapFrame, { part }: MapCell, at: number): string {
  if (head !== null) return part.title;
  return at === 0 ? group.title : '';
}

/** The sum goes before the name does. */
function headLabel(title: string, size: string, head: Box): TemplateResult {
  const room = head.width - 2 * PAD_PX;
  const name = fitted(title, room, 500);
  const hasBoth = fits(`${title}${size}`, room - BETWEEN_PX, 500);
  const end = head.x + head.width - PAD_PX;
  const y = head.y + 12;
  return svg`
    <text class="n" x=${head.x + PAD_PX} y=${y}>${name}</text>
    ${hasBoth ? svg`<text class="e" x=${end} y=${y}>${size}</text>` : nothing}
  `;
}

function cellLabel(
  look: MapLook,
  { part, ...place }: MapCell,
  title: string,
): TemplateResult | typeof nothing {
  const { x, y, width, height } = place;
  if (width < MIN_LABEL.width || height < MIN_LABEL.height) return nothing;
  const hasCheck =
    width > CHECK.width &&
    height > CHECK.height &&
    stateOf(part.rows, look.page.selected, meantByPart(part)) === 'all';
  const room = width - 2 * PAD_PX - 1;
  const name = fitted(title, room - (hasCheck ? CHECK.room : 0), 400);
  const size = sizeOf(part, look.session);
  const hasSize = name !== '' && height >= TWO_LINES_PX && fits(size, room, 400);
  const { preview } = look.page;
  const isShown = part.key === preview?.id || part.rows.some(({ id }) => id === preview?.id);
  const ground = part.kind === 'unexplained' ? 'halo' : '';
  const looks = `${isShown ? 'cur' : isHidden(look, part) ? 'dim' : ''} ${ground}`;
  const check = `M${String(x + width - 16)} ${String(y + 10)}l3.2 3.4 6.2-7`;
  return svg`
    ${name === '' ? nothing : svg`<text class=${looks} x=${x + PAD_PX} y=${y + 12}>${name}</text>`}
    ${hasSize ? svg`<text class=${looks} x=${x + PAD_PX} y=${y + 25}>${size}</text>` : nothing}
    ${hasCheck ? svg`<path class="chk" d=${check}></path>` : nothing}
  `;
}
