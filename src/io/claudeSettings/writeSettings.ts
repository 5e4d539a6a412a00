import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { realPlace, realPlaceIn } from '../keeping/realPlace';
import { wayFrom } from '../sessions/wayFrom';
import {
  readTextFile,
  replaceTextFile,
  type TextFile,
  type TextFileProblem,
} from '../keeping/textFile';
import { jsonValueAt, withJsonValue, type KeyPath } from './editJson';
import { forgetSettingsVersion, keepSettingsVersion } from './settingsVersions';

/** A change of one file that a person can look at before it is made. */
export interface SettingsChange {
  readonly file: string;
  /**
   * Claude Code's. What is in it is the person's own, links included: many keep such files in a
   * repository of dotfiles. Any other file has to be where it seems to be, in its folder.
   */
  readonly configDirectory: string;
  /** `null` for a file that does not exist yet. */
  readonly before: string | null;
  readonly after: string;
  /** The way to the value that is changed; `null` for a file that is no JSON. */
  readonly path: KeyPath | null;
}

export type SettingsWriteProblem =
  | TextFileProblem
  /** Somebody, Claude Code perhaps, has written it since. */
  | 'changed'
  /** It is, or is behind, a link that leads out of its folder, or to nothing. */
  | 'outside'
  | 'notJson'
  | 'unreadable'
  | 'unwritable'
  /** The old version could not be kept. */
  | 'notKept';

export interface SettingsWritten {
  readonly change: SettingsChange;
  /** The old version, in our own folder; `null` where there was none. */
  readonly backup: string | null;
}

const MAX_BYTES = 16 * 1024 * 1024;
const NEW_FILE_MODE = 0o600;

/**
 * Reads a settings file and plans one value in it. Nothing is written. Never throws.
 * @param configDirectory Claude Code's.
 */
export async function planJsonChange(
  file: string,
  configDirectory: string,
  path: KeyPath,
  value: unknown,
): Promise<{ readonly change: SettingsChange } | { readonly problem: SettingsWriteProblem }> {
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read;
  const before = read.found?.text ?? null;
  const after = withJsonValue(before ?? '', path, value);
  return after === null
    ? { problem: 'notJson' }
    : { change: { file, configDirectory, before, after, path } };
}

/**
 * Reads a text file and plans a change in it. Never throws.
 * @param configDirectory Claude Code's.
 * @param edit `null` where what is to be changed is not there any more.
 */
export async function planTextChange(
  file: string,
  configDirectory: string,
  edit: (text: string) => string | null,
): Promise<{ readonly change: SettingsChange } | { readonly problem: SettingsWriteProblem }> {
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read;
  const before = read.found?.text ?? null;
  const after = before === null ? null : edit(before);
  return after === null
    ? { problem: 'changed' }
    : { change: { file, configDirectory, before, after, path: null } };
}

/**
 * Makes a planned change by one rename, if the file is still what the plan was made of. The old
 * version is kept in our own folder. Never throws; with a problem nothing has changed.
 */
export async function writeSettings(
  change: SettingsChange,
  dateMs: number,
): Promise<SettingsWritten | { readonly problem: SettingsWriteProblem }> {
  const { file, configDirectory, before, after } = change;
  let backup: string | null = null;
  try {
    const read = await readPlaced(file, configDirectory);
    if ('problem' in read) return read;
    const { place, found } = read;
    if ((found?.text ?? null) !== before) return { problem: 'changed' };
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const mode = found?.mode ?? NEW_FILE_MODE;
    if (before !== null) {
      try {
        backup = await keepSettingsVersion(configDirectory, file, before, dateMs);
      } catch {
        return { problem: 'notKept' };
      }
    }
    // Claude Code writes `.claude.json` while it runs: that is looked at once more in there
    if (await replaceTextFile(place, before, after, mode)) return { change, backup };
    await forgetSettingsVersion(backup);
    return { problem: 'changed' };
  } catch {
    await forgetSettingsVersion(backup);
    return { problem: 'unwritable' };
  }
}

/**
 * Takes a change back: byte for byte while nobody else has written the file, else the one value, if
 * it is still the one that was written. Never throws.
 */
export async function undoSettings(
  { change, backup }: SettingsWritten,
  dateMs: number,
): Promise<{ readonly problem: SettingsWriteProblem | null }> {
  const { file, configDirectory, before, after, path } = change;
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read;
  const text = read.found?.text ?? null;
  if (text === after) {
    if (before === null)
      return {
        problem: await rm(read.place).then(
          () => null,
          () => 'unwritable' as const,
        ),
      };
    const undone = await writeSettings({ ...change, before: after, after: before }, dateMs);
    if ('problem' in undone) return undone;
    for (const kept of [undone.backup, backup]) await forgetSettingsVersion(kept);
    return { problem: null };
  }
  if (path === null || text === null || !isSame(jsonValueAt(text, path), jsonValueAt(after, path)))
    return { problem: 'changed' };
  const planned = await planJsonChange(
    file,
    configDirectory,
    path,
    before === null ? undefined : jsonValueAt(before, path),
  );
  if ('problem' in planned) return planned;
  const undone = await writeSettings(planned.change, dateMs);
  return { problem: 'problem' in undone ? undone.problem : null };
}

interface Placed {
  /** Where the file really is. */
  readonly place: string;
  readonly found: TextFile | null;
}

async function readPlaced(
  file: string,
  configDirectory: string,
): Promise<Placed | { readonly problem: SettingsWriteProblem }> {
  try {
    const place = isOwn(file, configDirectory)
      ? await realPlace(file)
      : await realPlaceIn(folderOf(file), file);
    if (place === null) return { problem: 'outside' };
    const found = await readTextFile(place, MAX_BYTES);
    return found !== null && 'problem' in found ? found : { place, found };
  } catch {
    return { problem: 'unreadable' };
  }
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

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
