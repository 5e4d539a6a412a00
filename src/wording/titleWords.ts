import { printable, withoutLinks } from './escapeMarkdown';
import { shorten } from './shorten';
import type { Translate } from './translate';

/**
 * A session's title on one line, or `otherwise` where it has none that can be seen.
 * @param most characters of it.
 */
export function titleWords(title: string | null, otherwise: string, most = Infinity): string {
  const words = printable(title ?? '');
  return /[^\s\p{Cf}]/u.test(words) ? shorten(words, most) : otherwise;
}

const QUOTED_LENGTH = 60;

/** `“Add CSV import”` within a sentence, safe in a toast. */
export function quotedTitle(title: string | null, t: Translate): string {
  const words = titleWords(title, '', QUOTED_LENGTH);
  return words === '' ? t('this session') : `“${withoutLinks(words)}”`;
}
