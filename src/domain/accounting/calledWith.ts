import type { ToolUseBlock } from '../transcript/entry';
import type { Item } from './item';

/**
 * What a call is about; a path as it is within the session's folder, and whole, so that its end can
 * be shown.
 */
export function calledWith(
  { toolName, subject, path }: ToolUseBlock,
  cwd: string | null,
): Pick<Item, 'toolName' | 'subject' | 'path'> {
  return {
    toolName,
    subject:
      path !== null && subject !== null && path.startsWith(subject) ? within(cwd, path) : subject,
    path,
  };
}

/** A path as it is within a folder; whole where it is elsewhere. */
export function within(folder: string | null, path: string): string {
  const isInside =
    folder !== null &&
    folder !== '' &&
    path.startsWith(folder) &&
    /^[/\\]./.test(path.slice(folder.length));
  return isInside ? path.slice(folder.length + 1) : path;
}
