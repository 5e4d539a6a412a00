/**
 * Text from a transcript, put into Markdown so that it stays in its place whatever it holds: no
 * heading, link, image, HTML or end mark of a handoff can come of it. It is shown as it was,
 * because a model reads it too.
 */

const FENCE = '`';

/** Several lines, in a code fence longer than any run of backticks in them. */
export function fenced(text: string): string {
  const fence = FENCE.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** One line as inline code. */
export function inlineCode(text: string): string {
  const line = harmless(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '(empty)';
  const mark = FENCE.repeat(longestRun(line) + 1);
  const space = line.startsWith(FENCE) || line.endsWith(FENCE) ? ' ' : '';
  return `${mark}${space}${line}${space}${mark}`;
}

/** One line of plain text, in which no mark of Markdown and no address means anything. */
export function plainLine(text: string): string {
  const line = harmless(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '(empty)';
  return line
    .replace(/[\\`*[\]<>~|&]|^[#=+-]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/(?<=\b(?:https?|ftp|mailto|www))[:.]/gi, '\\$&');
}

/**
 * Without controls that hide or reorder text, without ANSI escapes, and without anything that looks
 * like a mark of ours.
 */
export function harmless(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      '',
    )
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('<!--', '<! --');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
