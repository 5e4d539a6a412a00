import type { ToolUseBlock } from '../transcript/entry';

/**
 * Tools whose result is a file's content, and tools that change a file. Old names stand in old
 * sessions.
 */
const READING: ReadonlySet<string> = new Set(['Read', 'NotebookRead', 'View']);
const WRITING: ReadonlySet<string> = new Set(['Write', 'Create']);
const EDITING: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'NotebookEdit', 'Update']);

/** What a call does to the file that it names; `null` when it is about no file, or does neither. */
export function fileUse({
  toolName,
  path,
}: Pick<ToolUseBlock, 'toolName' | 'path'>): 'read' | 'write' | 'edit' | null {
  if (path === null) return null;
  if (READING.has(toolName)) return 'read';
  if (WRITING.has(toolName)) return 'write';
  return EDITING.has(toolName) ? 'edit' : null;
}
