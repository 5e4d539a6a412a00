import { isPinned1m, withoutSuffix, type Pin, type PinSource } from './pin';

/** `model: sonnet[1m]`, quoted or not, with or without a comment behind it. */
const MODEL_LINE = /^model:[ \t]*(["']?)([^"'#\r\n]*?)\1[ \t]*(?:#.*)?\r?$/;
/** Front matter is a few lines; a file without an end of it is no such file. */
const MAX_LINES = 200;

/** The 1M model that the front matter of a subagent, a skill or a slash command asks for. */
export function pinsInFrontMatter({ place, file, text }: PinSource): Pin[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n', MAX_LINES);
  if (!/^---\s*$/.test(lines[0] ?? '')) return [];
  const end = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line));
  return lines.slice(0, Math.max(end, 0)).flatMap((line, index): Pin[] => {
    const value = MODEL_LINE.exec(line)?.[2]?.trim();
    return isPinned1m(value)
      ? [{ place, file, line: index + 1, path: ['model'], value, standard: withoutSuffix(value) }]
      : [];
  });
}

/** The text with another model on that line; `null` when the line no longer asks for `from`. */
export function withFrontMatterModel(
  text: string,
  line: number,
  from: string,
  to: string,
): string | null {
  const lines = text.split('\n');
  const found = lines[line - 1];
  if (found === undefined || MODEL_LINE.exec(found)?.[2]?.trim() !== from) return null;
  lines[line - 1] = found.replace(from, () => to);
  return lines.join('\n');
}
