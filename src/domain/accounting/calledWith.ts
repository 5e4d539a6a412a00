import type { Detail, ToolUseBlock } from '../transcript/entry';
import type { Transcript } from '../transcript/transcript';
import type { Item } from './item';

/**
 * What a call is about; a path as it is within the session's folder, and whole, so that its end can
 * be shown.
 */
export function calledWith(
  { cwd, pages }: Pick<Transcript, 'cwd' | 'pages'>,
  call: ToolUseBlock,
): Pick<Item, 'toolName' | 'subject' | 'detail' | 'path'> {
  const { toolName, subject, path, detail } = call;
  const page = pages.of(call);
  return {
    toolName,
    subject:
      path !== null && subject !== null && path.startsWith(subject) ? within(cwd, path) : subject,
    detail:
      page === null
        ? detail
        : { ...detailInWords(page), part: detail?.part ?? detail?.words ?? null },
    path,
  };
}

/** What is told by its words alone. */
export function detailInWords(words: string): Detail {
  return { words, count: null, range: null, part: null };
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
