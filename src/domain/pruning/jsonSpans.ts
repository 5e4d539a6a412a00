import { MAX_JSON_DEPTH } from '../transcript/jsonDepth';
import { MAX_JSON_VALUES } from '../transcript/lineBurden';

/**
 * Where the values of a JSON text stand, in bytes: what is edited is cut out there, and everything
 * else keeps its bytes.
 */
export type JsonSpan = ObjectSpan | ArraySpan | ScalarSpan;

export interface Span {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

interface ObjectSpan extends Span {
  readonly kind: 'object';
  /** In file order; a key may stand there twice. */
  readonly members: readonly MemberSpan[];
}

interface MemberSpan {
  readonly key: string;
  readonly value: JsonSpan;
}

interface ArraySpan extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonSpan[];
}

interface ScalarSpan extends Span {
  /** `other`: a number, `true`, `false`, `null`. */
  readonly kind: 'string' | 'other';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Finds the values of one JSON text that `JSON.parse` accepts; what stands inside strings and
 * numbers is not judged again.
 *
 * @returns `null` where the structure is broken, too deep, or of more values than a record can
 * have.
 */
export function scanJson(bytes: Buffer, start = 0, end = bytes.length): JsonSpan | null {
  const scan = new Scan(bytes, start, end);
  try {
    const value = scan.value(0);
    scan.space();
    return scan.at === end ? value : null;
  } catch (error) {
    if (error instanceof BrokenJson) return null;
    throw error;
  }
}

/** The value of a key, as `JSON.parse` would have it: the last one counts. */
export function memberOf(span: JsonSpan | undefined, key: string): JsonSpan | undefined {
  return span?.kind === 'object'
    ? span.members.findLast((member) => member.key === key)?.value
    : undefined;
}

/** The value at a path of keys. */
export function memberAt(
  span: JsonSpan | undefined,
  ...keys: readonly string[]
): JsonSpan | undefined {
  return keys.reduce<JsonSpan | undefined>((found, key) => memberOf(found, key), span);
}

/** @returns `null` for what is no string. A lone surrogate stays one. */
export function stringOf(bytes: Buffer, span: JsonSpan | undefined): string | null {
  if (span?.kind !== 'string') return null;
  const value: unknown = JSON.parse(bytes.toString('utf8', span.start, span.end));
  return typeof value === 'string' ? value : null;
}

/** @returns `null` for what is no finite number. */
export function numberOf(bytes: Buffer, span: JsonSpan | undefined): number | null {
  if (span?.kind !== 'other') return null;
  const value: unknown = JSON.parse(bytes.toString('latin1', span.start, span.end));
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Bytes between the quotes, escapes included. */
export function rawLength(span: Span): number {
  return Math.max(0, span.end - span.start - 2);
}

class BrokenJson extends Error {}

/** One pass over a text. */
class Scan {
  at: number;
  private values = 0;
  private readonly bytes: Buffer;
  private readonly end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  value(depth: number): JsonSpan {
    if (depth > MAX_JSON_DEPTH || ++this.values > MAX_JSON_VALUES) throw new BrokenJson();
    this.space();
    switch (this.peek()) {
      case OPEN_BRACE:
        return this.object(depth);
      case OPEN_BRACKET:
        return this.array(depth);
      case QUOTE:
        return this.string();
      default:
        return this.other();
    }
  }

  space(): void {
    while (this.at < this.end && isSpace(this.bytes[this.at]!)) this.at++;
  }

  private object(depth: number): ObjectSpan {
    const start = this.at++;
    const members: MemberSpan[] = [];
    this.space();
    if (this.peek() === CLOSE_BRACE) this.at++;
    else {
      for (;;) {
        this.space();
        if (this.peek() !== QUOTE) throw new BrokenJson();
        const key = this.key(this.string());
        this.space();
        this.expect(COLON);
        members.push({ key, value: this.value(depth + 1) });
        if (this.isLast(CLOSE_BRACE)) break;
      }
    }
    return { kind: 'object', start, end: this.at, members };
  }

  private array(depth: number): ArraySpan {
    const start = this.at++;
    const items: JsonSpan[] = [];
    this.space();
    if (this.peek() === CLOSE_BRACKET) this.at++;
    else {
      do items.push(this.value(depth + 1));
      while (!this.isLast(CLOSE_BRACKET));
    }
    return { kind: 'array', start, end: this.at, items };
  }

  /** After a value: whether its list ends here. */
  private isLast(close: number): boolean {
    this.space();
    if (this.peek() === close) {
      this.at++;
      return true;
    }
    this.expect(COMMA);
    return false;
  }

  private string(): ScalarSpan {
    const start = this.at;
    let close = start;
    do {
      close = this.bytes.indexOf(QUOTE, close + 1);
      if (close === -1 || close >= this.end) throw new BrokenJson();
    } while (this.isEscaped(close, start));
    this.at = close + 1;
    return { kind: 'string', start, end: this.at };
  }

  private isEscaped(at: number, start: number): boolean {
    let slashes = 0;
    while (at - slashes - 1 > start && this.bytes[at - slashes - 1] === BACKSLASH) slashes++;
    return slashes % 2 === 1;
  }

  private key({ start, end }: ScalarSpan): string {
    const raw = this.bytes.toString('utf8', start + 1, end - 1);
    if (!raw.includes('\\')) return raw;
    try {
      return String(JSON.parse(`"${raw}"`));
    } catch {
      throw new BrokenJson();
    }
  }

  private other(): ScalarSpan {
    const start = this.at;
    while (this.at < this.end && !endsScalar(this.bytes[this.at]!)) this.at++;
    if (this.at === start) throw new BrokenJson();
    return { kind: 'other', start, end: this.at };
  }

  private peek(): number {
    if (this.at >= this.end) throw new BrokenJson();
    return this.bytes[this.at]!;
  }

  private expect(byte: number): void {
    if (this.peek() !== byte) throw new BrokenJson();
    this.at++;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function endsScalar(byte: number): boolean {
  return (
    byte === COMMA ||
    byte === CLOSE_BRACE ||
    byte === CLOSE_BRACKET ||
    byte === COLON ||
    byte === QUOTE ||
    byte === OPEN_BRACE ||
    byte === OPEN_BRACKET ||
    isSpace(byte)
  );
}
