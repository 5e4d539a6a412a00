import { isOfAge, type EntryLine, type Filter, type UnexplainedLine } from './lines';
import type { OwnLines } from './ownLines';
import type { CameIn, Ui } from './ui';
import {
  causeWords,
  placeWords,
  UNEXPLAINED_NAME,
  type Unexplained,
  type UnexplainedEntry,
} from './unexplainedWords';
import { CATEGORY_WORDS } from './words';

const KEY = 'unexplained';

/**
 * The line of what stands in no item, behind it its replies where it is open; none where the filter
 * hides them. A filter by its kind opens it.
 */
export function unexplainedLines(
  unexplained: Unexplained | null,
  filter: Filter,
  { sort, expanded }: Pick<Ui, 'sort' | 'expanded'>,
  newestTurn: number,
): OwnLines {
  if (unexplained === null || filter.state !== 'any') return [];
  if (filter.category !== 'all' && filter.category !== KEY) return [];
  const entries = unexplained.entries.filter((entry) => passesAll(entry, filter, newestTurn));
  if (entries.length === 0) return [];
  const isWhole = entries.length === unexplained.entries.length;
  const sum: UnexplainedLine = {
    type: 'unexplained',
    key: KEY,
    entries,
    tokens: isWhole
      ? unexplained.tokens
      : entries.reduce((tokens, entry) => tokens + entry.tokens, 0),
    turn: newestOf(entries) ?? newestTurn,
    isOpen: filter.category === KEY || expanded.has(KEY),
  };
  return sum.isOpen ? [sum, ...entryLines(entries, sort)] : [sum];
}

function passesAll(
  entry: UnexplainedEntry,
  { text, age, cameIn }: Filter,
  newestTurn: number,
): boolean {
  const { line, turn } = entry;
  // What no one reply tells has no place and no age.
  if (line === null && (cameIn !== null || age !== 'any')) return false;
  if (line !== null && cameIn !== null && !isWithin(line, cameIn)) return false;
  if (!isOfAge(newestTurn - turn, age)) return false;
  const words = [
    UNEXPLAINED_NAME,
    CATEGORY_WORDS.unexplained,
    placeWords(entry),
    causeWords(entry),
  ];
  return text === '' || words.join(' ').toLowerCase().includes(text);
}

function isWithin(line: number, { afterLine, upToLine }: CameIn): boolean {
  return line > afterLine && line <= upToLine;
}

/** `null` where no reply tells of any. */
function newestOf(entries: readonly UnexplainedEntry[]): number | null {
  const turns = entries.filter(({ line }) => line !== null).map(({ turn }) => turn);
  return turns.length === 0 ? null : Math.max(...turns);
}

function entryLines(
  entries: readonly UnexplainedEntry[],
  { by, isDescending }: Ui['sort'],
): EntryLine[] {
  const sign = isDescending ? -1 : 1;
  const order = (a: UnexplainedEntry, b: UnexplainedEntry): number =>
    by === 'tokens'
      ? sign * (Math.abs(a.tokens) - Math.abs(b.tokens))
      : sign * (by === 'age' ? b.turn - a.turn : (a.line ?? Infinity) - (b.line ?? Infinity));
  return [...entries].sort(order).map((entry) => ({
    type: 'entry',
    key: `entry ${String(entry.line ?? entry.cause)}`,
    tokens: entry.tokens,
    entry,
  }));
}
