import type { Item, ItemKind, ItemMark, KeptReason } from '../domain/accounting/item';
import { printable } from './escapeMarkdown';
import { formatTokens } from './formatTokens';
import { shorten } from './shorten';
import type { Translate } from './translate';

const LABEL_LENGTH = 120;
const NAME_LENGTH = 60;
const PATH_LENGTH = 80;
/** More is never shown, and texts may be huge. */
const LOOKED_AT = 400;

/**
 * An item in words that a person recognises, on one line: `Read src/app.ts`,
 * `pasted image 1440×900`.
 */
export function itemLabel(item: Item, t: Translate): string {
  return shorten(words(item, t), LABEL_LENGTH);
}

function words(item: Item, t: Translate): string {
  const subject =
    item.path === null || item.subject === null
      ? line(item.subject)
      : endOf(line(item.subject.slice(-LOOKED_AT)));
  switch (item.kind) {
    case 'toolCall':
    case 'toolResult':
      return joined(
        toolWords(item.toolName) ?? (item.kind === 'toolCall' ? t('tool call') : t('tool result')),
        subject,
      );
    case 'image':
    case 'document': {
      const pasted = item.kind === 'image' ? t('pasted image') : t('pasted document');
      const tool = toolWords(item.toolName);
      return joined(tool === null ? pasted : joined(tool, subject), pixels(item));
    }
    case 'attachment':
      return joined(attachmentWords(item.attachmentType ?? '', t), subject);
    case 'thinking':
      return t('Thinking turn {0}', item.turn);
    case 'summary':
      return t('summary of what was compacted');
    case 'machineText':
      return machineWords(item, subject, t);
    case 'userText':
    case 'assistantText':
      return quoted(subject, item.kind === 'userText' ? t('prompt') : t('reply'));
    case 'other':
      return subject === '' ? t('other') : subject;
  }
}

/** The name of a kind, for a column. */
export function itemKindWords(kind: ItemKind, t: Translate): string {
  const names: Record<ItemKind, string> = {
    userText: t('User text'),
    machineText: t('Machine text'),
    assistantText: t('Assistant text'),
    thinking: t('Thinking'),
    toolCall: t('Tool call'),
    toolResult: t('Tool result'),
    image: t('Image'),
    document: t('Document'),
    attachment: t('Attachment'),
    summary: t('Summary'),
    other: t('Other'),
  };
  return names[kind];
}

/** Why an item stays, as a whole sentence. */
export function keptWords(reason: KeptReason, t: Translate): string {
  const sentences: Record<KeptReason, string> = {
    userText: t('What you wrote stays.'),
    assistantText: t('What Claude wrote stays.'),
    thinking: t('The model signed its thinking, so it stays.'),
    summary: t('The summary replaces the conversation before it, so it stays.'),
    system: t('Claude Code needs this; it stays.'),
    notLive: t('It left the context already; pruning it would free nothing.'),
    small: t('Pruning this would save nothing.'),
    pruned: t('It was pruned, and can be put back.'),
    prunedUnkept: t('It was pruned, and no backup of it is left here.'),
    unknown: t('This kind of item is not known well enough to be changed.'),
  };
  return sentences[reason];
}

/** A mark, as short as a tag: `superseded`, `pruned ~9.3K`. */
export function markWords(
  mark: ItemMark,
  { freedTokens }: Pick<Item, 'freedTokens'>,
  t: Translate,
): string {
  const tags: Record<ItemMark, string> = {
    superseded: t('outdated'),
    duplicate: t('duplicate'),
    refusedImage: t('over 2000 px'),
    pruned: freedTokens === null ? t('pruned') : t('pruned ~{0}', formatTokens(freedTokens, 1)),
  };
  return tags[mark];
}

/** Why an item has a mark, in the few words that a column has room for. */
export function markReason(
  mark: ItemMark,
  { tokens, keptBecause }: Pick<Item, 'tokens' | 'keptBecause'>,
  t: Translate,
): string {
  const reasons: Record<ItemMark, string> = {
    superseded: t('read or changed since'),
    duplicate: t('same text again later'),
    refusedImage: t('refused beside 20 others'),
    pruned:
      keptBecause === 'prunedUnkept'
        ? t('no backup is left')
        : t('{0} left in its place', `~${formatTokens(tokens, 1)}`),
  };
  return reasons[mark];
}

/** What a mark means, as a whole sentence. */
export function markMeaning(mark: ItemMark, t: Translate): string {
  const sentences: Record<ItemMark, string> = {
    superseded: t('The file was read again or changed later.'),
    duplicate: t('The same content is in the context again, later.'),
    pruned: t('A short placeholder is in its place.'),
    refusedImage: t(
      'The API refuses requests with more than 20 images when one is larger than 2000 px.',
    ),
  };
  return sentences[mark];
}

/** `1440×900`; empty where the size is not known. */
function pixels({ size }: Item): string {
  return size === null ? '' : `${String(size.width)}×${String(size.height)}`;
}

/**
 * The tool's name without its server: `browser_take_screenshot` for
 * `mcp__playwright__browser_take_screenshot`.
 */
function toolWords(toolName: string | null): string | null {
  const name = shorten(line(toolName).replace(/^mcp__.{0,100}?__(?=.)/, ''), NAME_LENGTH);
  return name === '' ? null : name;
}

function machineWords({ machineText }: Item, subject: string, t: Translate): string {
  switch (machineText) {
    case 'taskNotification':
      return joined(t('task notification'), subject);
    case 'command':
      return joined(t('command'), subject);
    case 'commandOutput':
      return joined(t('command output'), subject);
    default:
      return quoted(subject, t('note by Claude Code'));
  }
}

/** What Claude Code attached, by its own word for it. */
export function attachmentWords(type: string, t: Translate): string {
  switch (type) {
    case 'file':
      return t('attached file');
    case 'directory':
      return t('attached folder');
    case 'edited_text_file':
      return t('edited file reminder');
    case 'nested_memory':
      return t('memory file');
    case 'hook_additional_context':
    case 'hook_success':
      return t('hook output');
    case 'queued_command':
      return t('queued prompt');
    case 'plan_file_reference':
    case 'plan_mode':
      return t('plan');
    case 'skill_listing':
      return t('list of skills');
    case 'agent_listing_delta':
      return t('list of subagents');
    case 'deferred_tools_delta':
      return t('list of tools');
    case 'mcp_instructions_delta':
      return t('instructions of MCP servers');
    case 'task_reminder':
      return t('task reminder');
    default:
      return (
        shorten(line(type.slice(0, LOOKED_AT)).replaceAll('_', ' ').trim(), NAME_LENGTH) ||
        t('attachment')
      );
  }
}

function quoted(text: string, otherwise: string): string {
  return text === '' ? otherwise : `“${shorten(text, LABEL_LENGTH - 2)}”`;
}

function joined(first: string, second: string): string {
  return second === '' ? first : `${first} ${second}`;
}

/** The end of a path tells more than its beginning. */
function endOf(path: string): string {
  const characters = Array.from(path);
  return characters.length <= PATH_LENGTH ? path : `…${characters.slice(1 - PATH_LENGTH).join('')}`;
}

/** One line of what may be anything. Spaces that show nothing do not count as words. */
function line(text: string | null): string {
  const shown = printable((text ?? '').slice(0, LOOKED_AT)).replace(/\s+/g, ' ');
  return /[^\s\p{Cf}]/u.test(shown) ? shown : '';
}
