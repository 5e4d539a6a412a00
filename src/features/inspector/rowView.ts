import type { Item, ItemMark } from '../../domain/accounting/item';
import { printable } from '../../wording/escapeMarkdown';
import {
  itemKindWords,
  itemLabel,
  keptWords,
  markMeaning,
  markReason,
  markWords,
} from '../../wording/itemWords';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import type { Category, Row } from './protocol';

const SHORT_LENGTH = 60;
const PATH_LENGTH = 300;
/** Kinds whose label says first what it is, and then what it is about. */
const NAMED: ReadonlySet<Item['kind']> = new Set([
  'toolResult',
  'toolCall',
  'attachment',
  'machineText',
]);

/** The category of the context bar that an item counts to. */
export function categoryOf(kind: Item['kind']): Category {
  switch (kind) {
    case 'document':
      return 'image';
    case 'other':
      return 'attachment';
    default:
      return kind;
  }
}

/**
 * An item as a line of the table.
 * @param folder of the session: paths below it are shown without it.
 */
export function rowOf(item: Item, folder: string | null, t: Translate): Row {
  // The size of a picture is a mark of its own.
  const near = {
    ...item,
    subject: item.subject === null ? null : withoutFolder(item.subject, folder),
    size: null,
  };
  const label = capitalized(itemLabel(near, t));
  const format = formatOf(item);
  return {
    id: item.id,
    category: categoryOf(item.kind),
    kind: itemKindWords(item.kind, t),
    label,
    dim: dimmed(item, label),
    short: shortName(near, label),
    format,
    tool: item.toolName === null ? null : oneLine(item.toolName, SHORT_LENGTH),
    path: item.path === null ? null : oneLine(withoutFolder(item.path, folder), PATH_LENGTH),
    tokens: item.tokens,
    turn: item.turn,
    isLive: item.isLive,
    marks: marksOf(item, t),
    freedTokens: item.freedTokens,
    isKeptInBackup: item.keptBecause === 'pruned',
    kept: item.keptBecause === null ? null : keptWords(item.keptBecause, t),
  };
}

function marksOf(item: Item, t: Translate): Row['marks'] {
  const { marks, size, kind } = item;
  const own = marks.map((mark: ItemMark) => ({
    mark,
    words: markWords(mark, item, t),
    reason: markReason(mark, item, t),
    why: markMeaning(mark, t),
  }));
  if (kind !== 'image' || size === null || marks.includes('refusedImage')) return own;
  return [...own, { mark: 'size', words: pixels(size), reason: '', why: '' }];
}

/** `PNG 1440×900`; `null` for what is no picture and no document. */
function formatOf({ kind, mediaType, size }: Item): string | null {
  if (kind !== 'image' && kind !== 'document') return null;
  const format = oneLine((mediaType ?? '').replace(/^\w+\//, '').toUpperCase(), 20);
  return (
    [format, size === null ? '' : pixels(size)].filter((part) => part !== '').join(' ') || null
  );
}

function pixels({ width, height }: { width: number; height: number }): string {
  return `${String(width)}×${String(height)}`;
}

/** Who did it, before what it was done to: `Read` of `Read src/app.ts`. */
function dimmed({ kind, subject }: Item, label: string): number {
  if (kind === 'thinking') return label.indexOf(' ') + 1;
  if (subject === null || !NAMED.has(kind)) return 0;
  const first =
    kind === 'attachment' || kind === 'machineText'
      ? label.length - oneLine(subject, label.length).length - 1
      : label.indexOf(' ');
  return first > 0 && first < label.length - 1 && label[first] === ' ' ? first : 0;
}

/** What fits into a cell: the file's own name, else what it is about, else all. */
function shortName({ path, subject, kind }: Item, label: string): string {
  const file =
    path === null
      ? ''
      : oneLine(path.split(/[/\\]/).findLast((part) => part !== '') ?? '', SHORT_LENGTH);
  if (file !== '') return file;
  const about =
    kind === 'toolCall' || kind === 'toolResult' || kind === 'machineText'
      ? oneLine(subject ?? '', SHORT_LENGTH)
      : '';
  return about === '' ? shorten(label.replace(/^[“"]/, ''), SHORT_LENGTH) : about;
}

function withoutFolder(path: string, folder: string | null): string {
  return folder !== null &&
    folder.length > 1 &&
    path.length > folder.length &&
    path.startsWith(folder) &&
    /^[/\\]/.test(path.slice(folder.length))
    ? path.slice(folder.length + 1)
    : path;
}

function oneLine(text: string, most: number): string {
  return shorten(printable(text.slice(0, 4 * most)), most);
}

/** The first letter of a line stands on its own; a tool's name and a quotation stay as they are. */
function capitalized(label: string): string {
  return /^\p{Ll}+[ ,]|^\p{Ll}+$/u.test(label)
    ? `${label.charAt(0).toUpperCase()}${label.slice(1)}`
    : label;
}
