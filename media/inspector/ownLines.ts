import { tokensOfLine, type Line, type SystemLine, type UnexplainedLine } from './lines';
import type { Ui } from './ui';
import { UNEXPLAINED_NAME } from './unexplainedWords';
import { CATEGORY_WORDS } from './words';

/** The line of a sum that is no item, and behind it what it is made of, where it is open. */
export type OwnLines = readonly [] | readonly [SystemLine | UnexplainedLine, ...Line[]];

/** The lines with these among them, where the order puts them: by size, whether it came or left. */
export function withOwnLines(
  lines: readonly Line[],
  own: OwnLines,
  { by, isDescending }: Ui['sort'],
): readonly Line[] {
  const [sum] = own;
  if (sum === undefined) return lines;
  const sign = isDescending ? 1 : -1;
  const isBehind = (line: Line): boolean => {
    if (isInner(line)) return false;
    switch (by) {
      case 'tokens':
        return sign * (Math.abs(sum.tokens) - Math.abs(tokensOfLine(line))) > 0;
      case 'age':
        // An age counts back from the newest turn.
        return sign * (turnOfLine(line) - turnOfLine(sum)) > 0;
      case 'kind':
        return line.type !== 'group' && sign * compare(kindOfLine(sum), kindOfLine(line)) > 0;
      case 'label':
        return sign * compare(nameOfLine(sum), nameOfLine(line)) > 0;
    }
  };
  const at = lines.findIndex(isBehind);
  return at < 0 ? [...lines, ...own] : [...lines.slice(0, at), ...own, ...lines.slice(at)];
}

/** Of a group or a sum: it stays with the line that it stands under. */
function isInner(line: Line): boolean {
  switch (line.type) {
    case 'item':
      return line.isInGroup;
    case 'entry':
    case 'part':
    case 'blockNote':
      return true;
    default:
      return false;
  }
}

/** The fixed block stood there before the first one. */
function turnOfLine(line: Line): number {
  switch (line.type) {
    case 'item':
      return line.row.turn;
    case 'group':
    case 'unexplained':
      return line.turn;
    default:
      return 0;
  }
}

function kindOfLine(line: Line): string {
  switch (line.type) {
    case 'item':
      return line.row.kind;
    case 'system':
    case 'unexplained':
      return CATEGORY_WORDS[line.type];
    default:
      return '';
  }
}

function nameOfLine(line: Line): string {
  switch (line.type) {
    case 'item':
      return line.row.label.toLowerCase();
    case 'group':
      return line.name.toLowerCase();
    case 'system':
      return CATEGORY_WORDS.system.toLowerCase();
    case 'unexplained':
      return UNEXPLAINED_NAME.toLowerCase();
    default:
      return '';
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
