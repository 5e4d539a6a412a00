/** A character that was cut in two is dropped, so a text may be shorter than where it was cut. */
const LONGEST_CHARACTER = 4;

/**
 * The beginning of a text that is too large to be masked as a whole. A secret that the cut goes
 * through would not be known any more, so the word there is dropped; half a key is known by its
 * beginning, see `loadMask`.
 *
 * @param most UTF-16 units.
 */
export function cutAt(text: string, most: number): string {
  return text.length > most ? withoutLastWord(text.slice(0, most)) : text;
}

/**
 * A text of which an entry kept so many bytes at most, without the word that this may have cut.
 */
export function keptWhole(text: string, keptBytes: number): string {
  return Buffer.byteLength(text) <= keptBytes - LONGEST_CHARACTER ? text : withoutLastWord(text);
}

function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && !/\s/.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}
