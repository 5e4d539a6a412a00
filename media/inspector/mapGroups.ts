import type { BlockPart } from '../../src/features/inspector/fixedBlockProtocol';
import type { Category, Row } from '../../src/features/inspector/protocol';
import { fileOf, serverOf, toolName, topicOf } from './mapTopics';
import type { Ui } from './ui';
import { UNEXPLAINED_NAME } from './unexplainedWords';
import { CATEGORY_WORDS, countWords, t } from './words';

/** What stands in no item: what every request is sent, and what no line of the file holds. */
export type InNoItem = 'system' | 'unexplained';

/** What a frame of the map holds. */
export interface MapGroup {
  readonly key: string;
  readonly kind: 'file' | 'topic' | 'tool' | 'kind' | 'folder' | 'rest' | InNoItem;
  /** Whole, as a tooltip says it: a path, a folder with its slash, a tool's own name. */
  readonly name: string;
  /** For the head of its frame: without the folders, where that is enough to tell it apart. */
  readonly title: string;
  /** In the order of the session; none of what stands in no item. */
  readonly rows: readonly Row[];
  readonly tokens: number;
  /** Of the fixed block, once it was opened. */
  readonly parts?: readonly BlockPart[];
}

/** Deeper folders are one. */
const MAX_DEPTH = 32;

/**
 * Everything that fills the context, largest first. Each item with tokens is in one group, and what
 * stands in no item is in two of its own.
 * @param systemTokens of the system prompt and the tools.
 * @param unexplainedTokens of what no line of the file holds; may be below 0.
 * @param systemParts what is known of the first by name.
 */
export function mapGroups(
  rows: Iterable<Row>,
  systemTokens: number,
  mapBy: Ui['mapBy'],
  unexplainedTokens = 0,
  systemParts: readonly BlockPart[] = [],
): readonly MapGroup[] {
  const byKey = new Map<string, { readonly kind: MapGroup['kind']; name: string; rows: Row[] }>();
  for (const row of rows) {
    if (!row.isLive || row.tokens <= 0) continue;
    const { kind, name } = placeOf(row, mapBy);
    const key = `${kind} ${name}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { kind, name, rows: [row] });
    else known.rows.push(row);
  }
  const groups = [...byKey].map(([key, { kind, name, rows: of }]): MapGroup => ({
    key,
    kind,
    name: kind === 'kind' ? CATEGORY_WORDS[name as Category] : name,
    title:
      kind === 'tool' ? toolName(name) : kind === 'kind' ? CATEGORY_WORDS[name as Category] : name,
    rows: of,
    tokens: sumOf(of),
  }));
  if (systemTokens > 0)
    groups.push({
      ...inNoItem('system', CATEGORY_WORDS.system, systemTokens),
      parts: systemParts,
    });
  if (unexplainedTokens !== 0)
    groups.push(inNoItem('unexplained', UNEXPLAINED_NAME, unexplainedTokens));
  return withShortTitles(groups).sort((a, b) => b.tokens - a.tokens);
}

function inNoItem(kind: InNoItem, name: string, tokens: number): MapGroup {
  return { key: kind, kind, name, title: CATEGORY_WORDS[kind], rows: [], tokens };
}

/** Whether it stands in no item. */
export function isInNoItem(kind: string): kind is InNoItem {
  return kind === 'system' || kind === 'unexplained';
}

function placeOf(row: Row, mapBy: Ui['mapBy']): Pick<MapGroup, 'kind' | 'name'> {
  if (mapBy === 'kind') return { kind: 'kind', name: row.category };
  if (mapBy === 'tool') {
    if (row.tool !== null) return { kind: 'tool', name: row.tool };
    return { kind: 'topic', name: topicOf(row) };
  }
  const file = fileOf(row);
  return file === null ? { kind: 'topic', name: topicOf(row) } : { kind: 'file', name: file };
}

/** Files are called by their own name, and by their folder too where two have the same. */
function withShortTitles(groups: readonly MapGroup[]): MapGroup[] {
  const counts = new Map<string, number>();
  for (const { kind, name } of groups)
    if (kind === 'file') counts.set(lastOf(name, 1), (counts.get(lastOf(name, 1)) ?? 0) + 1);
  return groups.map((group) => {
    if (group.kind !== 'file') return group;
    const own = lastOf(group.name, 1);
    return { ...group, title: counts.get(own) === 1 ? own : lastOf(group.name, 2) };
  });
}

/** The last so many parts of a path. */
function lastOf(path: string, parts: number): string {
  let at = path.length - (/[/\\]$/.test(path) ? 1 : 0);
  for (let left = parts; left > 0 && at > 0; left--) {
    const before = Math.max(path.lastIndexOf('/', at - 1), path.lastIndexOf('\\', at - 1));
    if (before < 0) return path;
    at = before;
  }
  return path.slice(at + 1) || path;
}

/**
 * The same with fewer groups: files that are too small for a frame of their own are shown by the
 * folder that they have in common, tools by their server; what is still too small is put together,
 * in as many parts as it takes for none of them to be the largest group.
 * @param leastTokens of a group that is large enough to be seen.
 */
export function visibleGroups(
  groups: readonly MapGroup[],
  leastTokens: number,
): readonly MapGroup[] {
  const isLarge = (group: MapGroup): boolean =>
    group.tokens >= leastTokens || isInNoItem(group.kind);
  const large = groups.filter(isLarge);
  const small = groups.filter((group) => !isLarge(group));
  if (small.length < 2) return groups;
  const { folders, others } = byFolder(small, leastTokens);
  const named = [...large, ...folders];
  const largest = named.reduce((most, { tokens }) => Math.max(most, tokens), 0);
  return [...named, ...remainders(others, Math.max(largest, leastTokens))].sort(
    (a, b) => b.tokens - a.tokens,
  );
}

interface Folders {
  readonly folders: readonly MapGroup[];
  readonly others: readonly MapGroup[];
}

function byFolder(small: readonly MapGroup[], leastTokens: number): Folders {
  const levels: Map<string, MapGroup[]>[] = [];
  const put = (folder: readonly string[], group: MapGroup): void => {
    const level = (levels[folder.length] ??= new Map<string, MapGroup[]>());
    const name = folder.join('\n');
    const known = level.get(name);
    if (known === undefined) level.set(name, [group]);
    else known.push(group);
  };
  for (const group of small) put(foldersOf(group), group);
  const folders: MapGroup[] = [];
  for (let depth = levels.length - 1; depth > 0; depth--) {
    for (const [name, of] of levels[depth] ?? []) {
      const parts = name.split('\n');
      const tokens = of.reduce((sum, group) => sum + group.tokens, 0);
      if (of.length > 1 && tokens >= leastTokens) folders.push(folderOf(parts, of, tokens));
      else for (const group of of) put(parts.slice(0, -1), group);
    }
  }
  return { folders, others: [...(levels[0]?.values() ?? [])].flat() };
}

/** The folders of a file from the top, the server of a tool. */
function foldersOf({ kind, name }: MapGroup): readonly string[] {
  if (kind === 'tool') {
    const server = serverOf(name);
    return server === null ? [] : [server];
  }
  if (kind !== 'file') return [];
  // A line feed keeps the parts apart, and a path on one line has none.
  return name.split(/[/\\]/, MAX_DEPTH).slice(0, -1);
}

function folderOf(parts: readonly string[], of: readonly MapGroup[], tokens: number): MapGroup {
  const isServer = of[0]!.kind === 'tool';
  const name = isServer ? parts[0]! : `${parts.join('/')}/`;
  return {
    key: `folder ${name}`,
    kind: 'folder',
    name,
    title: isServer ? name : `${parts.at(-1)!}/`,
    rows: of.flatMap(({ rows }) => rows),
    tokens,
  };
}

/** @param mostTokens that no part reaches, unless one group alone does. */
function remainders(others: readonly MapGroup[], mostTokens: number): readonly MapGroup[] {
  const parts: MapGroup[][] = [];
  let tokens = 0;
  for (const group of others) {
    const last = parts.at(-1);
    if (last === undefined || tokens + group.tokens >= mostTokens) {
      parts.push([group]);
      tokens = group.tokens;
    } else {
      last.push(group);
      tokens += group.tokens;
    }
  }
  return parts.map((of) => {
    if (of.length === 1) return of[0]!;
    const count = countWords(of.length);
    const areFiles = of.every(({ kind }) => kind === 'file');
    const title = areFiles ? t('{0} more files', count) : t('{0} more', count);
    return {
      key: `rest ${of[0]!.key}`,
      kind: 'rest',
      name: title,
      title,
      rows: of.flatMap(({ rows }) => rows),
      tokens: of.reduce((sum, group) => sum + group.tokens, 0),
    };
  });
}

export function sumOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { tokens }) => sum + tokens, 0);
}
