import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  COMPANION_ID,
  COMPANION_NAME,
  ENABLED_KEY,
  MARKETPLACE_KEY,
  marketplaceOf,
} from '../../domain/companion/companionKeys';
import type { CompanionState } from '../../domain/companion/companionState';
import { jsonValueAt, withJsonValue } from '../../io/claudeSettings/editJson';
import { readPlaced } from '../../io/claudeSettings/placedFile';
import { asSettings } from '../../io/claudeSettings/readSettingsFile';
import { settingsVersionsDirectory } from '../../io/claudeSettings/settingsVersions';
import { removeText, swapText } from '../../io/claudeSettings/swapText';
import type { TextEdit } from '../../io/claudeSettings/textEdit';
import { writeSettings, type SettingsWriteProblem } from '../../io/claudeSettings/writeSettings';
import { textHash } from './companionFolder';
import type { CompanionPlaces } from './companionPlaces';
import type { CompanionReceipt } from './companionReceipt';

/** The user settings with the two keys; `null` where they are no settings. */
export function withKeys(text: string | null, folder: string): string | null {
  const enabled = withJsonValue(text ?? '', ENABLED_KEY, true);
  if (enabled === null) return null;
  return withJsonValue(enabled, MARKETPLACE_KEY, marketplaceOf(folder));
}

/** Without them, and without an object that held nothing else. */
function withoutKeys(text: string): string | null {
  if (text.trim() !== '' && withJsonValue(text, ENABLED_KEY, true) === null) return null;
  let result: string | null = text;
  for (const path of [ENABLED_KEY, MARKETPLACE_KEY]) {
    if (result === null) return null;
    if (jsonValueAt(result, path) === undefined) continue;
    const [above] = path;
    const rest = Object.keys(asSettings(jsonValueAt(result, [above])) ?? {}).length;
    result = withJsonValue(result, rest === 1 ? [above] : path, undefined);
  }
  return result;
}

/** Turns the companion on, on whatever stands there by then. */
export function installingEdit(folder: string): TextEdit {
  return {
    apply: (text) => withKeys(text, folder),
    holds: (text) => settingsState(text, folder) === 'enabled',
  };
}

/** Turns it off, and forgets where it is. */
export const REMOVING_EDIT: TextEdit = {
  apply: (text) => (text === null ? null : withoutKeys(text)),
  holds: (text) => text !== null && withoutKeys(text) === text,
};

/** @param text of the user settings; `null` where there are none. */
export function settingsState(text: string | null, folder: string): CompanionState['settings'] {
  if (text === null || text.trim() === '') return 'none';
  if (withJsonValue(text, ['x'], 1) === null) return 'unknown';
  const enabled = jsonValueAt(text, ENABLED_KEY);
  const marketplace = jsonValueAt(text, MARKETPLACE_KEY);
  if (marketplace !== undefined && !isSameValue(marketplace, marketplaceOf(folder))) {
    const source = asSettings(asSettings(marketplace)?.['source']);
    if (source?.['source'] !== 'directory' || source['path'] !== folder) return 'other';
  }
  if (enabled === undefined && marketplace === undefined) return 'none';
  if (enabled === undefined || marketplace === undefined) return 'partly';
  return enabled === true ? 'enabled' : 'disabled';
}

/**
 * What the settings will say without it: what they said before it was installed, as long as nobody
 * has changed them since; else the keys are taken out. `after` is `null` for no file.
 */
export async function settingsRemoved(
  text: string,
  receipt: CompanionReceipt | null,
  { settings }: CompanionPlaces,
  configDirectory: string,
): Promise<{ readonly after: string | null } | null> {
  const before = receipt?.settingsBefore;
  if (receipt !== null && before !== undefined && receipt.settingsHash === textHash(text)) {
    if (before === null) return { after: null };
    const kept = await keptVersion(before, settingsVersionsDirectory(configDirectory, settings));
    if (kept !== null) return { after: kept };
  }
  const after = withoutKeys(text);
  return after === null ? null : { after };
}

/** A version that was kept, as long as it is there and is one without the companion. */
async function keptVersion(path: string, directory: string): Promise<string | null> {
  if (dirname(path) !== directory) return null;
  const text = await readFile(path, 'utf8').catch(() => null);
  return text !== null && withoutKeys(text) === text ? text : null;
}

/**
 * Claude Code orders the settings anew whenever it writes them. Where they say the same as what was
 * shown, they are put as they were shown.
 *
 * @param wanted `null` for no file.
 * @param saysIt whether a text says what is wanted, in whatever order.
 * @returns whether they say it. Never throws.
 */
export async function settleSettings(
  file: string,
  configDirectory: string,
  wanted: string | null,
  saysIt: (text: string | null) => boolean = (text) => saysTheSame(text, wanted),
): Promise<boolean> {
  try {
    const read = await readPlaced(file, configDirectory);
    if ('problem' in read) return false;
    const text = read.found?.text ?? null;
    if (text === wanted) return true;
    if (!saysIt(text)) return false;
    if (text !== null && wanted === null) removeText(read.place, text);
    else if (wanted !== null)
      (await swapText(read.place, text, wanted, read.found?.mode ?? 0o600))?.close();
    return true;
  } catch {
    return false;
  }
}

/** Whether two settings are the same but for the keys of the companion. */
export function saysTheSameBesides(one: string | null, other: string | null): boolean {
  const [left, right] = [one, other].map((text) => withoutKeys(text ?? ''));
  return left != null && right != null && saysTheSame(left, right);
}

/** Whatever the order of keys; an object in which plugins would stand counts only if any do. */
export function saysTheSame(one: string | null, other: string | null): boolean {
  const [left, right] = [one, other].map(valueOf);
  return left !== undefined && right !== undefined && isSameValue(left, right);
}

function valueOf(text: string | null): unknown {
  if (text === null || text.trim() === '') return {};
  try {
    const fields = { ...asSettings(JSON.parse(text.replace(/^\uFEFF/, ''))) };
    for (const key of [ENABLED_KEY[0], MARKETPLACE_KEY[0]])
      if (Object.keys(asSettings(fields[key]) ?? { full: true }).length === 0)
        Reflect.deleteProperty(fields, key);
    return fields;
  } catch {
    return undefined;
  }
}

function isSameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  const fields = asSettings(value);
  if (fields === null) return value;
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((key) => [key, inOrder(fields[key])]),
  );
}

/**
 * What `claude` is run with to install it from a folder, and to take it out. In two steps each:
 * `plugin install --marketplace` is not there in 2.1.287.
 */
export const COMPANION_COMMANDS = {
  install: (folder: string): readonly (readonly string[])[] => [
    ['plugin', 'marketplace', 'add', folder, '--json'],
    ['plugin', 'install', COMPANION_ID, '--json'],
  ],
  remove: [
    ['plugin', 'uninstall', COMPANION_ID, '--json'],
    ['plugin', 'marketplace', 'remove', COMPANION_NAME, '--json'],
  ],
} as const;

/** Takes the keys out of whatever the settings are by now. Never throws. */
export async function takeKeysOut(
  file: string,
  configDirectory: string,
): Promise<SettingsWriteProblem | null> {
  const read = await readPlaced(file, configDirectory);
  if ('problem' in read) return read.problem;
  const before = read.found?.text ?? null;
  const after = before === null ? null : withoutKeys(before);
  if (before === after) return null;
  if (after === null) return 'notJson';
  const change = { file, configDirectory, before, after, path: [...ENABLED_KEY] };
  const written = await writeSettings(change, Date.now(), REMOVING_EDIT);
  return 'problem' in written ? written.problem : null;
}
