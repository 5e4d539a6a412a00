import { html, nothing, type TemplateResult } from 'lit';
import type { Block } from '../../src/features/inspector/fixedBlockProtocol';
import type { Session } from '../../src/features/inspector/protocol';
import type { InspectorPage } from './inspectorPage';
import { frameLabels, frameView, type MapLook } from './mapFrameView';
import { filterTo, isFilteredTo } from './mapFilter';
import { filterOf } from './linesSourceOf';
import { mapGroups, type InNoItem, type MapGroup } from './mapGroups';
import { meantByPart, type MapPart } from './mapParts';
import { mapTable } from './mapTable';
import { sizeOf } from './mapWords';
import { memo } from './memo';
import { stateOf, toggled } from './selection';
import { mapFrames, neighbour, type Box, type MapFrame } from './treemapLayout';
import { INITIAL_UI, type Ui } from './ui';
import { NOT_IN_FILE } from './unexplainedWords';
import { t } from './words';

const DIRECTIONS = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
} as const;
const LABEL: Readonly<Record<Ui['mapBy'], string>> = {
  file: t('What fills the context, by file'),
  tool: t('What fills the context, by tool'),
  kind: t('What fills the context, by kind'),
};
const NAMED_IN_HEADING = 3;

/** A head or a cell: what a key or a click leads to. */
interface Place extends Box {
  readonly key: string;
  readonly group: MapGroup;
  /** `null`: the head of a frame, which stands for all of it. */
  readonly part: MapPart | null;
}

/** The place that has the picture's one tab stop. */
let current: string | null = null;

/** Anew only when the items or their grouping changed. */
const groupsOf = memo(
  (
    _version: number,
    page: InspectorPage,
    systemTokens: number,
    mapBy: Ui['mapBy'],
    unexplainedTokens: number,
    block: Block | null,
  ) => mapGroups(page.rows.values(), systemTokens, mapBy, unexplainedTokens, block?.parts),
);
/** Laid out anew only when the groups or the place for them changed. */
const framesOf = memo(mapFrames);
const placesOf = memo((frames: readonly MapFrame[]): readonly Place[] =>
  frames.flatMap(({ group, head, cells }) => [
    ...(head === null ? [] : [{ ...head, group, part: null }]),
    ...cells
      .filter(({ width, height }) => width > 0 && height > 0)
      .map((cell) => ({ ...cell, group })),
  ]),
);

function groups(page: InspectorPage, session: Session): readonly MapGroup[] {
  const tokensIn = (kind: InNoItem): number =>
    session.segments.find(({ category }) => category === kind)?.tokens ?? 0;
  const { mapBy } = page.ui;
  const [system, unexplained] = [tokensIn('system'), tokensIn('unexplained')];
  return groupsOf(page.version, page, system, mapBy, unexplained, page.block.told);
}

export function treemap(
  page: InspectorPage,
  session: Session,
  width: number,
  height: number,
): TemplateResult | typeof nothing {
  if (page.ui.treemapAs === 'table') return mapTable(groups(page, session), session, page.ui.mapBy);
  const frames = framesOf(groups(page, session), width, height);
  const places = placesOf(frames);
  const active = places.find(({ key }) => key === current) ?? places[0];
  if (active === undefined) return nothing;
  const placeOf = (event: Event): Place | undefined => {
    const key = spotOf(event)?.dataset['key'];
    return places.find((place) => place.key === key);
  };
  const onKey = (event: KeyboardEvent): void => {
    const from = placeOf(event) ?? active;
    const next = nextPlace(places, from, event.key);
    if (next !== null) {
      current = next.key;
      page.set({});
      focusPlace(event.currentTarget as SVGElement, next.key);
    } else if (event.key === ' ') select(page, from);
    else if (event.key === 'Enter') show(page, session, from);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place === undefined) return;
    current = place.key;
    if (event.ctrlKey || event.metaKey) select(page, place);
    else show(page, session, place);
    spotOf(event)?.focus({ preventScroll: true });
  };
  const look: MapLook = {
    page,
    session,
    filter: filterOf(page),
    tabStop: active.key,
  };
  return html`
    <svg
      class="treemap"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="listbox"
      aria-multiselectable="true"
      aria-label=${LABEL[page.ui.mapBy]}
      @keydown=${onKey}
      @click=${onClick}
    >
      <defs>
        <pattern id="hairlines" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M-1 1l2-2M0 6l6-6M5 7l2-2"></path>
        </pattern>
      </defs>
      ${frames.map((frame) => frameView(look, frame))}
      <g class="labels" aria-hidden="true">${frames.map((frame) => frameLabels(look, frame))}</g>
    </svg>
  `;
}

/** The head or the cell that something happened on. */
function spotOf(event: Event): SVGElement | null {
  return (event.target as Element).closest<SVGElement>('[data-key]');
}

/** Where a key leads: by the arrows to what lies there, else along all of them, largest first. */
function nextPlace(places: readonly Place[], from: Place, key: string): Place | null {
  const at = places.indexOf(from);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      return neighbour(places, from, DIRECTIONS[key]);
    case 'PageDown':
      return places[at + 1] ?? from;
    case 'PageUp':
      return places[at - 1] ?? from;
    case 'Home':
      return places[0] ?? from;
    case 'End':
      return places.at(-1) ?? from;
    default:
      return null;
  }
}

/** Shows the item; of several, shows them in the table, or all again where it shows just them. */
function show(page: InspectorPage, session: Session, { group, part }: Place): void {
  if (part?.kind === 'item') page.show(part.rows[0]!.id);
  else if (part?.kind === 'part') page.show(part.key);
  else {
    const filter = filterTo(group, part?.rows ?? group.rows, session.turn);
    const { text, category, age, state, cameIn, grouping, expanded } = INITIAL_UI;
    const all = { text, category, age, state, cameIn, grouping, expanded };
    page.set(isFilteredTo(page.ui, filter) ? all : filter);
  }
}

/** Adds what can be pruned of it to the selection, or takes it out again. */
function select(page: InspectorPage, { group, part }: Place): void {
  const rows = part?.rows ?? group.rows;
  const meant = part === null ? 'several' : meantByPart(part);
  if (group.kind === 'system' || group.kind === 'unexplained') page.say(NOT_IN_FILE);
  else if (stateOf(rows, page.selected, meant) === 'locked') page.say(rows[0]?.kept ?? '');
  else {
    page.select(toggled(page.selected, rows, meant));
    const [only] = rows;
    if (meant === 'one' && only?.isByChoice === true && page.selected.has(only.id))
      page.say(only.kept ?? '');
  }
}

function focusPlace(map: SVGElement, key: string): void {
  requestAnimationFrame(() => {
    for (const place of map.querySelectorAll<SVGElement>('[data-key]'))
      if (place.dataset['key'] === key) place.focus();
  });
}

/** The largest groups in one line, for the heading of a folded map. */
export function largestWords(page: InspectorPage, session: Session): string {
  return groups(page, session)
    .slice(0, NAMED_IN_HEADING)
    .map((group) => `${group.title} ${sizeOf(group, session)}`)
    .join(' · ');
}
