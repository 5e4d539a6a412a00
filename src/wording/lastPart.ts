import { printable } from './escapeMarkdown';

/** What a folder or a file is called, of any platform; the whole where it has no name. */
export function lastPart(path: string): string {
  const name = path.split(/[\\/]/).findLast((part) => part !== '');
  return printable(name ?? path);
}
