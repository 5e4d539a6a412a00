import type { Category, Row } from '../../src/features/inspector/protocol';
import { isInNoItem, sumOf, type InNoItem, type MapGroup } from './mapGroups';
import { isCommand, isConversation, toolName } from './mapTopics';
import type { RowsMeant } from './selection';
import { countWords, t } from './words';

/** What one cell of a frame stands for: an item, several small ones, or what is in no item. */
export interface MapPart {
  readonly key: string;
  readonly kind: 'item' | 'several' | 'part' | InNoItem;
  /** Of most of its tokens. */
  readonly category: Category;
  readonly rows: readonly Row[];
  readonly tokens: number;
  /** What stands in the cell; without what the head of the frame says. */
  readonly title: string;
}

export function meantByPart({ kind }: MapPart): RowsMeant {
  return kind === 'item' ? 'one' : 'several';
}

/** Where no item is large enough to be seen, so many parts at least say what is there. */
const PARTS_OF_SMALL = 8;
/** A cell is a pixel larger or smaller than its share: the largest one is to be seen as such. */
const CLEARLY_SMALLER = 0.8;

/**
 * The cells of a frame, largest first: each item that is large enough to be seen, and the others by
 * what they have in common, in as many parts as it takes for an item to be the largest cell. Where
 * no item can be seen, no part is larger than the largest item of the map or an eighth of the
 * frame, as far as the parts can be seen.
 * @param leastTokens of an item that is large enough to be seen.
 * @param largestItem tokens of the largest item of the whole map.
 */
export function mapParts(
  group: MapGroup,
  leastTokens: number,
  largestItem: number,
): readonly MapPart[] {
  if (isInNoItem(group.kind)) return partsOfNoItem(group, group.kind, leastTokens);
  const seen = group.rows.filter(({ tokens }) => tokens >= leastTokens);
  const unseen = group.rows.filter(({ tokens }) => tokens < leastTokens);
  const titles = group.kind === 'file' ? titlesInFile(group.rows) : null;
  const largest = seen.reduce((most, { tokens }) => Math.max(most, tokens), 0);
  const limit =
    largest > 0
      ? CLEARLY_SMALLER * largest
      : Math.max(leastTokens, Math.min(group.tokens / PARTS_OF_SMALL, largestItem));
  return [
    ...seen.map((row) => itemPart(row, titles?.get(row) ?? titleIn(group, row))),
    ...severals(group, unseen, leastTokens, limit, titles),
  ].sort((a, b) => b.tokens - a.tokens);
}

/** Those of the fixed block that are large enough to be seen, and the rest of it as one. */
function partsOfNoItem(
  { key, tokens: all, parts = [] }: MapGroup,
  kind: InNoItem,
  leastTokens: number,
): readonly MapPart[] {
  const seen = parts.flatMap(({ id, name, tokens }): MapPart[] =>
    tokens === null || tokens < leastTokens
      ? []
      : [{ key: id, kind: 'part', category: kind, rows: [], tokens, title: name }],
  );
  const left = all - seen.reduce((sum, { tokens }) => sum + tokens, 0);
  const rest: MapPart = { key, kind, category: kind, rows: [], tokens: left, title: '' };
  return (left > 0 || seen.length === 0 ? [...seen, rest] : seen).sort(
    (a, b) => b.tokens - a.tokens,
  );
}

function itemPart(row: Row, title: string): MapPart {
  const { id, category, tokens } = row;
  return { key: `item ${id}`, kind: 'item', category, rows: [row], tokens, title };
}

function severals(
  group: MapGroup,
  rows: readonly Row[],
  leastTokens: number,
  limit: number,
  titles: ReadonlyMap<Row, string> | null,
): readonly MapPart[] {
  const byName = new Map<string, Row[]>();
  for (const row of rows) {
    const name = sharedName(group, row);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [row]);
    else known.push(row);
  }
  const named: (readonly [string, readonly Row[]])[] = [];
  const others: Row[] = [];
  for (const [name, of] of byName) {
    if (name !== '' && sumOf(of) >= leastTokens) named.push([name, of]);
    else for (const row of of) others.push(row);
  }
  return [...named, ['', others] as const].flatMap(([name, of]) =>
    split(of, limit).map((some) => {
      const [first] = some;
      if (some.length === 1) return itemPart(first!, titles?.get(first!) ?? titleIn(group, first!));
      const count = countWords(some.length);
      return {
        key: `several ${group.key} ${first!.id}`,
        kind: 'several',
        category: mostOf(some),
        rows: some,
        tokens: sumOf(some),
        title: name === '' ? t('{0} more', count) : `${name} ×${count}`,
      };
    }),
  );
}

/** In parts that stay below the limit, each about as large as the others. */
function split(rows: readonly Row[], limit: number): readonly (readonly Row[])[] {
  if (rows.length === 0) return [];
  const count = Math.floor(sumOf(rows) / limit) + 1;
  const enough = sumOf(rows) / count;
  const parts: Row[][] = [];
  let tokens = Infinity;
  for (const row of rows) {
    if (tokens >= enough || tokens + row.tokens >= limit) {
      parts.push([row]);
      tokens = row.tokens;
    } else {
      parts.at(-1)!.push(row);
      tokens += row.tokens;
    }
  }
  return parts;
}

function mostOf(rows: readonly Row[]): Category {
  const tokens = new Map<Category, number>();
  for (const row of rows) tokens.set(row.category, (tokens.get(row.category) ?? 0) + row.tokens);
  return [...tokens].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** What was done to the file, and whether the same was done before. */
function titlesInFile(rows: readonly Row[]): ReadonlyMap<Row, string> {
  const known = new Set<string>();
  const titles = new Map<Row, string>();
  for (const row of rows) {
    const name = doneBy(row);
    titles.set(row, known.has(name) ? t('{0} again', name) : name);
    if (row.category === 'toolResult') known.add(name);
  }
  return titles;
}

/** The tool, or what Claude Code calls what it attached. */
function doneBy(row: Row): string {
  if (row.tool !== null) return toolName(row.tool);
  return row.label.slice(0, row.dim).trim() || row.kind;
}

function titleIn({ kind, name }: MapGroup, row: Row): string {
  if (row.category === 'thinking') return row.label.slice(row.dim);
  if (isCommand(row)) return withoutChange(row.short);
  const isOfServer = kind === 'topic' && row.tool !== null && toolName(row.tool) !== row.tool;
  return isOfServer && name !== '' ? row.label : row.short;
}

/** What small items of a group have in common, in a word; empty where there is none. */
function sharedName({ kind }: MapGroup, row: Row): string {
  if (kind === 'file') return doneBy(row);
  if (kind === 'folder' || kind === 'rest' || (kind === 'tool' && row.path !== null))
    return row.path === null ? '' : row.short;
  if (row.category === 'thinking') return '';
  if (isConversation(row)) return row.kind;
  if (isCommand(row)) return withoutChange(row.short).split(' ', 1)[0]!;
  return row.tool === null ? '' : toolName(row.tool);
}

/** A command without the change of folder before it: `npm test` of `cd app && npm test`. */
function withoutChange(command: string): string {
  if (!command.startsWith('cd ')) return command;
  const at = command.indexOf('&&');
  return at < 0 ? command : command.slice(at + 2).trim() || command;
}
