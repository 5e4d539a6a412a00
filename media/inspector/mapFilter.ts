import type { Row } from '../../src/features/inspector/protocol';
import { passes } from './lines';
import type { MapGroup } from './mapGroups';
import { toolName } from './mapTopics';
import { INITIAL_UI, type Ui } from './ui';

const NOTHING: ReadonlySet<string> = new Set();

export type MapFilter = Pick<
  Ui,
  'text' | 'category' | 'age' | 'state' | 'cameIn' | 'grouping' | 'expanded'
>;

/** As the filter field takes it. */
const MAX_TEXT = 200;
const { text, category, age, state, cameIn } = INITIAL_UI;
const ALL: MapFilter = {
  ...{ text, category, age, state, cameIn },
  grouping: 'items',
  expanded: new Set(),
};

/**
 * What the table has to show so that all of these are in it, and as little else as its filters can
 * say.
 * @param rows of the group, or some of them.
 */
export function filterTo(group: MapGroup, rows: readonly Row[], newestTurn: number): MapFilter {
  const first = rows[0];
  const isOneKind = first !== undefined && rows.every((row) => row.category === first.category);
  const isPart = rows.length < group.rows.length;
  const wanted = filterOf(group);
  const narrowed =
    isOneKind && isPart && wanted.category === 'all'
      ? { ...wanted, category: first.category }
      : wanted;
  return (
    [narrowed, wanted, { ...wanted, text: '' }].find((filter) => holds(filter, rows, newestTurn)) ??
    ALL
  );
}

/** Whether the table shows just that. */
export function isFilteredTo(ui: Ui, filter: MapFilter): boolean {
  return (
    ui.text === filter.text &&
    ui.category === filter.category &&
    ui.age === filter.age &&
    ui.state === filter.state &&
    ui.cameIn === filter.cameIn &&
    ui.grouping === filter.grouping
  );
}

function holds(filter: MapFilter, rows: readonly Row[], newestTurn: number): boolean {
  const lower = { ...filter, text: filter.text.toLowerCase(), selected: NOTHING };
  return rows.every((row) => passes(row, lower, newestTurn));
}

function filterOf({ kind, name, rows }: MapGroup): MapFilter {
  const [first] = rows;
  switch (kind) {
    case 'file':
    case 'folder':
      return { ...ALL, text: name.slice(-MAX_TEXT) };
    case 'kind':
      return { ...ALL, category: first?.category ?? 'all' };
    case 'topic':
      return first !== undefined && rows.every((row) => row.category === first.category)
        ? { ...ALL, category: first.category, text: first.tool === null ? '' : name }
        : { ...ALL, text: name };
    case 'tool':
      return {
        ...ALL,
        text: toolName(name),
        grouping: 'tools',
        expanded: new Set([`group tools ${name}`]),
      };
    case 'rest':
      return { ...ALL, grouping: first?.path === null ? 'tools' : 'files' };
    case 'unexplained':
    case 'system':
      return { ...ALL, category: kind };
  }
}
