import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { jsonValueAt, withJsonValue, type KeyPath } from './editJson';

/** A change of one file that a person can look at before it is made. */
export interface SettingsChange {
  readonly file: string;
  /** `null` for a file that does not exist yet. */
  readonly before: string | null;
  readonly after: string;
  /** The way to the value that is changed; `null` for a file that is no JSON. */
  readonly path: KeyPath | null;
}

export type SettingsWriteProblem =
  /** Somebody, Claude Code perhaps, has written it since. */
  | 'changed'
  /** It may lead into a repository of dotfiles, or anywhere. */
  | 'symlink'
  | 'notAFile'
  | 'notJson'
  | 'tooLarge'
  | 'unreadable'
  | 'unwritable';

export interface SettingsWritten {
  readonly change: SettingsChange;
  /** The old file, beside the new one; `null` where there was none. */
  readonly backup: string | null;
}

const MAX_BYTES = 16 * 1024 * 1024;
const NEW_FILE_MODE = 0o600;

/** Reads a settings file and plans one value in it. Nothing is written. Never throws. */
export async function planJsonChange(
  file: string,
  path: KeyPath,
  value: unknown,
): Promise<{ readonly change: SettingsChange } | { readonly problem: SettingsWriteProblem }> {
  const read = await readText(file);
  if ('problem' in read) return read;
  const after = withJsonValue(read.text ?? '', path, value);
  return after === null
    ? { problem: 'notJson' }
    : { change: { file, before: read.text, after, path } };
}

/**
 * Reads a text file and plans a change in it.
 * @param edit `null` where what is to be changed is not there any more. Never throws.
 */
export async function planTextChange(
  file: string,
  edit: (text: string) => string | null,
): Promise<{ readonly change: SettingsChange } | { readonly problem: SettingsWriteProblem }> {
  const read = await readText(file);
  if ('problem' in read) return read;
  const after = read.text === null ? null : edit(read.text);
  return after === null
    ? { problem: 'changed' }
    : { change: { file, before: read.text, after, path: null } };
}

/**
 * Makes a planned change by one rename, if the file is still what the plan was made of. The old one
 * is kept beside it. Never throws; with a problem nothing has changed.
 */
export async function writeSettings(
  change: SettingsChange,
  dateMs: number,
): Promise<SettingsWritten | { readonly problem: SettingsWriteProblem }> {
  const { file, before, after } = change;
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  let backup: string | null = null;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const found = await readText(file);
    if ('problem' in found) return found;
    if (found.text !== before) return { problem: 'changed' };
    const mode = before === null ? NEW_FILE_MODE : (await lstat(file)).mode & 0o777;
    await writeNew(temporary, after, mode);
    if (before !== null) backup = await keepBeside(file, dateMs);
    // Claude Code writes `.claude.json` while it runs: look once more, immediately before.
    const now = await readText(file);
    if ('problem' in now || now.text !== before) {
      if (backup !== null) await rm(backup, { force: true });
      return { problem: 'problem' in now ? now.problem : 'changed' };
    }
    await rename(temporary, file);
    return { change, backup };
  } catch {
    if (backup !== null) await rm(backup, { force: true }).catch(() => undefined);
    return { problem: 'unwritable' };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/**
 * Takes a change back: byte for byte while nobody else has written the file, else the one value, if
 * it is still the one that was written. Never throws.
 */
export async function undoSettings(
  { change: { file, before, after, path }, backup }: SettingsWritten,
  dateMs: number,
): Promise<{ readonly problem: SettingsWriteProblem | null }> {
  const read = await readText(file);
  if ('problem' in read) return read;
  if (read.text === after) {
    if (before === null)
      return {
        problem: await rm(file).then(
          () => null,
          () => 'unwritable' as const,
        ),
      };
    const undone = await writeSettings({ file, before: after, after: before, path }, dateMs);
    if ('problem' in undone) return undone;
    for (const kept of [undone.backup, backup])
      if (kept !== null) await rm(kept, { force: true }).catch(() => undefined);
    return { problem: null };
  }
  if (
    path === null ||
    read.text === null ||
    !isSame(jsonValueAt(read.text, path), jsonValueAt(after, path))
  )
    return { problem: 'changed' };
  const planned = await planJsonChange(
    file,
    path,
    before === null ? undefined : jsonValueAt(before, path),
  );
  if ('problem' in planned) return planned;
  const undone = await writeSettings(planned.change, dateMs);
  return { problem: 'problem' in undone ? undone.problem : null };
}

async function readText(
  file: string,
): Promise<{ readonly text: string | null } | { readonly problem: SettingsWriteProblem }> {
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) return { problem: 'symlink' };
    if (!stats.isFile()) return { problem: 'notAFile' };
    if (stats.size > MAX_BYTES) return { problem: 'tooLarge' };
    return { text: await readFile(file, 'utf8') };
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? { text: null }
      : { problem: 'unreadable' };
  }
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, mode); // whatever the umask says
}

/** `settings.json.2026-11-21.bak`, or with a number behind the date. */
async function keepBeside(file: string, dateMs: number): Promise<string> {
  const base = `${file}.${new Date(dateMs).toISOString().slice(0, 10)}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}.bak` : `${base}.${String(number)}.bak`;
    try {
      await copyFile(file, name, constants.COPYFILE_EXCL);
      return name;
    } catch (error) {
      if (
        !(error instanceof Error && 'code' in error && error.code === 'EEXIST') ||
        number === 1000
      )
        throw error;
    }
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
