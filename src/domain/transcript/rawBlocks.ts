import { asFields } from './parseBlocks';

/**
 * The blocks of a message's `content` as they stand there, index by index those that `parseBlocks`
 * makes of it.
 */
export function rawBlocks(content: unknown): readonly unknown[] {
  if (typeof content === 'string') return content === '' ? [] : [content];
  return Array.isArray(content)
    ? content.filter((block: unknown) => typeof block === 'string' || asFields(block) !== null)
    : [];
}
