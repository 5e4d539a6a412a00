const KEY = Buffer.from('"sessionId"');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * A line with this id as the value of every record's own `sessionId`. Keys deeper down and texts
 * stay: they may be paths of the old session, which still exist. All other bytes stay as they are.
 *
 * @returns `null` for a line without such a key, and for one that is no whole JSON.
 */
export function withSessionId(line: Buffer, sessionId: string): Buffer | null {
  const values = line.includes(KEY) ? ownSessionIds(line) : null;
  if (values === null || values.length === 0) return null;
  const pieces: Buffer[] = [];
  let copied = 0;
  for (const { start, end } of values) {
    pieces.push(line.subarray(copied, start), Buffer.from(sessionId));
    copied = end;
  }
  return Buffer.concat([...pieces, line.subarray(copied)]);
}

/** Where the values stand, without their quotes. Two records glued on one line have one each. */
function ownSessionIds(
  line: Buffer,
): readonly { readonly start: number; readonly end: number }[] | null {
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at]!;
    // In ASCII, `{` and `[` differ by one bit, and so do their counterparts.
    if ((byte | 0x20) === 0x7b) depth++;
    else if ((byte | 0x20) === 0x7d) depth--;
    else if (byte === QUOTE) {
      const close = endOfString(line, at);
      if (close === -1) return null;
      const value =
        depth === 1 &&
        close - at + 1 === KEY.length &&
        line.compare(KEY, 0, KEY.length, at, close + 1) === 0
          ? valueAfter(line, close)
          : -1;
      at = value === -1 ? close : endOfString(line, value);
      if (at === -1) return null;
      if (value !== -1) found.push({ start: value + 1, end: at });
    }
  }
  return depth === 0 ? found : null;
}

/**
 * Where a string follows as the value of a key; -1 for another value, and where the string was
 * none.
 */
function valueAfter(line: Buffer, keyEnd: number): number {
  let at = keyEnd + 1;
  while (line[at]! <= SPACE) at++;
  if (line[at] !== COLON) return -1;
  at++;
  while (line[at]! <= SPACE) at++;
  return line[at] === QUOTE ? at : -1;
}

function endOfString(line: Buffer, start: number): number {
  for (let end = line.indexOf(QUOTE, start + 1); end !== -1; end = line.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (line[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}
