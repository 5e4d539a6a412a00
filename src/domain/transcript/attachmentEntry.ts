import type { AttachmentEntry, ContentBlock, RecordedTexts } from './entry';
import type { Fields, Frame } from './entryFrame';
import {
  asFields,
  asString,
  parseBlocks,
  shown,
  type TextMode,
  type TextPlace,
} from './parseBlocks';
import { recordedTexts } from './recordedTexts';

const NAME_LENGTH = 240;
/**
 * Kept in the file, not sent as a part of the conversation (`prompt_snapshot` is the system prompt
 * itself).
 */
const NEVER_SENT = new Set([
  'prompt_snapshot',
  'session_context',
  'deferred_tools_record',
  'hook_system_message',
  'hook_non_blocking_error',
  'hook_cancelled',
]);
/**
 * The wording around a list of tasks, empty or not: about 150 tokens by the usage of the next
 * response.
 */
const TASK_REMINDER_BYTES = 340;

/** What Claude Code put beside the conversation, as it is sent. */
export function attachmentEntry(fields: Fields, at: Frame, mode: TextMode): AttachmentEntry {
  const attachment = asFields(fields['attachment']);
  const rendered = Array.isArray(fields['rendered']) ? fields['rendered'] : [];
  const path =
    asString(attachment?.['filename']) ??
    asString(attachment?.['path']) ??
    asString(attachment?.['displayPath']) ??
    fileOfProblems(attachment);
  const hook = asString(attachment?.['hookName']) ?? asString(attachment?.['hookEvent']);
  const isQueued = attachment?.['type'] === 'queued_command';
  // What was typed while a turn ran is known by its words, and so is what a hook said.
  const place = isQueued || hook !== null ? 'own' : 'inside';
  return {
    kind: 'attachment',
    recorded: isQueued ? queuedRecord(attachment, mode) : null,
    line: at.line,
    offset: at.offset,
    bytes: at.bytes,
    uuid: at.uuid,
    parentUuid: at.parentUuid,
    isSidechain: at.isSidechain,
    timestampMs: at.timestampMs,
    attachmentType: asString(attachment?.['type']) ?? '',
    path: path === null ? null : shown(path, NAME_LENGTH, mode),
    hook: hook === null ? null : shown(hook, NAME_LENGTH, mode),
    modelIdentity: asString(asFields(attachment?.['identity'])?.['marketingName']),
    blocks:
      rendered.length > 0
        ? rendered.flatMap((part: unknown) =>
            parseBlocks(asFields(part)?.['content'], mode, place, 3),
          )
        : structuredText(attachment, mode, place),
  };
}

/** The first file that an editor found problems in. */
function fileOfProblems(attachment: Fields | null): string | null {
  const files = attachment?.['type'] === 'diagnostics' ? attachment['files'] : null;
  const uri = Array.isArray(files) ? asString(asFields(files[0])?.['uri']) : null;
  return uri?.replace(/^file:\/\//, '') ?? null;
}

/** What was queued while a turn ran is mostly typed; the end of a task is told there, too. */
function queuedRecord(attachment: Fields, mode: TextMode): RecordedTexts | null {
  return attachment['commandMode'] === 'task-notification'
    ? recordedTexts(attachment['prompt'], { isMeta: false, origin: 'task-notification' }, mode)
    : null;
}

/**
 * Versions before `rendered` (and entries without it) are rendered anew on resume, from these
 * fields.
 */
function structuredText(
  attachment: Fields | null,
  mode: TextMode,
  place: TextPlace,
): ContentBlock[] {
  const type = asString(attachment?.['type']);
  if (attachment === null || type === null || NEVER_SENT.has(type)) return [];
  if (type === 'hook_success' && attachment['hookEvent'] !== 'SessionStart') return [];
  if (type === 'task_reminder') return [{ kind: 'other', type, textBytes: TASK_REMINDER_BYTES }];
  const content = asFields(attachment['content']);
  const file = asFields(content?.['file']);
  const fields = [
    attachment['snippet'],
    file?.['content'],
    content?.['content'],
    attachment['content'],
    attachment['prompt'],
    attachment['planContent'],
    attachment['addedLines'],
    attachment['addedBlocks'],
  ];
  const found = fields.find((field) => typeof field === 'string' || Array.isArray(field));
  return parseBlocks(
    Array.isArray(found) && found.every((part) => typeof part === 'string')
      ? found.join('\n')
      : found,
    mode,
    place,
  );
}
