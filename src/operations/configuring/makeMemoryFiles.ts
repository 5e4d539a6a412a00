import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeText } from '../../io/claudeSettings/swapText';
import { realPlaceIn } from '../../io/keeping/realPlace';
import { makeTextFileIn } from '../../io/keeping/textFile';
import { codeOf } from '../../io/sessionFile/sessionFileSystem';
import { memoryFilesNamed } from './changeSettings';

/** Below a project. */
const FOLDER = '.ai';

export interface MadeMemoryFiles {
  /** By their names; what was there already is not among them. */
  readonly made: readonly string[];
  /** Whether `.ai` was made as well. */
  readonly isFolderNew: boolean;
}

/** `file`: below the project, as people name it. */
export interface UnmadeMemoryFile {
  readonly problem: 'outside' | 'unwritable';
  readonly file: string;
}

/**
 * Makes memory files below `.ai` in a project; never over a file that is there, and never out of
 * the project. What was made before a problem came up is taken back. Never throws.
 */
export async function makeMemoryFiles(
  project: string,
  names: readonly string[],
): Promise<MadeMemoryFiles | UnmadeMemoryFile> {
  const isFolderNew = !existsSync(join(project, FOLDER));
  const made: string[] = [];
  for (const { name, text } of memoryFilesNamed(names)) {
    const file = `${FOLDER}/${name}`;
    let problem: UnmadeMemoryFile['problem'] | null = null;
    try {
      const outcome = await makeTextFileIn(project, join(project, file), text);
      if (outcome === 'made') made.push(name);
      if (outcome === 'outside') problem = outcome;
    } catch (error) {
      if (codeOf(error) === '') throw error;
      problem = 'unwritable';
    }
    if (problem === null) continue;
    await unmakeMemoryFiles(project, { made, isFolderNew });
    return { problem, file };
  }
  return { made, isFolderNew };
}

/**
 * Takes them away again, as far as they hold what they were made with. Never throws.
 * @returns `kept`: those that somebody has written into since.
 */
export async function unmakeMemoryFiles(
  project: string,
  { made, isFolderNew }: MadeMemoryFiles,
): Promise<{ readonly kept: readonly string[] }> {
  const kept: string[] = [];
  for (const { name, text } of memoryFilesNamed(made)) {
    const isGone = await takeAway(project, join(project, FOLDER, name), text).catch(() => false);
    if (!isGone) kept.push(name);
  }
  // one that holds something by now is not removed
  if (isFolderNew) await rmdir(join(project, FOLDER)).catch(() => undefined);
  return { kept };
}

/** @returns whether it is gone. */
async function takeAway(project: string, file: string, text: string): Promise<boolean> {
  const place = await realPlaceIn(project, file);
  return place !== null && (removeText(place, text) || !existsSync(place));
}
