import { dirname, join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { realPlace, realPlaceIn } from '../keeping/realPlace';
import { readTextFile, type TextFile, type TextFileProblem } from '../keeping/textFile';
import { wayFrom } from '../sessions/wayFrom';

/** `outside`: it is, or is behind, a link that leads out of its folder, or to nothing. */
export type PlaceProblem = TextFileProblem | 'outside' | 'unreadable';

export const MAX_PLACED_BYTES = 16 * 1024 * 1024;
/** Who writes a file in place empties it first. */
const BLANK_LOOKS = 4;
const BLANK_MS = 15;

export interface PlacedFile {
  /** Where the file really is. */
  readonly place: string;
  readonly found: TextFile | null;
}

/**
 * Reads a settings file where it may be. What is in the config directory is the person's own, links
 * included; any other file has to be where it seems to be, in its folder. Never throws.
 * @param configDirectory Claude Code's.
 */
export async function readPlaced(
  file: string,
  configDirectory: string,
): Promise<PlacedFile | { readonly problem: PlaceProblem }> {
  try {
    const place = isOwn(file, configDirectory)
      ? await realPlace(file)
      : await realPlaceIn(folderOf(file), file);
    if (place === null) return { problem: 'outside' };
    let found = await readTextFile(place, MAX_PLACED_BYTES);
    for (let look = 0; look < BLANK_LOOKS && isBlank(found); look++) {
      await delay(BLANK_MS);
      found = await readTextFile(place, MAX_PLACED_BYTES);
    }
    return found !== null && 'problem' in found ? found : { place, found };
  } catch {
    return { problem: 'unreadable' };
  }
}

function isBlank(found: Awaited<ReturnType<typeof readTextFile>>): boolean {
  return found !== null && !('problem' in found) && found.text.trim() === '';
}

function isOwn(file: string, configDirectory: string): boolean {
  const beside = join(dirname(configDirectory), '.claude.json');
  return file === beside || wayFrom(configDirectory, file) !== null;
}

/** The folder that has the `.claude` that a file is in; without one, the folder it is in. */
function folderOf(file: string): string {
  const names = dirname(file).split(sep);
  const at = names.lastIndexOf('.claude');
  return at === -1 ? dirname(file) : names.slice(0, at).join(sep) || sep;
}
