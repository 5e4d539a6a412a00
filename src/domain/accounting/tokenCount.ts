import type { BytePairRanks } from './bytePairRanks';
import type { PieceKind, TextScale } from './textScale';

/**
 * Counts the tokens of a text: in a public vocabulary, or scaled from it to Claude's, which is no
 * whole number.
 */
export type TokenCount = (text: string, scale?: TextScale | null) => number;

/**
 * Longer runs without a break are cut: the merge is quadratic in a run's bytes, and box drawing,
 * spaces and CJK come in long runs. CJK has three bytes a character, no breaks between words, and
 * words of one to four characters in the vocabulary.
 */
const RUN_LENGTH = { letters: 32, symbols: 16, cjk: 4 } as const;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const UTF8_BYTES_PER_UNIT = 3;
/**
 * Text above this is counted in samples: it cannot stand in a context anyway, and must not hold the
 * worker for long.
 */
const SAMPLED_FROM = 512 * 1024;
const SAMPLES = 16;
const SAMPLE_LENGTH = 16 * 1024;

/**
 * @param pattern cuts a text into the pieces that are encoded one by one, e.g. that of `o200k_base`
 * of js-tiktoken.
 * @param ranks the vocabulary.
 * @returns a counter that is linear in the text's length whatever the text: 200,000 equal
 * characters, box drawing or random CJK included (`npm run bench` states the bound). Cutting runs
 * moves the count of real text by 0.03 % in all; a text above 512K characters is extrapolated from
 * samples (a few per cent). Never throws, lone surrogates included.
 */
export function createTokenCount(pattern: string, ranks: BytePairRanks): TokenCount {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(RUN_LENGTH.letters * UTF8_BYTES_PER_UNIT);

  const countPieces = (text: string, countPiece: (from: number, to: number) => number): number => {
    // One of its own: a run that was cut is taken apart again while its text still is.
    const pieces = new RegExp(pattern, 'gu');
    let [tokens, from] = [0, 0];
    while (pieces.test(text)) {
      tokens += countPiece(from, pieces.lastIndex);
      from = pieces.lastIndex;
    }
    return tokens;
  };
  const countWhole = (piece: string, scale: TextScale | null): number => {
    const tokens = ranks.count(bytes, encoder.encodeInto(piece, bytes).written);
    return scale === null ? tokens : scaled(tokens, piece.length, scale[kindOf(piece)]);
  };
  const countCut = (piece: string, runLength: number, scale: TextScale | null): number => {
    let tokens = 0;
    for (const part of cut(piece, runLength))
      tokens += countPieces(part, (from, to) => countWhole(part.slice(from, to), scale));
    return tokens;
  };
  const countAll = (text: string, scale: TextScale | null): number =>
    countPieces(text, (from, to) => {
      const length = to - from;
      if (length <= RUN_LENGTH.letters && copyAscii(text, from, to, bytes)) {
        const tokens = ranks.count(bytes, length);
        return scale === null ? tokens : scaled(tokens, length, scale[kindOfAscii(bytes, length)]);
      }
      const piece = text.slice(from, to);
      const runLength = length <= RUN_LENGTH.cjk ? RUN_LENGTH.cjk : runLengthOf(piece);
      return length <= runLength ? countWhole(piece, scale) : countCut(piece, runLength, scale);
    });
  return (text, scale = null) => {
    if (text.length <= SAMPLED_FROM) return countAll(text, scale);
    const step = (text.length - SAMPLE_LENGTH) / (SAMPLES - 1);
    let tokens = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const from = Math.floor(sample * step);
      tokens += countAll(text.slice(from, from + SAMPLE_LENGTH), scale);
    }
    return Math.round((tokens / (SAMPLES * SAMPLE_LENGTH)) * text.length);
  };
}

function scaled(
  tokens: number,
  units: number,
  { perToken, perUnit }: TextScale[PieceKind],
): number {
  return perToken * tokens + perUnit * units;
}

function kindOf(piece: string): PieceKind {
  if (/\p{L}/u.test(piece.replaceAll(/[\u0000-\u007f]+/g, ''))) return 'letters';
  if (/[^\u0000-\u007f]/.test(piece)) return 'symbols';
  const ascii = Uint8Array.from(piece, (character) => character.charCodeAt(0));
  return kindOfAscii(ascii, ascii.length);
}

const [SPACE, ZERO, NINE, UPPER_A, UPPER_Z, LOWER_A, LOWER_Z] = [32, 48, 57, 65, 90, 97, 122];

function kindOfAscii(bytes: Uint8Array, length: number): PieceKind {
  let [spaces, small, capital] = [0, 0, 0];
  for (let at = 0; at < length; at++) {
    const code = bytes[at]!;
    if (code >= LOWER_A && code <= LOWER_Z) small++;
    else if (code >= UPPER_A && code <= UPPER_Z) capital++;
    else if (code >= ZERO && code <= NINE) return 'number';
    else if (code <= SPACE) spaces++;
  }
  if (capital > 0) return 'mixedCase';
  if (small > 0) return small === length - 1 && bytes[0] === SPACE ? 'word' : 'lowerCase';
  return spaces === length ? 'space' : 'punctuation';
}

/** @returns false for a text that has other characters: then the bytes are of no use. */
function copyAscii(text: string, from: number, to: number, bytes: Uint8Array): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return false;
    bytes[at - from] = code;
  }
  return true;
}

function runLengthOf(piece: string): number {
  if (/^[\u0000-\u007f]*$/.test(piece)) return RUN_LENGTH.letters;
  if (CJK.test(piece)) return RUN_LENGTH.cjk;
  return /\p{L}/u.test(piece) ? RUN_LENGTH.letters : RUN_LENGTH.symbols;
}

/** Parts of at most `length` UTF-16 units that split no surrogate pair. */
function* cut(piece: string, length: number): Generator<string> {
  let from = 0;
  while (from < piece.length) {
    let to = Math.min(from + length, piece.length);
    const last = piece.charCodeAt(to - 1);
    if (to < piece.length && last >= 0xd800 && last <= 0xdbff) to--;
    yield piece.slice(from, to);
    from = to;
  }
}
