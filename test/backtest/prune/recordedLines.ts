/** Shorter ones stand in many places by chance. */
const SHORTEST_LINE = 30;

/** What Claude Code and `grep -n` put in front of a line, and differences of white space alone. */
export function plainLine(line: string): string {
  return line
    .replace(/^\s*\d+(?:→|\t|:)/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The lines of a text that can be told from others, each once, without what stands around them. */
export function tellingLines(text: string): readonly string[] {
  const lines = text.split('\n').map(plainLine);
  return [...new Set(lines.filter((line) => line.length >= SHORTEST_LINE && /[a-z]/i.test(line)))];
}

/** All that a text says, on one line: what an edit replaces is looked for in it. */
export function onOneLine(text: string): string {
  return text.split('\n').map(plainLine).filter(Boolean).join('\n');
}
