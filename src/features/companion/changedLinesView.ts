import { withoutControls } from '../../wording/escapeMarkdown';
import type { ChangedLine } from './protocol';

/** Lines that stay, around those that change. */
const AROUND = 1;
const MOST_LINES = 60;
const MOST_LENGTH = 1000;
/** Beyond it all between the first and the last change counts as changed. */
const MOST_COMPARED = 1_000_000;

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

function compared(before: readonly string[], after: readonly string[]): ChangedLine[] {
  const shortest = Math.min(before.length, after.length);
  let first = 0;
  while (first < shortest && isSame(before[first], after[first])) first++;
  let last = 0;
  while (last < shortest - first && isSame(before.at(-1 - last), after.at(-1 - last))) last++;
  const [from, to] = [before.length - last, after.length - last];
  return [
    ...after.slice(0, first).map((text, at) => line('same', at + 1, text)),
    ...between(before.slice(first, from), after.slice(first, to), first),
    ...after.slice(to).map((text, at) => line('same', to + at + 1, text)),
  ];
}

/** By the longest sequence that both have. @param start how many lines stand in front. */
function between(
  before: readonly string[],
  after: readonly string[],
  start: number,
): ChangedLine[] {
  const width = after.length + 1;
  if (before.length * after.length > MOST_COMPARED)
    return [
      ...before.map((text) => line('removed', null, text)),
      ...after.map((text, at) => line('added', start + at + 1, text)),
    ];
  const common = new Uint32Array((before.length + 1) * width);
  for (let one = before.length - 1; one >= 0; one--)
    for (let other = after.length - 1; other >= 0; other--)
      common[one * width + other] = isSame(before[one], after[other])
        ? common[(one + 1) * width + other + 1]! + 1
        : Math.max(common[(one + 1) * width + other]!, common[one * width + other + 1]!);
  const lines: ChangedLine[] = [];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    if (one < before.length && other < after.length && isSame(before[one], after[other])) {
      lines.push(line('same', start + other + 1, after[other]!));
      one++;
      other++;
    } else if (
      one < before.length &&
      (other === after.length ||
        common[(one + 1) * width + other]! >= common[one * width + other + 1]!)
    )
      lines.push(line('removed', null, before[one++]!));
    else lines.push(line('added', start + other + 1, after[other++]!));
  }
  return lines;
}

function line(kind: ChangedLine['kind'], number: number | null, text: string): ChangedLine {
  const plain = withoutControls(text.slice(0, MOST_LENGTH).replaceAll('\t', '    '));
  return { kind, number, text: plain };
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one?.replace(/,$/, '') === other?.replace(/,$/, '');
}
