import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that are found below one folder at most. */
export const MAX_FILES_BELOW = 500;
const MAX_DEPTH = 4;

/** A file that was found, with what it was looked for as. */
export interface FoundBelow<Place> {
  readonly file: string;
  readonly place: Place;
}

/** The files below a folder, in the order of their names; links to folders are not followed. */
export async function filesBelow<Place>(
  directory: string,
  isWanted: (name: string) => boolean,
  place: Place,
  depth = 0,
): Promise<FoundBelow<Place>[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const found: FoundBelow<Place>[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= MAX_FILES_BELOW) break;
    const path = join(directory, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH)
      found.push(...(await filesBelow(path, isWanted, place, depth + 1)));
    else if (!entry.isDirectory() && isWanted(entry.name)) found.push({ file: path, place });
  }
  return found;
}
