import type { Item, ItemName } from '../domain/accounting/item';
import type { Detail } from '../domain/transcript/entry';
import { isScreenshot } from '../domain/transcript/visitedPages';
import { joined, oneLine, pathWords, quoted, WORDS_LENGTH, type LabelParts } from './labelParts';
import type { Translate } from './translate';

const TOOL_LENGTH = 60;
const PART_LENGTH = 40;
/** What these look for is quoted, since it may be of any form. */
const SEARCHES: ReadonlySet<string> = new Set(['Grep', 'Glob']);
const SERVER = /^mcp__.{0,100}?__(?=.)/;
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?(?=\/)/;
const IDS = / ids?$/;

/** A call or its result: `Grep "StatementRow" frontend/src`, `batch_get 12 nodes`. */
export function toolLabel(item: ItemName, otherwise: string, t: Translate): LabelParts {
  const lead = toolWords(item.toolName) || otherwise;
  const path = item.path === null ? '' : pathWords(item.subject);
  const own = oneLine(
    item.detail?.words ?? (item.path === null ? item.subject : null),
    WORDS_LENGTH,
  );
  const words = own !== '' && SEARCHES.has(item.toolName ?? '') ? `"${own}"` : own;
  const counted = countWords(item.detail);
  const more = [rangeWords(item.detail), partWords(item, t)];
  // The end of a path tells more than its beginning, and what stands behind it belongs to that end.
  if (path !== '' && words === '')
    return { lead, about: joined(path, ...more, counted), cut: 'start' };
  const first = counted === '' || words === '' ? counted : `${counted}:`;
  return { lead, about: joined(first, words, path, ...more), cut: 'end' };
}

/** A picture or a document, by its origin and its size. */
export function mediaLabel(item: Item, t: Translate): LabelParts {
  const pixels = item.size === null ? '' : `${String(item.size.width)}×${String(item.size.height)}`;
  const { toolName, detail } = item;
  if (toolName === null)
    return {
      lead: item.kind === 'image' ? t('Pasted image') : t('Pasted document'),
      about: joined(pixels, quoted(oneLine(detail?.words ?? null, WORDS_LENGTH))),
      cut: 'end',
    };
  const isOfScreen = item.kind === 'image' && isScreenshot({ toolName, detail });
  const { lead, about, cut } = isOfScreen
    ? screenshotLabel(detail, t)
    : toolLabel(item, item.kind === 'image' ? t('Image') : t('Document'), t);
  return { lead, about: joined(about, pixels), cut };
}

function screenshotLabel(detail: Detail | null, t: Translate): LabelParts {
  const words = detail?.words === 'screenshot' ? null : (detail?.words ?? null);
  const about = oneLine(words?.replace(LOCAL_HOST, '') ?? null, WORDS_LENGTH);
  return { lead: t('Screenshot'), about, cut: about.includes('/') ? 'start' : 'end' };
}

/**
 * The tool's name without its server: `browser_take_screenshot` for
 * `mcp__playwright__browser_take_screenshot`.
 */
function toolWords(toolName: string | null): string {
  const name = oneLine(toolName, WORDS_LENGTH + TOOL_LENGTH);
  return oneLine(name.replace(SERVER, ''), TOOL_LENGTH);
}

/** `12 nodes` of `nodeIds`, `1 edit` of `edits`. */
function countWords(detail: Detail | null): string {
  if (detail?.count == null) return '';
  const { of, number } = detail.count;
  const name = oneLine(of, PART_LENGTH)
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  const many = IDS.test(name) ? `${name.replace(IDS, '')}s` : name;
  return `${String(number)} ${number === 1 ? many.replace(/(?<=[^s])s$/, '') : many}`;
}

/** `210–480`. */
function rangeWords(detail: Detail | null): string {
  if (detail?.range == null) return '';
  const { first, count } = detail.range;
  if (count === null) return `${String(first)}–`;
  return count === 1 ? String(first) : `${String(first)}–${String(first + count - 1)}`;
}

function partWords({ toolName, detail }: ItemName, t: Translate): string {
  const part = oneLine(detail?.part ?? null, PART_LENGTH);
  return part !== '' && toolName === 'Read' ? t('pages {0}', part) : part;
}
