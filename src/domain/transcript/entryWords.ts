import { asFields, asString } from './parseBlocks';
import { rawBlocks } from './rawBlocks';
import { readRecordsWithText } from './readRecords';

/** Deeper values of a call's input hold nothing that somebody would look for. */
const MOST_DEPTH = 6;

/**
 * All that an entry of the conversation says in words: prompts, replies, thinking, what was called
 * with what, and what came back. Nothing of what Claude Code notes beside that. Never throws.
 *
 * @param line of a session file.
 */
export function entryWords(line: Buffer): readonly string[] {
  return readRecordsWithText(line).records.flatMap(({ fields }) =>
    wordsOf(asFields(fields['message'])?.['content']),
  );
}

function wordsOf(content: unknown): string[] {
  return rawBlocks(content).flatMap((block) => {
    if (typeof block === 'string') return [block];
    const fields = asFields(block);
    switch (asString(fields?.['type'])) {
      case 'text':
        return textsOf([block]);
      case 'thinking':
        return stringsIn(fields?.['thinking'], 0);
      case 'tool_use':
        return stringsIn(fields?.['input'], 0);
      case 'tool_result':
        return textsOf(rawBlocks(fields?.['content']));
      default:
        return [];
    }
  });
}

function textsOf(blocks: readonly unknown[]): string[] {
  return blocks.flatMap((block) =>
    typeof block === 'string' ? [block] : (asString(asFields(block)?.['text']) ?? []),
  );
}

function stringsIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth + 1));
}
