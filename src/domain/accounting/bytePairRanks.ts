/** Slots of the table: a power of two, at least twice as many as there are byte sequences. */
const LEAST_SLOTS = 1 << 10;
/** Sequences read between two chances to do something else: a millisecond, or two. */
const READ_AT_ONCE = 4_000;
const NOT_THERE = 0x7fffffff;
const PADDING = '='.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);
const LINE_FEED = '\n'.charCodeAt(0);

const SIX_BITS = new Uint8Array(128);
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let bits = 0; bits < DIGITS.length; bits++) SIX_BITS[DIGITS.charCodeAt(bits)] = bits;

/**
 * The byte sequences that a vocabulary has a token for, in the order in which byte pair encoding
 * merges them. Flat arrays, 5 MB for 200,000: a map of strings takes fifteen times as long to fill,
 * and thirty times as much memory.
 */
export class BytePairRanks {
  private readonly bytes: Uint8Array;
  /** By rank: where a sequence ends, and the next one begins. */
  private readonly ends: Uint32Array;
  /** Rank + 1 of the sequence with that hash, or a free slot after it; 0 where there is none. */
  private readonly slots: Int32Array;
  private size = 0;
  private starts = new Int32Array(0);
  private pairs = new Int32Array(0);

  private constructor(text: string) {
    let sequences = 1;
    for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) sequences++;
    let slots = LEAST_SLOTS;
    while (slots < 2 * sequences) slots *= 2;
    this.bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
    this.ends = new Uint32Array(sequences + 1);
    this.slots = new Int32Array(slots);
  }

  /**
   * Reads them, a few milliseconds at a time: each step is one, and the last returns them.
   *
   * @param text lines as js-tiktoken has them: a `!`, the rank of the first sequence, and the
   * sequences as base64. Ranks increase from line to line.
   */
  static *read(text: string): Generator<undefined, BytePairRanks> {
    const ranks = new BytePairRanks(text);
    let left = READ_AT_ONCE;
    for (let start = 0; start < text.length;) {
      const lineFeed = text.indexOf('\n', start);
      const end = lineFeed === -1 ? text.length : lineFeed;
      let at = text.indexOf(' ', text.indexOf(' ', start) + 1) + 1;
      while (at > 0 && at < end) {
        at = ranks.readSequence(text, at, end) + 1;
        if (--left > 0) continue;
        yield;
        left = READ_AT_ONCE;
      }
      start = end + 1;
    }
    return ranks;
  }

  /** Tokens of the first bytes of an array. Quadratic in their number. */
  count(bytes: Uint8Array, length: number): number {
    if (length < 2 || this.rankOf(bytes, 0, length) !== NOT_THERE) return Math.min(length, 1);
    if (this.starts.length <= length) {
      this.starts = new Int32Array(2 * length);
      this.pairs = new Int32Array(2 * length);
    }
    const { starts, pairs } = this;
    let parts = length;
    for (let at = 0; at <= length; at++) starts[at] = at;
    for (let at = 0; at < parts - 1; at++) pairs[at] = this.rankOf(bytes, at, at + 2);
    while (parts > 1) {
      let [first, lowest] = [-1, NOT_THERE];
      for (let at = 0; at < parts - 1; at++)
        if (pairs[at]! < lowest) [first, lowest] = [at, pairs[at]!];
      if (first === -1) break;
      starts.copyWithin(first + 1, first + 2, parts + 1);
      pairs.copyWithin(first, first + 1, parts - 1);
      parts--;
      if (first < parts - 1) pairs[first] = this.rankOf(bytes, starts[first]!, starts[first + 2]!);
      if (first > 0) pairs[first - 1] = this.rankOf(bytes, starts[first - 1]!, starts[first + 1]!);
    }
    return parts;
  }

  /** @returns where it ends in the text. */
  private readSequence(text: string, from: number, lineEnd: number): number {
    const start = this.ends[this.size]!;
    let [end, bits, held, at] = [start, 0, 0, from];
    for (; at < lineEnd; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE || code === LINE_FEED) break;
      if (code === PADDING) continue;
      bits = ((bits << 6) | SIX_BITS[code]!) & 0xffff;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      this.bytes[end++] = bits >> held;
    }
    let slot = hashOf(this.bytes, start, end) & (this.slots.length - 1);
    while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
    this.slots[slot] = ++this.size;
    this.ends[this.size] = end;
    return at;
  }

  private rankOf(bytes: Uint8Array, from: number, to: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hashOf(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const found = this.slots[slot]!;
      if (found === 0) return NOT_THERE;
      const start = this.ends[found - 1]!;
      if (this.ends[found]! - start !== to - from) continue;
      let same = 0;
      while (same < to - from && this.bytes[start + same] === bytes[from + same]) same++;
      if (same === to - from) return found - 1;
    }
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
