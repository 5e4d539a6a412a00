import { join } from 'node:path';
import { CLAUDE_FILE, withPointers } from '../../domain/prevention/memoryFiles';
import { makeTextFileIn } from '../../io/keeping/textFile';
import { codeOf } from '../../io/sessionFile/sessionFileSystem';
import { memoryFilesNamed } from './changeSettings';

/** What was asked for, by the names of memory files. */
export interface MemoryFilesOrder {
  readonly folder: string;
  readonly make: readonly string[];
  /** What a new CLAUDE.md points to; nothing of that when there is nothing to point to. */
  readonly pointTo: readonly string[];
}

export type MadeMemoryFiles =
  /** `claudeFile`: whether CLAUDE.md was made, or is there and left as it is. */
  | { readonly claudeFile: 'made' | 'there' | 'none' }
  /** `file`: below the folder, as people name it. */
  | { readonly problem: 'outside' | 'unwritable'; readonly file: string };

/**
 * Makes memory files below `.ai` in a folder, and CLAUDE.md where there is none; never over a file
 * that is there, and never out of the folder. Never throws.
 */
export async function makeMemoryFiles({
  folder,
  make,
  pointTo,
}: MemoryFilesOrder): Promise<MadeMemoryFiles> {
  const files = [
    ...memoryFilesNamed(make).map(({ name, text }) => ({ file: `.ai/${name}`, text })),
    ...(pointTo.length === 0
      ? []
      : [{ file: CLAUDE_FILE, text: withPointers('', memoryFilesNamed(pointTo)) ?? '' }]),
  ];
  let claudeFile: 'made' | 'there' | 'none' = 'none';
  for (const { file, text } of files) {
    try {
      const made = await makeTextFileIn(folder, join(folder, file), text);
      if (made === 'outside') return { problem: made, file };
      if (file === CLAUDE_FILE) claudeFile = made;
    } catch (error) {
      if (codeOf(error) === '') throw error;
      return { problem: 'unwritable', file };
    }
  }
  return { claudeFile };
}
