/** A piece of a long text, of whole lines where they are not too long. */
export interface TextPage {
  readonly text: string;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** Lines from 1, both included. A page may begin within a line. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly totalLines: number;
  /** UTF-8 length of the whole text. */
  readonly totalBytes: number;
}

const LINES = 200;
/** UTF-16 units: at most 60 KB. */
const LENGTH = 20_000;

/**
 * One page of a text. There is always at least one; a number beyond the last gives the last.
 * @param wanted from 0; `whole` for all of it.
 */
export function textPage(text: string, wanted: number | 'whole'): TextPage {
  const totalBytes = Buffer.byteLength(text);
  const starts: { readonly at: number; readonly line: number }[] = [];
  let line = 1;
  for (let at = 0; at < text.length || starts.length === 0;) {
    starts.push({ at, line });
    const end = endOfPage(text, at);
    line += lineFeeds(text.slice(at, end));
    at = end;
  }
  const totalLines = line - (text.endsWith('\n') ? 1 : 0);
  if (wanted === 'whole')
    return {
      text,
      page: 0,
      pages: 1,
      firstLine: 1,
      lastLine: Math.max(1, totalLines),
      totalLines: Math.max(1, totalLines),
      totalBytes,
    };
  const page = Math.min(Math.max(0, wanted), starts.length - 1);
  const start = starts[page]!;
  const shown = text.slice(start.at, starts[page + 1]?.at ?? text.length);
  const lastLine = start.line + lineFeeds(shown) - (shown.endsWith('\n') ? 1 : 0);
  return {
    text: shown,
    page,
    pages: starts.length,
    firstLine: start.line,
    lastLine: Math.max(start.line, lastLine),
    totalLines: Math.max(1, totalLines),
    totalBytes,
  };
}

function endOfPage(text: string, from: number): number {
  // Looked for within the page alone: in a text without line feeds each search would run to its
  // end.
  const page = text.slice(from, from + LENGTH);
  const isRest = from + page.length === text.length;
  let end = 0;
  for (let lines = 0; lines < LINES; lines++) {
    const feed = page.indexOf('\n', end);
    if (feed === -1) {
      if (isRest) return text.length;
      return from + (end > 0 ? end : endsWithinCharacter(page) ? page.length - 1 : page.length);
    }
    end = feed + 1;
  }
  return from + end;
}

function endsWithinCharacter(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}

function lineFeeds(text: string): number {
  let found = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found++;
  return found;
}
