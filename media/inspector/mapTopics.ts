import type { Row } from '../../src/features/inspector/protocol';
import { CATEGORY_WORDS, t } from './words';

const COMMANDS = t('Commands');
const SEARCHES = t('Searches');
const WEB = t('Web');
const AGENTS = t('Subagents');
const PLANS = t('Plans and to-dos');
const CONVERSATION = t('Conversation');
const SKILLS = t('Skills');

/** What a tool of Claude Code is for, where that is no file. */
const TOPIC_OF_TOOL: ReadonlyMap<string, string> = new Map([
  ...['Bash', 'BashOutput', 'KillShell', 'KillBash', 'PowerShell', 'Monitor', 'TaskOutput'].map(
    (tool) => [tool, COMMANDS] as const,
  ),
  ...['Grep', 'Glob', 'LS'].map((tool) => [tool, SEARCHES] as const),
  ...['WebFetch', 'WebSearch'].map((tool) => [tool, WEB] as const),
  ...['Task', 'Agent', 'Workflow', 'SendMessage'].map((tool) => [tool, AGENTS] as const),
  ...[
    'TodoWrite',
    'TodoRead',
    'TaskCreate',
    'TaskUpdate',
    'TaskList',
    'TaskGet',
    'EnterPlanMode',
    'ExitPlanMode',
  ].map((tool) => [tool, PLANS] as const),
  ['AskUserQuestion', CONVERSATION] as const,
  ...['Skill', 'SlashCommand'].map((tool) => [tool, SKILLS] as const),
]);

/**
 * What an item is about when it is about no file: commands, the conversation, an MCP server by its
 * name, a tool by its own. The name can be typed into the filter of the table.
 */
export function topicOf(row: Row): string {
  switch (row.category) {
    case 'userText':
    case 'assistantText':
    case 'summary':
      return CONVERSATION;
    case 'toolCall':
    case 'toolResult':
      return row.tool === null
        ? CATEGORY_WORDS[row.category]
        : (TOPIC_OF_TOOL.get(row.tool) ?? serverOf(row.tool) ?? row.tool);
    default:
      return CATEGORY_WORDS[row.category];
  }
}

/** The path of an item that is about one file; `null` for searches and pictures, which have some. */
export function fileOf(row: Row): string | null {
  if (row.path === null || row.category === 'image') return null;
  return row.tool !== null && TOPIC_OF_TOOL.has(row.tool) ? null : row.path;
}

/** `figma` of `mcp__figma__get_design_context`; `null` for a tool of Claude Code. */
export function serverOf(tool: string): string | null {
  if (!tool.startsWith('mcp__')) return null;
  const end = tool.indexOf('__', 5);
  return end <= 5 ? null : tool.slice(5, end);
}

/** A tool's name without its server. */
export function toolName(tool: string): string {
  const server = serverOf(tool);
  return server === null ? tool : tool.slice(server.length + 7) || tool;
}

export function isConversation(row: Row): boolean {
  return topicOf(row) === CONVERSATION;
}

export function isCommand(row: Row): boolean {
  return row.tool !== null && TOPIC_OF_TOOL.get(row.tool) === COMMANDS;
}
