import { isValueOf, SETTINGS } from '../../host/settings';

/** The values of an earlier build's setting; undefined where there is none. */
interface EarlierValues {
  readonly user: unknown;
  readonly workspace: unknown;
  readonly folder: unknown;
}

/** Where settings are read and written, by their keys without the section. */
export interface SettingsPort {
  readonly earlier: (key: string) => EarlierValues;
  /** In the user settings; undefined where there is none. */
  readonly own: (key: string) => unknown;
  readonly write: (key: string, value: unknown) => PromiseLike<unknown>;
}

/** Keys, without the section. */
export interface CarriedSettings {
  /** All that the user settings have under the earlier names. */
  readonly found: readonly string[];
  readonly carried: readonly string[];
  /** Could not be written. */
  readonly failed: readonly string[];
  /** Where a workspace has settings under the earlier names: they are not ours to write. */
  readonly inWorkspace: 'none' | 'workspace' | 'folder';
}

/**
 * Writes what the user settings have under the earlier names under the present ones, where there
 * is nothing yet and the value is one that the setting takes. The earlier ones stay. Never throws.
 */
export async function carryOverSettings(port: SettingsPort): Promise<CarriedSettings> {
  const found: string[] = [];
  const carried: string[] = [];
  const failed: string[] = [];
  let inWorkspace: CarriedSettings['inWorkspace'] = 'none';
  for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
    const { key } = SETTINGS[name];
    const { user, workspace, folder } = port.earlier(key);
    if (workspace !== undefined) inWorkspace = 'workspace';
    else if (folder !== undefined && inWorkspace === 'none') inWorkspace = 'folder';
    if (user === undefined) continue;
    found.push(key);
    if (port.own(key) !== undefined || !isValueOf(name, user)) continue;
    try {
      await port.write(key, user);
      carried.push(key);
    } catch {
      failed.push(key); // the settings file cannot be written, or is being edited
    }
  }
  return { found, carried, failed, inWorkspace };
}
