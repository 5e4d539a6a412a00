import { MAX_JSON_DEPTH } from './jsonDepth';

/** A record of a session has a few hundred values; this many only what is made to be a burden. */
export const MAX_JSON_VALUES = 1_000_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * Whether the parser would make far more of a line than the line itself: 100 MB of `{},` become 2.3
 * GB. Linear, and quick where most of a line stands within strings, as that of large lines does.
 *
 * @returns `null` for a line that may be parsed, be it JSON or not.
 */
export function lineBurden(line: Buffer, start: number, end: number): 'tooDeep' | 'tooMany' | null {
  let depth = -1;
  let values = 0;
  for (let at = start; at < end; at++) {
    const byte = line[at]!;
    // In ASCII, `{` and `[` differ by one bit, and so do their counterparts.
    if ((byte | 0x20) === 0x7b) {
      values++;
      if (++depth > MAX_JSON_DEPTH) return 'tooDeep';
    } else if ((byte | 0x20) === 0x7d) depth--;
    else if (byte === COMMA) values++;
    else if (byte === QUOTE) {
      at = endOfString(line, at, end);
      if (at === -1) return null;
    }
    if (values > MAX_JSON_VALUES) return 'tooMany';
  }
  return null;
}

function endOfString(line: Buffer, start: number, end: number): number {
  for (
    let close = line.indexOf(QUOTE, start + 1);
    close !== -1 && close < end;
    close = line.indexOf(QUOTE, close + 1)
  ) {
    let backslashes = 0;
    while (line[close - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return close;
  }
  return -1;
}
