import type { Item, KeptReason } from './item';

/**
 * Attachments whose content can be replaced, in its rendered and in its structured form (measured
 * with 2.1.329: each is sent as edited).
 */
const PRUNABLE_ATTACHMENTS: ReadonlySet<string> = new Set([
  'file',
  'directory',
  'edited_text_file',
  'nested_memory',
  'hook_additional_context',
  'hook_success',
  'plan_file_reference',
  'plan_mode',
]);
/** What Claude Code tells the model about itself and its surroundings: it has to stay. */
const SYSTEM_ATTACHMENT =
  /^(prompt_snapshot|skill_listing|invoked_skills|task_reminder|todo_reminder|todo|environment|model|instructions|session_context|remote_session_change|command_permissions|date|date_change|compact_file_reference|.*_delta|.*_record|.*_exit|.*_reminder|auto_mode|plan_mode_reentry|ultra_?\w*|output_style|critical_system_reminder|hook_\w+|async_hook_\w+|token_usage|budget_usd)$/;

/** What stays unless somebody chooses it by itself. */
export const BY_CHOICE: ReadonlySet<KeptReason> = new Set(['finishedThinking', 'pastedText']);
/** A person's text from here on may be something pasted: how it begins and ends is a small part. */
const PASTED_BYTES = 4000;
/** A placeholder names what was there and how to get it back: about this many bytes, and tokens. */
const PLACEHOLDER_BYTES = 240;
const PLACEHOLDER_TOKENS = 60;

/** Of an item, what decides whether it may go. */
export interface PrunableFacts extends Pick<Item, 'kind' | 'attachmentType' | 'tokens' | 'isLive'> {
  /** Bytes that a placeholder would replace. */
  readonly replaceableBytes: number;
  /** Content of a kind that nobody has tried to replace. */
  readonly isUnknown: boolean;
  /** Thinking that may be left out; see `finishedThinking`. */
  readonly isFinished: boolean;
  /** It stands in the file of a subagent. */
  readonly isOfSubagent: boolean;
}

/**
 * Why an item has to stay in the session, or, of finished thinking and of pasted text, stays unless
 * somebody asks for it; `null` when it can be pruned.
 */
export function keptReason(facts: PrunableFacts): KeptReason | null {
  if (!facts.isLive) return 'notLive';
  if (facts.isOfSubagent) return 'subagent';
  switch (facts.kind) {
    case 'userText':
      return facts.replaceableBytes < PASTED_BYTES ? 'userText' : 'pastedText';
    case 'assistantText':
    case 'summary':
      return facts.kind;
    case 'thinking':
      return facts.isFinished ? 'finishedThinking' : 'thinking';
    case 'other':
      return 'unknown';
    case 'image':
    case 'document':
      return facts.tokens < PLACEHOLDER_TOKENS ? 'small' : null;
    case 'machineText':
    case 'toolCall':
    case 'toolResult':
      if (facts.isUnknown) return 'unknown';
      break;
    case 'attachment': {
      const reason = attachmentReason(facts.attachmentType ?? '');
      if (reason !== null) return reason;
      break;
    }
  }
  return facts.replaceableBytes < PLACEHOLDER_BYTES ? 'small' : null;
}

function attachmentReason(type: string): KeptReason | null {
  if (type === 'queued_command') return 'userText';
  if (PRUNABLE_ATTACHMENTS.has(type)) return null;
  return SYSTEM_ATTACHMENT.test(type) ? 'system' : 'unknown';
}
