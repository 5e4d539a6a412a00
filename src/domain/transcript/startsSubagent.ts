import type { ToolUseBlock } from './entry';

/** Whether a call starts a subagent, by the tool's earlier name or its later one. */
export function startsSubagent({ toolName }: Pick<ToolUseBlock, 'toolName'>): boolean {
  return toolName === 'Agent' || toolName === 'Task';
}
