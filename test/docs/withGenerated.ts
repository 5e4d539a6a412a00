/**
 * A document with a part of it made anew.
 *
 * @param source what the part is called, and what it is made from: `settings: made from …`.
 * @throws Error where the document has no such part.
 */
export function withGenerated(document: string, source: string, lines: readonly string[]): string {
  const begin = `<!-- ${source} by \`npm run readme\` -->`;
  const end = `<!-- end of ${source.split(':')[0]!} -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The document must hold ${begin} and ${end}.`);
  return `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`;
}
