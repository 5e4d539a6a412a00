import { asId } from '../transcript/asId';
import { cutAt } from './cutText';
import { asFields, asString } from '../transcript/parseBlocks';
import { readRecordsWithText } from '../transcript/readRecords';

/**
 * What one record says, with its texts: read again from the file for the few entries that a handoff
 * quotes.
 */
export interface EntryContent {
  readonly texts: readonly string[];
  readonly calls: readonly CallContent[];
  readonly results: readonly ResultContent[];
  /** The tasks that a `task_reminder` lists; `null` for everything else. */
  readonly tasks: readonly Fields[] | null;
  /** Where the session stood when the entry was written. */
  readonly branch: string | null;
  readonly folder: string | null;
}

export interface CallContent {
  readonly toolUseId: string;
  readonly toolName: string;
  readonly input: Fields;
}

export interface ResultContent {
  readonly toolUseId: string;
  readonly isError: boolean;
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** More of one text than any handoff can hold. */
const TEXT_LENGTH = 64 * 1024;

/**
 * The content of a record; `null` where the bytes are no record, or another one than was expected.
 */
export function entryContent(bytes: Buffer, uuid: string | null): EntryContent | null {
  const fields = readRecordsWithText(bytes).records[0]?.fields;
  if (fields === undefined || asId(fields['uuid']) !== uuid) return null;
  const stood = { branch: asString(fields['gitBranch']), folder: asString(fields['cwd']) };
  const attachment = asFields(fields['attachment']);
  if (attachment !== null) return { ...attachmentContent(attachment), ...stood };
  const content = asFields(fields['message'])?.['content'] ?? fields['content'];
  if (typeof content === 'string')
    return { texts: [cut(content)], calls: [], results: [], tasks: null, ...stood };
  const texts: string[] = [];
  const calls: CallContent[] = [];
  const results: ResultContent[] = [];
  for (const value of Array.isArray(content) ? content : []) {
    const block = asFields(value);
    switch (block?.['type']) {
      case 'text':
        texts.push(cut(asString(block['text']) ?? ''));
        break;
      case 'tool_use':
        calls.push({
          toolUseId: asId(block['id']) ?? '',
          toolName: asString(block['name']) ?? '',
          input: asFields(block['input']) ?? {},
        });
        break;
      case 'tool_result':
        results.push({
          toolUseId: asId(block['tool_use_id']) ?? '',
          isError: block['is_error'] === true,
          text: cut(resultText(block['content'])),
        });
        break;
    }
  }
  return { texts, calls, results, tasks: null, ...stood };
}

function attachmentContent(attachment: Fields): Omit<EntryContent, 'branch' | 'folder'> {
  const prompt = asString(attachment['prompt']);
  const isTasks = attachment['type'] === 'task_reminder' || attachment['type'] === 'todo_reminder';
  const tasks =
    isTasks && Array.isArray(attachment['content'])
      ? attachment['content'].map(asFields).filter((task) => task !== null)
      : null;
  return { texts: prompt === null ? [] : [cut(prompt)], calls: [], results: [], tasks };
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => asString(asFields(part)?.['text']) ?? '')
    .join('\n')
    .trim();
}

function cut(text: string): string {
  return cutAt(text, TEXT_LENGTH);
}
