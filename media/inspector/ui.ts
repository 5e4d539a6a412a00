import type { Category } from '../../src/features/inspector/protocol';

export type SortKey = 'label' | 'kind' | 'tokens' | 'age';
export type Grouping = 'items' | 'files' | 'tools' | 'turns';
/** `pruned`: what a placeholder stands for; `left`: what is no longer in the context. */
export type AgeFilter = 'any' | 'thisTurn' | 'last5' | 'over5' | 'over20' | 'pruned' | 'left';

/**
 * What a person set on the page. Kept by VS Code across a reload, hence without any text of the
 * transcript.
 */
export interface Ui {
  readonly sort: { readonly by: SortKey; readonly isDescending: boolean };
  readonly text: string;
  readonly category: Category | 'all';
  readonly age: AgeFilter;
  readonly grouping: Grouping;
  /** Lines of the table that may be seen: from `first` on, `shown` in all. */
  readonly first: number;
  readonly shown: number;
  readonly expanded: ReadonlySet<string>;
  /** Line that has the focus, or had it last. */
  readonly current: string | null;
  /** Item in the preview. */
  readonly preview: string | null;
  readonly previewPage: number;
  readonly treemapAs: 'picture' | 'table';
  readonly chartAs: 'picture' | 'table';
  /** Pictures are folded in on narrow pages. */
  readonly isTreemapOpen: boolean;
  readonly isChartOpen: boolean;
  readonly areFiltersOpen: boolean;
  readonly isMenuOpen: boolean;
}

export const ROWS_AT_FIRST = 100;
/** Never more rows than this in the document. */
export const MAX_ROWS = 200;

/** Where a person is in the list of a session that is new to the page. */
export const AT_THE_BEGINNING: Pick<Ui, 'current' | 'preview' | 'expanded' | 'first' | 'shown'> = {
  current: null,
  preview: null,
  expanded: new Set(),
  first: 0,
  shown: ROWS_AT_FIRST,
};

/** What decides on the lines and their order. */
export const ORDERING: readonly (keyof Ui)[] = ['sort', 'text', 'category', 'age', 'grouping'];

export const INITIAL_UI: Ui = {
  sort: { by: 'tokens', isDescending: true },
  text: '',
  category: 'all',
  age: 'any',
  grouping: 'items',
  ...AT_THE_BEGINNING,
  previewPage: 0,
  treemapAs: 'picture',
  chartAs: 'picture',
  isTreemapOpen: false,
  isChartOpen: false,
  areFiltersOpen: false,
  isMenuOpen: false,
};

/** What outlives the page. Ids of items are no text of theirs. */
export interface Kept {
  readonly key: string;
  readonly ui: Pick<
    Ui,
    | 'sort'
    | 'category'
    | 'age'
    | 'grouping'
    | 'treemapAs'
    | 'chartAs'
    | 'isTreemapOpen'
    | 'isChartOpen'
    | 'preview'
    | 'current'
    | 'shown'
  >;
  readonly selected: readonly string[];
  readonly scrollTop: number;
}

const MAX_KEPT_IDS = 2_000;

export function keep(key: string, ui: Ui, selected: ReadonlySet<string>, scrollTop: number): Kept {
  const {
    sort,
    category,
    age,
    grouping,
    treemapAs,
    chartAs,
    isTreemapOpen,
    isChartOpen,
    preview,
    shown,
  } = ui;
  // A group's name is the path that it is about; only an item's id may stay.
  const current = ui.current?.startsWith('item ') === true ? ui.current : null;
  return {
    key,
    ui: {
      sort,
      category,
      age,
      grouping,
      treemapAs,
      chartAs,
      isTreemapOpen,
      isChartOpen,
      preview,
      current,
      shown: Math.min(shown, MAX_ROWS),
    },
    selected: [...selected].slice(0, MAX_KEPT_IDS),
    scrollTop,
  };
}

/** What was kept, where it is what this version keeps; `null` otherwise. */
export function kept(state: unknown): Kept | null {
  const candidate = state as Partial<Kept> | null | undefined;
  if (
    typeof candidate?.key !== 'string' ||
    typeof candidate.ui !== 'object' ||
    !Array.isArray(candidate.selected) ||
    typeof candidate.scrollTop !== 'number'
  )
    return null;
  return candidate as Kept;
}
