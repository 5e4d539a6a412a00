import { readFileSync } from 'node:fs';

/** A line of a session file, as far as it is JSON. */
export interface RawRecord {
  readonly type?: string;
  readonly subtype?: string;
  readonly uuid?: string;
  readonly isSidechain?: boolean;
  readonly message?: {
    readonly id?: string;
    readonly model?: string;
    readonly content?: string | readonly RawBlock[];
  };
  readonly attachment?: unknown;
}

export interface RawBlock {
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly tool_use_id?: string;
  readonly is_error?: boolean;
  readonly content?: string | readonly RawBlock[];
}

/** A session as it was recorded: every line, and what could be read of it. */
export interface RawSession {
  readonly lines: readonly string[];
  /** `null` for what is no JSON. */
  readonly records: readonly (RawRecord | null)[];
}

export function readRawSession(path: string): RawSession {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return { lines, records: lines.map(recordOf) };
}

function recordOf(line: string): RawRecord | null {
  try {
    return JSON.parse(line) as RawRecord;
  } catch {
    return null;
  }
}

export function blocksOf({ message }: RawRecord): readonly RawBlock[] {
  const content = message?.content;
  return Array.isArray(content) ? (content as readonly RawBlock[]) : [];
}

/** All words of a block: what was said, thought, asked of a tool, or answered by it. */
export function textOfBlock(block: RawBlock | string | undefined): string {
  if (block === undefined) return '';
  if (typeof block === 'string') return block;
  switch (block.type) {
    case 'text':
      return block.text ?? '';
    case 'thinking':
      return block.thinking ?? '';
    case 'tool_use':
      return Object.values(block.input ?? {})
        .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
        .join('\n');
    case 'tool_result':
      return textOfContent(block.content);
    default:
      return '';
  }
}

export function textOfContent(content: string | readonly RawBlock[] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return Array.isArray(content) ? content.map(textOfBlock).join('\n') : '';
}

/**
 * The words of an item, by where it stands; of an attachment all of it.
 *
 * @param block as ids of items count them.
 */
export function textOfPlace(record: RawRecord | undefined, block: number): string {
  if (record === undefined) return '';
  if (record.attachment !== undefined) return JSON.stringify(record.attachment, null, 1);
  const content = record.message?.content;
  return Array.isArray(content)
    ? textOfBlock((content as readonly RawBlock[])[block])
    : textOfContent(content);
}

/** A reply of the model in the main conversation, by the id that its lines share. */
export function replyIdOf(record: RawRecord | null): string | null {
  if (record?.type !== 'assistant' || record.isSidechain === true) return null;
  return record.message?.model === '<synthetic>' ? null : (record.message?.id ?? null);
}
