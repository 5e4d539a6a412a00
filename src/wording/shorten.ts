/**
 * At most `most` characters, the last of them "…" where something was cut off. Never ends in half a
 * character.
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  // a character takes two at most, and texts may be huge
  const characters = Array.from(text.slice(0, 2 * most + 1));
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
