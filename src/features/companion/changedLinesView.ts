import { diffArrays } from 'diff';
import { withoutControls } from '../../wording/escapeMarkdown';
import type { ChangedLine } from './protocol';

/** Lines that stay, around those that change. */
const AROUND = 1;
const MOST_LINES = 60;
const MOST_LENGTH = 1000;
/** Beyond it every line counts as changed. */
const MOST_EDITS = 2000;

/**
 * What changes in a text, with the lines around it. A line that gets or loses nothing but a comma
 * at its end counts as one that stays.
 */
export function changedLines(before: string, after: string): ChangedLine[] {
  const all = compared(linesOf(before), linesOf(after));
  const isNear = all.map((_, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same'),
  );
  const shown: ChangedLine[] = [];
  for (const [at, line] of all.entries()) {
    if (isNear[at] === true) shown.push(line);
    else if (shown.length > 0 && isNear[at - 1] === true) shown.push(GAP);
  }
  if (shown.at(-1) === GAP) shown.pop();
  return shown.length > MOST_LINES ? [...shown.slice(0, MOST_LINES), GAP] : shown;
}

const GAP: ChangedLine = { kind: 'gap', number: null, text: '' };

function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function compared(before: string[], after: string[]): ChangedLine[] {
  const parts = diffArrays(before, after, { comparator: isSame, maxEditLength: MOST_EDITS });
  if (parts === undefined)
    return [
      ...before.map((text) => line('removed', null, text)),
      ...after.map((text, at) => line('added', at + 1, text)),
    ];
  let number = 1;
  return parts.flatMap(({ value, added, removed }) =>
    value.map((text) =>
      removed ? line('removed', null, text) : line(added ? 'added' : 'same', number++, text),
    ),
  );
}

function line(kind: ChangedLine['kind'], number: number | null, text: string): ChangedLine {
  const plain = withoutControls(text.slice(0, MOST_LENGTH).replaceAll('\t', '    '));
  return { kind, number, text: plain };
}

function isSame(one: string, other: string): boolean {
  return one.replace(/,$/, '') === other.replace(/,$/, '');
}
