import { terminalJson, terminalText } from '../wording/plainText';

/**
 * The one place that prints. Titles, paths and the like come from transcripts and would move the
 * cursor or change what was printed before.
 */

/** Some lines for people, to standard output. */
export function printText(text: string): void {
  process.stdout.write(`${terminalText(text).replace(/\n$/, '')}\n`);
}

/** One line for programs. */
export function printJson(json: string): void {
  process.stdout.write(`${terminalJson(json)}\n`);
}

/** To standard error. */
export function printError(text: string): void {
  process.stderr.write(`${terminalText(text)}\n`);
}
