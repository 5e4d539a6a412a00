import type { Category, Layout } from '../../src/features/inspector/protocol';
import { PREVIEW_PX } from './pageLayout';

export type SortKey = 'label' | 'kind' | 'tokens' | 'age';
export type Grouping = 'items' | 'files' | 'tools' | 'turns';
export type AgeFilter = 'any' | 'thisTurn' | 'last5' | 'over5' | 'over20';
/** `pruned`: what a placeholder stands for; `left`: what is no longer in the context. */
export type StateFilter = 'any' | 'selected' | 'suggested' | 'prunable' | 'pruned' | 'left';

/** What came into the context after one line of the session file, and up to another. */
export interface CameIn {
  readonly afterLine: number;
  readonly upToLine: number;
}

/**
 * What a person set on the page. Kept by VS Code across a reload, hence without any text of the
 * transcript.
 */
export interface Ui {
  readonly sort: { readonly by: SortKey; readonly isDescending: boolean };
  readonly text: string;
  readonly category: Category | 'all';
  readonly age: AgeFilter;
  readonly state: StateFilter;
  /** Of one step of the chart alone. */
  readonly cameIn: CameIn | null;
  readonly grouping: Grouping;
  readonly expanded: ReadonlySet<string>;
  /** Line that has the focus, or had it last. */
  readonly current: string | null;
  /** Item in the preview. */
  readonly preview: string | null;
  readonly previewPage: number;
  readonly treemapAs: 'picture' | 'table';
  /** What the frames of the map stand for. */
  readonly mapBy: 'file' | 'tool' | 'kind';
  readonly chartAs: 'picture' | 'table';
  readonly layout: Layout;
  readonly areFiltersOpen: boolean;
  readonly isMenuOpen: boolean;
}

/** Where a person is in the list of a session that is new to the page. */
export const AT_THE_BEGINNING: Pick<Ui, 'cameIn' | 'current' | 'preview' | 'expanded'> = {
  cameIn: null,
  current: null,
  preview: null,
  expanded: new Set(),
};

/** What decides on the lines and their order. */
export const ORDERING: readonly (keyof Ui)[] = [
  'sort',
  'text',
  'category',
  'age',
  'state',
  'cameIn',
  'grouping',
];

export const INITIAL_UI: Ui = {
  sort: { by: 'tokens', isDescending: true },
  text: '',
  category: 'all',
  age: 'any',
  state: 'any',
  grouping: 'items',
  ...AT_THE_BEGINNING,
  previewPage: 0,
  treemapAs: 'picture',
  mapBy: 'file',
  chartAs: 'picture',
  layout: { folds: {}, asidePx: PREVIEW_PX.aside.first, belowPx: PREVIEW_PX.below.first },
  areFiltersOpen: false,
  isMenuOpen: false,
};

const KEPT = [
  'sort',
  'category',
  'age',
  'state',
  'grouping',
  'treemapAs',
  'mapBy',
  'chartAs',
  'layout',
  'preview',
  'current',
] as const satisfies readonly (keyof Ui)[];

/** What outlives the page. Ids of items are no text of theirs. */
export interface Kept {
  readonly key: string;
  readonly ui: Pick<Ui, (typeof KEPT)[number]>;
  /** Which lines are open: of those alone whose key is no text of the transcript. */
  readonly open: readonly string[];
  readonly selected: readonly string[];
  readonly scrollTop: number;
}

const MAX_KEPT_IDS = 2_000;
const KEPT_OPEN: readonly string[] = ['system', 'unexplained'];

export function keep(key: string, ui: Ui, selected: ReadonlySet<string>, scrollTop: number): Kept {
  const { sort, category, age, state, grouping, treemapAs, mapBy, chartAs, layout, preview } = ui;
  // A group's name is the path that it is about; only an item's id may stay.
  const current = ui.current?.startsWith('item ') === true ? ui.current : null;
  return {
    key,
    ui: {
      sort,
      category,
      age,
      state,
      grouping,
      treemapAs,
      mapBy,
      chartAs,
      layout,
      preview,
      current,
    },
    open: KEPT_OPEN.filter((line) => ui.expanded.has(line)),
    selected: [...selected].slice(0, MAX_KEPT_IDS),
    scrollTop,
  };
}

/** What was kept, where it is what this version keeps; `null` otherwise. */
export function kept(state: unknown): Kept | null {
  const candidate = state as Partial<Kept> | null | undefined;
  const { ui } = candidate ?? {};
  if (
    typeof candidate?.key !== 'string' ||
    typeof ui !== 'object' ||
    !KEPT.every((name) => name in ui) ||
    !Array.isArray(candidate.selected) ||
    !Array.isArray(candidate.open) ||
    typeof candidate.scrollTop !== 'number'
  )
    return null;
  return candidate as Kept;
}

/** As it was kept; as it is at first where nothing was. */
export function uiOf(before: Kept | null): Ui {
  return before === null
    ? INITIAL_UI
    : { ...INITIAL_UI, ...before.ui, expanded: new Set(before.open) };
}
