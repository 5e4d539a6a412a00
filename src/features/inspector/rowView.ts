import { within } from '../../domain/accounting/calledWith';
import type { Item, ItemMark } from '../../domain/accounting/item';
import { BY_CHOICE } from '../../domain/accounting/keptReason';
import { barPartOf } from '../../wording/barSegments';
import {
  itemKindWords,
  keptWords,
  markMeaning,
  markReason,
  markWords,
} from '../../wording/itemWords';
import { fileAndFolder, oneLine } from '../../wording/labelParts';
import { labelOf, type Label } from '../../wording/labelOf';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';
import type { Row } from './protocol';

const SHORT_LENGTH = 60;
const PATH_LENGTH = 300;
/** What a reply is made of: its output is counted by itself. */
const SAID: ReadonlySet<Item['kind']> = new Set(['assistantText', 'thinking', 'toolCall']);

/**
 * An item as a line of the table.
 * @param folder of the session: paths below it are shown without it.
 */
export function rowOf(item: Item, folder: string | null, t: Translate): Row {
  const label = labelOf(item, t);
  const format = formatOf(item);
  return {
    id: item.id,
    category: barPartOf(item.kind),
    kind: itemKindWords(item.kind, t),
    label: label.text,
    dim: label.dim,
    tail: label.tail,
    cut: label.cut,
    short: shortName(item, label),
    format,
    tool: item.toolName === null ? null : oneLine(item.toolName, SHORT_LENGTH),
    path: item.path === null ? null : oneLine(within(folder, item.path), PATH_LENGTH),
    tokens: item.tokens,
    isExact: item.isExact,
    measured: measuredWords(item, t),
    turn: item.turn,
    line: item.cameInLine,
    isLive: item.isLive,
    marks: marksOf(item, t),
    freedTokens: item.freedTokens,
    isKeptInBackup: item.keptBecause === 'pruned',
    isByChoice: item.keptBecause !== null && BY_CHOICE.has(item.keptBecause),
    kept: item.keptBecause === null ? null : keptWords(item.keptBecause, t),
  };
}

/** Of a placeholder nobody asks: what it stands for is told by its mark. */
function measuredWords({ kind, isExact, isMeasured, marks }: Item, t: Translate): string {
  if (!isMeasured || marks.includes('pruned')) return '';
  if (!isExact)
    return t(
      'What came in together is told by the counters of replies; its share of that is an estimate.',
    );
  return SAID.has(kind)
    ? t('Told by the counters of replies: nothing else was counted with it.')
    : t('Told by the counters of two replies: nothing else came in between them.');
}

function marksOf(item: Item, t: Translate): Row['marks'] {
  return item.marks.map((mark: ItemMark) => ({
    mark,
    words: markWords(mark, item, t),
    reason: markReason(mark, item, t),
    why: markMeaning(mark, item, t),
  }));
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

/** What fits into a cell: the file's own name, else what it is about, else all. */
function shortName({ path }: Item, { text, dim, tail }: Label): string {
  const [file] = fileAndFolder(path);
  const about = text.slice(dim, text.length - tail).replace(/^“(.*?)”?$/s, '$1');
  return shorten(file === '' ? about : file, SHORT_LENGTH);
}
