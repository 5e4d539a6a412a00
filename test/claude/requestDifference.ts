import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { imageSize } from 'image-size';
import type { MessagesRequest } from './requestTokens';

/** A value that differs between two requests. */
export interface Difference {
  /** Such as `messages.3.content.1.text`. */
  place: string;
  before: unknown;
  after: unknown;
}

/**
 * What differs between two requests in what the model reads: tools, system prompt and messages, but
 * for the marks of the cache.
 */
export function requestDifferences(before: MessagesRequest, after: MessagesRequest): Difference[] {
  const found: Difference[] = [];
  for (const part of ['tools', 'system', 'messages'] as const)
    collect(part, before[part], after[part], found);
  return found;
}

/** The same without what the second has at its end: what an earlier request said otherwise. */
export function changesWithin(before: MessagesRequest, after: MessagesRequest): Difference[] {
  return requestDifferences(before, after).filter((difference) => difference.before !== undefined);
}

/** Sonnet 4.6 and older count a text as so many times what the public vocabulary does. */
const textScale = 1.13;
const documentTokens = 2000;
const patchPixels = 28;
const largestEdge = 1568;

let encoder: Tiktoken | undefined;

/**
 * Tokens that disappeared from a request, counted without any of the product's code: plain
 * tokenizer times constant, pixels for images.
 */
export function disappearedTokens(differences: readonly Difference[]): number {
  return differences.reduce(
    (sum, { before, after }) => sum + tokensIn(before) - tokensIn(after),
    0,
  );
}

function tokensIn(value: unknown): number {
  encoder ??= new Tiktoken(o200k);
  if (value === undefined) return 0;
  if (typeof value === 'string') return encoder.encode(value, [], []).length * textScale;
  const { type, text, source } = value as {
    type?: string;
    text?: string;
    source?: { data: string };
  };
  if (type === 'image') return pixelTokens(Buffer.from(source!.data, 'base64'));
  if (type === 'document') return documentTokens;
  return encoder.encode(text ?? JSON.stringify(value), [], []).length * textScale;
}

function pixelTokens(image: Buffer): number {
  const { width, height } = imageSize(image);
  const scale = Math.min(1, largestEdge / Math.max(width, height));
  return Math.min(
    largestEdge,
    Math.ceil((width * scale) / patchPixels) * Math.ceil((height * scale) / patchPixels),
  );
}

function collect(place: string, before: unknown, after: unknown, found: Difference[]): void {
  if (
    typeof before !== 'object' ||
    typeof after !== 'object' ||
    before === null ||
    after === null ||
    typeOf(before) !== typeOf(after)
  ) {
    if (before !== after) found.push({ place, before, after });
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key !== 'cache_control')
      collect(
        `${place}.${key}`,
        (before as Record<string, unknown>)[key],
        (after as Record<string, unknown>)[key],
        found,
      );
  }
}

/** A block that became one of another type is one difference. */
function typeOf(value: object): unknown {
  return 'type' in value ? value.type : Array.isArray(value);
}
