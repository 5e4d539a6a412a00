import type { Item } from '../accounting/item';
import { OWN_TEXT_BEGINNING } from '../transcript/placeholderText';

/** Stands where further strings of the same item stood. */
export const SHORT_PLACEHOLDER = '[pruned]';
const SUBJECT_LENGTH = 120;
/** A path stays whole, so that the file can be read again; longer than this is none. */
const PATH_LENGTH = 1024;

/**
 * What a model does to get the result of a tool again. Of other tools nobody knows what a second
 * call would do.
 */
const AGAIN: Readonly<Record<string, string>> = {
  Read: 'read it again if needed',
  NotebookRead: 'read it again if needed',
  Write: 'read the file if needed',
  Edit: 'read the file if needed',
  MultiEdit: 'read the file if needed',
  NotebookEdit: 'read the file if needed',
  Bash: 'run it again if needed',
  Grep: 'search again if needed',
  Glob: 'search again if needed',
  LS: 'list it again if needed',
  WebFetch: 'fetch it again if needed',
  WebSearch: 'search again if needed',
};
/** Attachments that are files. */
const FILE_TYPES = new Set([
  'nested_memory',
  'file',
  'edited_text_file',
  'directory',
  'plan_file_reference',
]);

/**
 * What the model reads instead: what was there, how large it was, and how to get it back. One line
 * of plain text, the same for the same item; what comes from the transcript cannot break out of it.
 * Empty for thinking: no words of ours can stand in its place.
 */
export function placeholderOf(item: Item): string {
  if (item.kind === 'thinking') return '';
  if (item.kind === 'userText')
    return `${OWN_TEXT_BEGINNING}, ~${tokenWords(item.tokens)} tokens; its ends follow]`;
  const again = againWords(item);
  const rest = again === null ? '' : `; ${again}`;
  return `[pruned: ${whatWords(item)}, ~${tokenWords(item.tokens)} tokens${rest}]`;
}

function whatWords(item: Item): string {
  const about = aboutWords(item);
  const tool = item.toolName === null ? null : oneLine(item.toolName, SUBJECT_LENGTH);
  switch (item.kind) {
    case 'toolCall':
      return joined('input of', tool ?? 'a tool', about);
    case 'image':
      return joined(
        item.path === null && item.toolName === null ? 'pasted image' : 'image',
        sizeWords(item),
        tool === null ? '' : `from ${tool}`,
        about,
      );
    case 'document':
      return joined('document', tool === null ? '' : `from ${tool}`, about);
    case 'attachment':
      return joined(
        'attached',
        oneLine((item.attachmentType ?? '').replaceAll('_', ' '), SUBJECT_LENGTH),
        about,
      );
    case 'machineText':
      return joined(MACHINE_TEXTS[item.machineText ?? 'note'], about);
    default:
      return joined(tool ?? 'content', about);
  }
}

const MACHINE_TEXTS = {
  taskNotification: 'task notification',
  command: 'command',
  commandOutput: 'command output',
  note: 'note',
} as const;

function aboutWords({ path, subject }: Item): string {
  if (path !== null && path !== '') return oneLine(path, PATH_LENGTH);
  return subject === null ? '' : oneLine(subject, SUBJECT_LENGTH);
}

function againWords(item: Item): string | null {
  switch (item.kind) {
    case 'toolCall':
      return item.path === null ? null : 'read the file if needed';
    case 'toolResult':
      return item.toolName !== null && Object.hasOwn(AGAIN, item.toolName)
        ? AGAIN[item.toolName]!
        : null;
    case 'image':
    case 'document':
      return item.path === null ? null : 'read it again if needed';
    case 'attachment':
      return item.path !== null && FILE_TYPES.has(item.attachmentType ?? '')
        ? 'read it again if needed'
        : null;
    default:
      return null;
  }
}

function sizeWords({ size }: Item): string {
  return size === null ? '' : `${String(size.width)}×${String(size.height)}`;
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

/** K and M, floored, as everywhere else; placeholders are English, since the model reads them. */
function tokenWords(tokens: number): string {
  const [unit, suffix] =
    tokens >= 1_000_000 ? [1_000_000, 'M'] : tokens >= 1000 ? [1000, 'K'] : [1, ''];
  const parts = unit === 1 ? 1 : 10;
  return `${String(Math.floor((Math.max(0, tokens) * parts) / unit) / parts)}${suffix}`;
}

/** Without control and format characters, lone surrogates, and what would open or close a tag. */
function oneLine(text: string, most: number): string {
  const wellFormed = Buffer.from(text.slice(0, 4 * most)).toString();
  const plain = wellFormed
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/<(?=[/!?\p{L}])/gu, '‹')
    .trim();
  const characters = Array.from(plain);
  return characters.length <= most
    ? plain
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
