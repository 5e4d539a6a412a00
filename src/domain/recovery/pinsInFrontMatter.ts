import { isPinned1m, withoutSuffix, type Pin, type PinSource } from './pin';

const MODEL_KEY = 'model:';
/** Front matter is a few lines; a file without an end of it is no such file. */
const MAX_LINES = 200;

/** The 1M model that the front matter of a subagent, a skill or a slash command asks for. */
export function pinsInFrontMatter({ place, file, text }: PinSource): Pin[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n', MAX_LINES);
  if (!/^---\s*$/.test(lines[0] ?? '')) return [];
  const end = lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line));
  return lines.slice(0, Math.max(end, 0)).flatMap((line, index): Pin[] => {
    const value = modelOf(line);
    return isPinned1m(value)
      ? [{ place, file, line: index + 1, path: ['model'], value, standard: withoutSuffix(value) }]
      : [];
  });
}

/**
 * Of `model: sonnet[1m]`, quoted or not, with or without a comment behind it; `null` for any other
 * line.
 */
function modelOf(line: string): string | null {
  if (!line.startsWith(MODEL_KEY)) return null;
  const [before = ''] = line.slice(MODEL_KEY.length).split('#', 1);
  const value = before.trim();
  const quote = value[0] === '"' || value[0] === "'" ? value[0] : '';
  if (quote !== '' && (value.length < 2 || !value.endsWith(quote))) return null;
  const model = value.slice(quote.length, value.length - quote.length).trim();
  return /["']/.test(model) ? null : model;
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
  if (found === undefined || modelOf(found) !== from) return null;
  lines[line - 1] = found.replace(from, () => to);
  return lines.join('\n');
}
