/** How the companion stands on this machine. */
export interface CompanionState {
  /** What the extension brings. */
  readonly shippedVersion: string;
  readonly shippedFiles: number;
  /** Of the folder that Claude Code reads; `null` where it says none. */
  readonly installedVersion: string | null;
  /** When it was installed; `null` where that was not noted. */
  readonly sinceMs: number | null;
  /**
   * `changed`: it holds something else than what was put there. `inTheWay`: a file or a link stands
   * in its place.
   */
  readonly folder: 'none' | 'sound' | 'changed' | 'inTheWay';
  /**
   * What the user settings say of it. `partly`: one of the two keys. `other`: another marketplace
   * has its name. `unknown`: they cannot be read.
   */
  readonly settings: 'none' | 'partly' | 'enabled' | 'disabled' | 'other' | 'unknown';
}

/**
 * `disabled`: it lies there, and the settings turn it off. `damaged`: it is there in part, or is
 * not what was put there.
 */
export type CompanionStanding = 'absent' | 'installed' | 'disabled' | 'damaged';

export function companionStanding({ folder, settings }: CompanionState): CompanionStanding {
  const isSet = settings === 'enabled' || settings === 'disabled';
  if (isSet) {
    if (folder !== 'sound') return 'damaged';
    return settings === 'enabled' ? 'installed' : 'disabled';
  }
  return folder === 'none' || (folder === 'inTheWay' && settings === 'none') ? 'absent' : 'damaged';
}

/** Whether the extension brings a newer one than the one that is installed. */
export function isNewerShipped({ shippedVersion, installedVersion }: CompanionState): boolean {
  return installedVersion !== null && compareVersions(shippedVersion, installedVersion) > 0;
}

/** By numbers; what is none counts as 0. */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) =>
    version.split('.', 3).map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let part = 0; part < 3; part++) {
    const difference = (left![part] ?? 0) - (right![part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
