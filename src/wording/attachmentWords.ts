import { oneLine } from './labelParts';
import type { Translate } from './translate';

const TYPE_LENGTH = 60;

/** What Claude Code attached; where there is no plain word for it, its own. */
export function attachmentWords(type: string, t: Translate): string {
  switch (type) {
    case 'file':
      return t('Attached file');
    case 'directory':
      return t('Attached folder');
    case 'mcp_resource':
      return t('Attached MCP resource');
    case 'edited_text_file':
    case 'edited_image_file':
      return t('Reminder of an edited file');
    case 'compact_file_reference':
      return t('Reminder of a file read earlier');
    case 'diagnostics':
      return t('Problems in the editor');
    case 'selected_lines_in_ide':
      return t('Lines selected in the editor');
    case 'opened_file_in_ide':
      return t('File opened in the editor');
    case 'nested_memory':
    case 'instructions':
      return t('Memory file');
    case 'relevant_memories':
    case 'current_session_memory':
      return t('Memory');
    case 'hook_additional_context':
    case 'hook_success':
    case 'async_hook_response':
      return t('Hook output');
    case 'queued_command':
      return t('Queued prompt');
    case 'plan_file_reference':
      return t('Plan');
    default:
      return (
        listWords(type, t) ?? reminderWords(type, t) ?? stateWords(type, t) ?? ownWords(type, t)
      );
  }
}

function listWords(type: string, t: Translate): string | null {
  switch (type) {
    case 'skill_listing':
      return t('List of skills');
    case 'invoked_skills':
      return t('Skills in use');
    case 'agent_listing_delta':
      return t('List of subagents');
    case 'deferred_tools_delta':
      return t('List of tools');
    case 'mcp_instructions_delta':
      return t('Instructions of MCP servers');
    default:
      return null;
  }
}

function reminderWords(type: string, t: Translate): string | null {
  switch (type) {
    case 'task_reminder':
    case 'todo_reminder':
    case 'todo':
      return t('Reminder of the task list');
    case 'total_tokens_reminder':
    case 'token_usage':
      return t('Reminder of the tokens left');
    case 'budget_usd':
      return t('Reminder of the budget');
    case 'silent_turn_reminder':
      return t('Reminder to report');
    case 'plan_mode':
    case 'plan_mode_reentry':
      return t('Reminder of plan mode');
    case 'plan_mode_exit':
      return t('End of plan mode');
    case 'auto_mode':
      return t('Reminder of auto mode');
    case 'auto_mode_exit':
      return t('End of auto mode');
    case 'output_style':
      return t('Reminder of the output style');
    default:
      return null;
  }
}

function stateWords(type: string, t: Translate): string | null {
  switch (type) {
    case 'environment':
      return t('Environment');
    case 'model':
      return t('Model');
    case 'date':
    case 'date_change':
      return t('Date');
    case 'task_status':
      return t('State of a background task');
    case 'agent_mention':
      return t('Mention of a subagent');
    case 'command_permissions':
      return t('Tools that a command may use');
    case 'remote_session_change':
      return t('Note on commits and pull requests');
    default:
      return null;
  }
}

function ownWords(type: string, t: Translate): string {
  const words = oneLine(type.replaceAll('_', ' '), TYPE_LENGTH);
  return words === '' ? t('Attachment') : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
