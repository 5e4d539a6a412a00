import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readTextFile } from '../keeping/textFile';
import { jsonValueAt, withJsonValue, type KeyPath } from './editJson';
import { MAX_PLACED_BYTES, readPlaced, type PlaceProblem } from './placedFile';
import { forgetSettingsVersion, keepSettingsVersion } from './settingsVersions';
import { removeText, swapText, type ReplacedFile } from './swapText';
import { jsonEdit, wholeEdit, type TextEdit } from './textEdit';

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
  | PlaceProblem
  /** Somebody, Claude Code perhaps, has written it since, and in it what was to be changed. */
  | 'changed'
  /** Somebody writes it all the time: what was written did not stay. */
  | 'busy'
  | 'notJson'
  | 'unwritable'
  /** The old version could not be kept. */
  | 'notKept';

export interface SettingsWritten {
  readonly change: SettingsChange;
  /** The old version, in our own folder; `null` where there was none. */
  readonly backup: string | null;
}

/** Of settings. What is no JSON is a text of the project, and gets what any new file gets. */
const NEW_SETTINGS_MODE = 0o600;
/** Against somebody who writes all the time: some seconds. */
const MOST_ATTEMPTS = 24;
/** What is not there so many times in a row was not just being written. */
const MOST_MISSED = 4;
/** Different each time, so that it does not keep step with somebody else's. */
const MOST_PAUSE_MS = 80;
/** A program that keeps its settings in a file reads it and writes it back within milliseconds. */
const LOOKS_MS = [5, 15, 30, 50, 100, 150];

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
  for (let missed = 1; ; missed++) {
    const read = await readPlaced(file, configDirectory);
    if ('problem' in read) return read;
    const before = read.found?.text ?? null;
    const after = withJsonValue(before ?? '', path, value);
    // Half of it, or nothing, stands there while another program writes it in place.
    const isWhole = after !== null && before?.trim() !== '';
    if (after !== null && (isWhole || missed === MOST_MISSED))
      return { change: { file, configDirectory, before, after, path } };
    if (missed === MOST_MISSED) return { problem: 'notJson' };
    await delay(Math.random() * MOST_PAUSE_MS);
  }
}

/**
 * Reads a text file and plans a change in it. Never throws.
 * @param configDirectory Claude Code's.
 * @param edit of the text, `null` for a file that does not exist yet; gives `null` where what is to
 *   be changed is not there any more.
 */
export async function planTextChange(
  file: string,
  configDirectory: string,
  edit: (text: string | null) => string | null,
): Promise<{ readonly change: SettingsChange } | { readonly problem: SettingsWriteProblem }> {
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read;
  const before = read.found?.text ?? null;
  const after = edit(before);
  return after === null
    ? { problem: 'changed' }
    : { change: { file, configDirectory, before, after, path: null } };
}

/**
 * Makes a planned change, each time by one rename, and looks whether it stands: where somebody else
 * has written the file since it was read, or goes on from what they read before, the edit is made
 * again on what they wrote. The old version is kept in our own folder. Never throws.
 *
 * @param edit where the change is none of one JSON value: how it is made again.
 * @returns what was replaced and by what; with a problem the change is not in the file.
 */
export async function writeSettings(
  change: SettingsChange,
  dateMs: number,
  edit: TextEdit = editOf(change),
): Promise<SettingsWritten | { readonly problem: SettingsWriteProblem }> {
  const { file, configDirectory, before } = change;
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read;
  const kept = await keepVersion(change, before, dateMs);
  if (kept === undefined) return { problem: 'notKept' };
  const outcome = await writeUntilItStands({ change, edit, overtaken: null }).catch(() => ({
    problem: 'unwritable' as const,
  }));
  if ('problem' in outcome) {
    await forgetSettingsVersion(kept);
    return outcome;
  }
  if (outcome.before === before) return { change: outcome, backup: kept };
  const newer = await keepVersion(change, outcome.before, dateMs);
  if (newer === undefined) return { change: outcome, backup: kept };
  await forgetSettingsVersion(kept);
  return { change: outcome, backup: newer };
}

/** @returns undefined where it could not be kept. */
function keepVersion(
  { file, configDirectory }: SettingsChange,
  text: string | null,
  dateMs: number,
): Promise<string | null | undefined> {
  if (text === null) return Promise.resolve(null);
  return keepSettingsVersion(configDirectory, file, text, dateMs).catch(() => undefined);
}

interface Writing {
  readonly change: SettingsChange;
  readonly edit: TextEdit;
  /** What was written in vain, and what stands in the file that it replaced. */
  overtaken: { readonly by: string | null; readonly written: string } | null;
}

async function writeUntilItStands(
  writing: Writing,
): Promise<SettingsChange | { readonly problem: SettingsWriteProblem }> {
  let missed = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS && missed < MOST_MISSED; attempt++) {
    if (attempt > 0) await delay(MOST_PAUSE_MS * Math.random());
    const outcome = await attemptWriting(writing);
    if (typeof outcome !== 'string') return outcome;
    missed = outcome === 'missed' ? missed + 1 : 0;
  }
  return { problem: writing.overtaken === null ? 'changed' : 'busy' };
}

/** @returns `missed`: what is to be changed is not there; `again`: somebody else was faster. */
async function attemptWriting(
  writing: Writing,
): Promise<SettingsChange | { readonly problem: SettingsWriteProblem } | 'missed' | 'again'> {
  const { change, edit, overtaken } = writing;
  const read = await readPlaced(change.file, change.configDirectory);
  if ('problem' in read) return read;
  const { place, found } = read;
  const now = found?.text ?? null;
  // somebody wrote into the file that was replaced, and nobody has gone on from ours since
  const from = overtaken?.by != null && now === overtaken.written ? overtaken.by : now;
  if (overtaken !== null && from === now && edit.holds(now))
    return { ...change, after: overtaken.written };
  const after = from === change.before ? change.after : madeAgain(edit, from, change);
  if (after === null) return 'missed';
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const newMode = change.path === null ? undefined : NEW_SETTINGS_MODE;
  const replaced = await swapText(place, now, after, found?.mode ?? newMode);
  if (replaced === null) return 'again';
  try {
    const { stands, by } = await lookWhetherItStands(place, now, writing, replaced);
    if (stands) return { ...change, before: from, after };
    writing.overtaken = { by, written: after };
    return 'again';
  } finally {
    replaced.close();
  }
}

/** An empty file is one that somebody is just writing. */
function madeAgain(edit: TextEdit, text: string | null, { before }: SettingsChange): string | null {
  return text?.trim() === '' && before?.trim() !== '' ? null : edit.apply(text);
}

/**
 * Whether the change is in the file, and stays there for a moment: somebody may have read the old
 * one just before, and write it back.
 * @returns `by`: what was written into the old file after it was replaced.
 */
async function lookWhetherItStands(
  place: string,
  before: string | null,
  { change, edit }: Writing,
  replaced: ReplacedFile,
): Promise<{ readonly stands: boolean; readonly by: string | null }> {
  let stands = false;
  let lastLate = before;
  for (const pauseMs of LOOKS_MS) {
    await delay(pauseMs);
    const late = replaced.text();
    const isWhole = late === lastLate; // twice the same
    lastLate = late;
    if (late !== null && late !== before) {
      if (isWhole && madeAgain(edit, late, change) !== null) return { stands: false, by: late };
      continue;
    }
    const read = await readTextFile(place, MAX_PLACED_BYTES).catch(() => null);
    const text = read === null || 'problem' in read ? null : read.text;
    stands = edit.holds(text);
    if (!stands && madeAgain(edit, text, change) !== null) break;
  }
  return { stands, by: null };
}

function editOf({ before, after, path }: SettingsChange): TextEdit {
  return path === null
    ? wholeEdit(before, after)
    : jsonEdit(path, jsonValueAt(before ?? '{}', path), jsonValueAt(after, path));
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
  if (text === after && before === null) return removed(read.place, after);
  const back =
    path === null
      ? wholeEdit(after, before ?? '')
      : jsonEdit(path, jsonValueAt(after, path), jsonValueAt(before ?? '{}', path));
  const undone = text === after ? before : text === null ? null : back.apply(text);
  if (undone === null) return { problem: 'changed' };
  const written = await writeSettings({ ...change, before: text, after: undone }, dateMs, back);
  if ('problem' in written) return written;
  if (text === after)
    for (const kept of [written.backup, backup]) await forgetSettingsVersion(kept);
  return { problem: null };
}

function removed(place: string, text: string): { readonly problem: SettingsWriteProblem | null } {
  try {
    return { problem: removeText(place, text) ? null : 'changed' };
  } catch {
    return { problem: 'unwritable' };
  }
}
