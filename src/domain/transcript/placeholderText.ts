/** How everything begins that was put in the place of pruned content. */
export const PLACEHOLDER_BEGINNING = '[pruned: ';
/** The same for a person's own text: behind that line stands how the text began and ended. */
export const OWN_TEXT_BEGINNING = `${PLACEHOLDER_BEGINNING}most of this text`;

/** What is left of a person's text where a prune took most of it; else all of it. */
export function leftOfText(text: string): string {
  return text.startsWith(OWN_TEXT_BEGINNING) ? text.slice(text.indexOf('\n') + 1) : text;
}
