import type { CheckRun, TouchedFile } from './handoffFacts';
import { fenced, harmless, inlineCode } from './quoteMarkdown';
import type { Task } from './taskList';

/** Characters of a command, a question or a path that stand in one line. */
export const LABEL_LENGTH = 300;
const OUTPUT_LINES = 4;
const OUTPUT_LINE_LENGTH = 240;

export function taskWords({ text, status }: Task): string {
  const mark = status === 'done' ? '[x]' : '[ ]';
  const progress = status === 'inProgress' ? ' (in progress)' : '';
  return `- ${mark} ${inlineCode(clipped(text, LABEL_LENGTH))}${progress}`;
}

export function fileWords(
  { path, reads, edits, isCreated, lastChangeMs }: TouchedFile,
  cwd: string | null,
): string {
  const counts = [
    isCreated ? 'created' : null,
    edits - (isCreated ? 1 : 0) > 0 ? `edited ${times(edits - (isCreated ? 1 : 0))}` : null,
    reads > 0 ? `read ${times(reads)}` : null,
  ];
  const when = lastChangeMs === null ? '' : `, last change ${timeWords(lastChangeMs)}`;
  const counted = counts.filter((count) => count !== null).join(', ');
  return `- ${inlineCode(clipped(relativeTo(path, cwd), 1000))}: ${counted}${when}`;
}

export function checkWords({ command, runs, outcome, output, atMs }: CheckRun): string {
  const result = {
    failed: ', failed',
    ended: ', ended without an error',
    notTold: '',
    unknown: ', left no result',
  }[outcome];
  const when = atMs === null ? '' : `${runs === 1 ? '' : ', last'} ${timeWords(atMs)}`;
  const line = `- ${inlineCode(command)}: run ${times(runs)}${when}${result}`;
  const said = lastLines(output);
  return said === '' ? line : `${line}\n\n${fenced(said)}`;
}

/** The end of what a command printed: there stands how it went. */
export function lastLines(text: string): string {
  const lines = harmless(text)
    .replace(ESCAPES_SHOWN, '')
    .split('\n')
    .map((line) => clipped(line.trimEnd(), OUTPUT_LINE_LENGTH))
    .filter((line) => line.trim() !== '');
  return lines.slice(-OUTPUT_LINES).join('\n');
}

/** Colour codes that a program has made visible (`cat -v`). */
const ESCAPES_SHOWN = /\^\[\[[0-9;?]{0,40}[A-Za-z]/g;

function relativeTo(path: string, cwd: string | null): string {
  if (cwd === null || cwd === '' || !path.startsWith(cwd)) return path;
  const rest = path.slice(cwd.length);
  return /^[\\/]/.test(rest) ? rest.slice(1) : path;
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${String(count)} times`;
}

/** In UTC, so that the same session gives the same document everywhere. */
export function timeWords(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime())
    ? 'at an unknown time'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Cuts at a character, and says so. */
export function clipped(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()} […]`;
}
