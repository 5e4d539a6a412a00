import { printable } from './escapeMarkdown';
import { shorten } from './shorten';

/** A session's title on one line, or `otherwise` where it has none that can be seen. @param most characters of it. */
export function titleWords(title: string | null, otherwise: string, most = Infinity): string {
  const words = printable(title ?? '');
  return /[^\s\p{Cf}]/u.test(words) ? shorten(words, most) : otherwise;
}
