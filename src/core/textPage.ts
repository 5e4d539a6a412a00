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

/** One page of a text. There is always at least one; a number beyond the last gives the last. @param wanted from 0; `whole` for all of it. */
export function textPage(text: string, wanted: number | 'whole'): TextPage {
  const totalBytes = Buffer.byteLength(text);
  const starts: { readonly at: number; readonly line: number }[] = [];
  let line = 1;
  for (let at = 0; at < text.length || starts.length === 0; ) {
    starts.push({ at, line });
    const end = endOfPage(text, at);
    line += lineFeeds(text, at, end);
    at = end;
  }
  const totalLines = line - (text.endsWith('\n') ? 1 : 0);
  if (wanted === 'whole') return { text, page: 0, pages: 1, firstLine: 1, lastLine: Math.max(1, totalLines), totalLines: Math.max(1, totalLines), totalBytes };
  const page = Math.min(Math.max(0, wanted), starts.length - 1);
  const start = starts[page]!;
  const shown = text.slice(start.at, starts[page + 1]?.at ?? text.length);
  const lastLine = start.line + lineFeeds(shown, 0, shown.length) - (shown.endsWith('\n') ? 1 : 0);
  return { text: shown, page, pages: starts.length, firstLine: start.line, lastLine: Math.max(start.line, lastLine), totalLines: Math.max(1, totalLines), totalBytes };
}

function endOfPage(text: string, from: number): number {
  const most = Math.min(from + LENGTH, text.length);
  let end = from;
  for (let lines = 0; lines < LINES; lines++) {
    const feed = text.indexOf('\n', end);
    if (feed === -1 || feed >= most) {
      if (most === text.length) return most;
      return end > from ? end : withinCharacter(text, most) ? most - 1 : most;
    }
    end = feed + 1;
  }
  return end;
}

function withinCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

function lineFeeds(text: string, from: number, to: number): number {
  let found = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) found++;
  return found;
}
