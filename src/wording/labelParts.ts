import { printable } from './escapeMarkdown';
import { shorten } from './shorten';

/** Of what a label is made. */
export interface LabelParts {
  /** What did it, or what it is: `Read`, `Reminder`. */
  readonly lead: string;
  /** What it is about; empty where the lead says all. */
  readonly about: string;
  /** Which side of that gives way: the start of a path, the end of anything else. */
  readonly cut: 'start' | 'end';
}

/** Of words that are cut at their end: fewer than a transcript keeps, so that the cut is seen. */
export const WORDS_LENGTH = 110;
/** Of paths, which show their end, however long they are. */
const SHOWN_PATH_LENGTH = 240;
/** So much more than is shown is looked at: controls and blanks go, and texts may be huge. */
const LOOKED_AT = 4;

/**
 * At most `most` characters of whatever a transcript holds, on one line; empty where nothing of it
 * can be seen.
 */
export function oneLine(text: string | null, most: number): string {
  return shorten(seen((text ?? '').slice(0, LOOKED_AT * most)), most);
}

/** The same of a path, whose end tells more than its beginning. */
export function pathWords(path: string | null): string {
  return cutOn(
    'start',
    seen((path ?? '').slice(-LOOKED_AT * SHOWN_PATH_LENGTH)),
    SHOWN_PATH_LENGTH,
  );
}

/** At most so many characters of a line, with "…" where something was cut off. */
export function cutOn(side: LabelParts['cut'], words: string, most: number): string {
  if (side === 'end' || words.length <= most) return shorten(words, most);
  const characters = Array.from(words);
  return characters.length <= most ? words : `…${characters.slice(1 - most).join('')}`;
}

/** A path in two: `ImportWizard.tsx` and `frontend/src`. */
export function fileAndFolder(path: string | null): readonly [file: string, folder: string] {
  const words = pathWords(path);
  const at = Math.max(
    words.lastIndexOf('/', words.length - 2),
    words.lastIndexOf('\\', words.length - 2),
  );
  return [words.slice(at + 1), words.slice(0, Math.max(0, at))];
}

export function quoted(text: string): string {
  return text === '' ? '' : `“${text}”`;
}

export function joined(...words: readonly string[]): string {
  return words.filter((each) => each !== '').join(' ');
}

/** Spaces that show nothing do not count as words. */
function seen(text: string): string {
  const words = printable(text).replace(/\s+/g, ' ');
  return /[^\s\p{Cf}]/u.test(words) ? words : '';
}
