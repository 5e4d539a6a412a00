import type { CompanionState } from '../../domain/companion/companionState';
import { ENABLED_KEY } from '../../domain/companion/companionKeys';
import { readPlaced } from '../../io/claudeSettings/placedFile';
import type { SettingsChange, SettingsWriteProblem } from '../../io/claudeSettings/writeSettings';
import { kindOf } from '../../io/keeping/wholeFolder';
import { fingerprints, isSameContent, readCompanionFolder } from './companionFolder';
import type { CompanionFolder } from './companionFolder';
import { companionPlaces, type CompanionPlaces } from './companionPlaces';
import { readReceipt, type CompanionReceipt } from './companionReceipt';
import { settingsRemoved, settingsState, withKeys } from './companionSettings';

/** Which companion, and where. Plain: it crosses threads. */
export interface CompanionWhere {
  readonly configDirectory: string;
  /** What the extension brings. */
  readonly shippedDirectory: string;
}

/** A change of the user settings that a person looks at; `after` is `null` for no file. */
export type CompanionChange = Pick<SettingsChange, 'file' | 'before'> & {
  readonly after: string | null;
};

export interface CompanionReading {
  readonly state: CompanionState;
  /** What an installation would do to the settings; `null` where it can do nothing. */
  readonly installing: CompanionChange | null;
  /** The same of a removal. */
  readonly removing: CompanionChange | null;
  /** Why there is neither. */
  readonly problem: SettingsWriteProblem | null;
}

/**
 * How the companion stands, and what would be changed. Nothing is written or started.
 * @returns `null` where the extension brings none. Never throws.
 */
export async function readCompanion({
  configDirectory,
  shippedDirectory,
}: CompanionWhere): Promise<CompanionReading | null> {
  const places = companionPlaces(configDirectory);
  const [shipped, installed, receipt, kind] = await Promise.all([
    readCompanionFolder(shippedDirectory),
    readCompanionFolder(places.folder),
    readReceipt(places.receipt),
    kindOf(places.folder).catch(() => 'other' as const),
  ]);
  if (shipped === null) return null;
  const state: CompanionState = {
    shippedVersion: shipped.version,
    shippedFiles: shipped.files.length,
    installedVersion: installed?.version ?? null,
    sinceMs: receipt?.atMs ?? null,
    folder: folderState(kind, installed, shipped, receipt),
    settings: 'unknown',
  };
  const read = await readPlaced(places.settings, configDirectory);
  if ('problem' in read) return { state, installing: null, removing: null, problem: read.problem };
  const text = read.found?.text ?? null;
  const changes = await changesOf(text, receipt, places, configDirectory);
  return {
    state: { ...state, settings: settingsState(text, places.folder) },
    ...changes,
    problem: changes.installing === null ? 'notJson' : null,
  };
}

function folderState(
  kind: 'none' | 'folder' | 'other',
  installed: CompanionFolder | null,
  shipped: CompanionFolder,
  receipt: CompanionReceipt | null,
): CompanionState['folder'] {
  if (kind === 'none') return 'none';
  if (kind === 'other') return 'inTheWay';
  if (installed === null) return 'changed';
  const there = fingerprints(installed);
  const expected =
    receipt?.version === installed.version
      ? receipt.files
      : installed.version === shipped.version
        ? fingerprints(shipped)
        : there; // of another version nobody knows what it held
  return isSameContent(there, expected) ? 'sound' : 'changed';
}

async function changesOf(
  text: string | null,
  receipt: CompanionReceipt | null,
  places: CompanionPlaces,
  configDirectory: string,
): Promise<Pick<CompanionReading, 'installing' | 'removing'>> {
  const file = places.settings;
  const after = withKeys(text, places.folder);
  const removed =
    text === null ? null : await settingsRemoved(text, receipt, places, configDirectory);
  return {
    installing: after === null ? null : { file, before: text, after },
    removing:
      text === null
        ? { file, before: null, after: null }
        : removed === null
          ? null
          : { file, before: text, after: removed.after },
  };
}

/** A change as the writer of settings takes it; by one of its keys, the one that counts. */
export function asSettingsChange(
  { file, before }: CompanionChange,
  configDirectory: string,
  after: string,
): SettingsChange {
  return { file, configDirectory, before, after, path: [...ENABLED_KEY] };
}
