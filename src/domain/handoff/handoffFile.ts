import { EARLIER_PRODUCT, PRODUCT } from '../../product';

/**
 * Marks the part of a file that is ours; all the rest is the person's. Quoted text can never hold
 * them: `harmless` breaks up `<!--`.
 */
const BEGIN = `<!-- ${PRODUCT}:handoff:begin -->`;
const END = `<!-- ${PRODUCT}:handoff:end -->`;
/** An earlier build's marks count like ours; what is written bears ours. */
const EARLIER = new RegExp(`<!-- ${EARLIER_PRODUCT.id}(:handoff:(?:begin|end) -->)`, 'g');
const CONFLICT = /^(?:<{7} |={7}$|>{7} )/m;

/**
 * `conflict`: git's conflict marks stand in the file. `marks`: only one of ours does, or they stand
 * the wrong way round.
 */
export type HandoffFileProblem = 'conflict' | 'marks';

/**
 * The file with the handoff in its marked section; without one it goes to the end. The person's own
 * text stays to the byte, and its line ends are the handoff's as well.
 */
export function withHandoff(
  file: string,
  markdown: string,
):
  | { readonly text: string; readonly place: 'section' | 'end' }
  | { readonly problem: HandoffFileProblem } {
  if (CONFLICT.test(file)) return { problem: 'conflict' };
  const existing = file.replace(EARLIER, `<!-- ${PRODUCT}$1`);
  const eol = lineEndOf(file);
  const section = `${BEGIN}\n${markdown.trimEnd()}\n${END}`.replace(/\r?\n/g, eol);
  const begin = existing.indexOf(BEGIN);
  const end = existing.indexOf(END);
  if (begin === -1 && end === -1) {
    const mark = existing.startsWith('\ufeff') ? '\ufeff' : '';
    const own =
      existing.trim() === '' ? mark : `${existing}${existing.endsWith('\n') ? '' : eol}${eol}`;
    return { text: `${own}${section}${eol}`, place: 'end' };
  }
  if (begin === -1 || end < begin || existing.indexOf(BEGIN, begin + 1) !== -1)
    return { problem: 'marks' };
  return {
    text: existing.slice(0, begin) + section + existing.slice(end + END.length),
    place: 'section',
  };
}

/** What most lines end in. */
function lineEndOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}
