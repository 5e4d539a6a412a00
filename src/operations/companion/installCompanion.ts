import { rmdir } from 'node:fs/promises';
import { canRunCompanion } from '../../domain/companion/companionDoors';
import { writeSettings, type SettingsWriteProblem } from '../../io/claudeSettings/writeSettings';
import type { SettingsWritten } from '../../io/claudeSettings/writeSettings';
import { kindOf, replaceFolder } from '../../io/keeping/wholeFolder';
import type { ReplacedFolder } from '../../io/keeping/wholeFolder';
import { codeOf, localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import { runCompanionCommand, type CommandProblem, type CompanionRun } from './companionCommand';
import { fingerprints, readCompanionFolder, textHash } from './companionFolder';
import type { CompanionFolder } from './companionFolder';
import { companionPlaces, type CompanionPlaces } from './companionPlaces';
import { readReceipt, writeReceipt } from './companionReceipt';
import {
  COMPANION_COMMANDS,
  installingEdit,
  saysTheSame,
  saysTheSameBesides,
  settingsState,
  settleSettings,
  takeKeysOut,
} from './companionSettings';
import { asSettingsChange, type CompanionChange, type CompanionWhere } from './readCompanion';

/** Why nothing was installed; all is as it was then. */
export type CompanionProblem =
  | CommandProblem
  /** This Claude Code runs no such plugins. */
  | { readonly kind: 'tooOld'; readonly version: string }
  | { readonly kind: 'settings'; readonly problem: SettingsWriteProblem }
  /** Somebody else's marketplace has the name. */
  | { readonly kind: 'otherMarketplace' }
  /** No folder of ours stands at the place. */
  | { readonly kind: 'inTheWay'; readonly path: string }
  | { readonly kind: 'unwritable'; readonly path: string; readonly code: string }
  | { readonly kind: 'notShipped' };

export interface CompanionInstalled {
  readonly kind: 'installed';
  readonly version: string;
  /** Whether the settings say what was shown, and nothing else. */
  readonly isAsShown: boolean;
}

export interface CompanionFailed {
  readonly kind: 'failed';
  readonly problem: CompanionProblem;
}

export type CompanionOrder = CompanionWhere &
  Omit<CompanionRun, 'env' | 'signal'> & {
    /** What a person saw and agreed to. */
    readonly agreed: CompanionChange;
  };

interface Installing {
  readonly env: CompanionRun['env'];
  readonly signal: AbortSignal;
  readonly nowMs: number;
  /** Of {@link INSTALL_STEPS}. */
  readonly onDidStep: (done: number) => void;
}

/** The folder, the settings, the command. */
export const INSTALL_STEPS = 3;

/**
 * Installs the companion by Claude Code's own command, from a folder that survives updates of the
 * extension; what is there already is replaced. The settings are written as they were shown, before
 * Claude Code does the same. Never throws; where it fails, nothing of it stays.
 */
export async function installCompanion(
  order: CompanionOrder,
  { env, signal, nowMs, onDidStep }: Installing,
): Promise<CompanionInstalled | CompanionFailed> {
  const { program, configDirectory, shippedDirectory, agreed } = order;
  if (!canRunCompanion(program.version))
    return failed({ kind: 'tooOld', version: program.version });
  const places = companionPlaces(configDirectory);
  if (settingsState(agreed.before, places.folder) === 'other' || agreed.after === null)
    return failed({ kind: 'otherMarketplace' });
  const shipped = await readCompanionFolder(shippedDirectory);
  if (shipped === null) return failed({ kind: 'notShipped' });
  const put = await putFolder(shipped, places);
  if ('problem' in put) return { kind: 'failed', problem: put.problem };
  onDidStep(1);
  const change = asSettingsChange(agreed, configDirectory, agreed.after);
  const written = await writeSettings(change, nowMs, installingEdit(places.folder));
  if ('problem' in written) {
    await put.takeBack();
    return failed({ kind: 'settings', problem: written.problem });
  }
  onDidStep(2);
  const run = { ...order, env, signal };
  for (const args of COMPANION_COMMANDS.install(places.folder)) {
    const problem = await runCompanionCommand(args, run);
    if (problem === null) continue;
    await undo(written, put, { ...order, env });
    return { kind: 'failed', problem };
  }
  onDidStep(INSTALL_STEPS);
  const isAsShown = await settleSettings(agreed.file, configDirectory, written.change.after);
  await noteInstalled(shipped, written, places, nowMs).catch(() => undefined);
  await put.settle();
  return { kind: 'installed', version: shipped.version, isAsShown };
}

/**
 * Replaces the folder by the newer one that the extension brings. Claude Code reads it when a
 * session starts, or loads its plugins again. Never throws.
 */
export async function updateCompanion(
  { configDirectory, shippedDirectory }: CompanionWhere,
  nowMs: number,
): Promise<CompanionInstalled | CompanionFailed> {
  const places = companionPlaces(configDirectory);
  const shipped = await readCompanionFolder(shippedDirectory);
  if (shipped === null) return failed({ kind: 'notShipped' });
  const put = await putFolder(shipped, places);
  if ('problem' in put) return { kind: 'failed', problem: put.problem };
  const receipt = await readReceipt(places.receipt);
  await writeReceipt(places.receipt, {
    ...(receipt ?? { atMs: nowMs, settingsHash: '', settingsBefore: undefined }),
    version: shipped.version,
    files: fingerprints(shipped),
  }).catch(() => undefined); // then it is told by what it holds
  await put.settle();
  return { kind: 'installed', version: shipped.version, isAsShown: true };
}

/** The folder, and the one in which running sessions are spoken with. */
async function putFolder(
  shipped: CompanionFolder,
  { own, folder, live }: CompanionPlaces,
): Promise<ReplacedFolder | { readonly problem: CompanionProblem }> {
  let put: ReplacedFolder | null = null;
  try {
    for (const place of [own, folder, live])
      if ((await kindOf(place)) === 'other') return { problem: { kind: 'inTheWay', path: place } };
    await localFileSystem.makeDirectory(own);
    put = await replaceFolder(folder, shipped.files);
    const isNew = (await kindOf(live)) === 'none';
    await localFileSystem.makeDirectory(live);
    const { takeBack, settle } = put;
    return {
      settle,
      takeBack: async () => {
        if (isNew) await rmdir(live).catch(() => undefined); // a session has written there
        await takeBack().catch(() => undefined);
      },
    };
  } catch (error) {
    await put?.takeBack().catch(() => undefined);
    return { problem: { kind: 'unwritable', path: folder, code: codeOf(error) } };
  }
}

/** After a command that failed: Claude Code may have noted a part of it. */
async function undo(
  { change }: SettingsWritten,
  put: ReplacedFolder,
  run: CompanionRun & CompanionWhere,
): Promise<void> {
  const { file, configDirectory, before, after } = change;
  const isRepair = saysTheSame(before, after);
  if (!isRepair) for (const args of COMPANION_COMMANDS.remove) await runCompanionCommand(args, run);
  const isBack = await settleSettings(file, configDirectory, before, (text) =>
    saysTheSameBesides(text, before),
  );
  if (!isBack && !isRepair) await takeKeysOut(file, configDirectory);
  await put.takeBack();
}

async function noteInstalled(
  shipped: CompanionFolder,
  { change, backup }: SettingsWritten,
  { receipt }: CompanionPlaces,
  nowMs: number,
): Promise<void> {
  const earlier = await readReceipt(receipt);
  const isFirst = !saysTheSame(change.before, change.after);
  await writeReceipt(receipt, {
    version: shipped.version,
    atMs: isFirst ? nowMs : (earlier?.atMs ?? nowMs),
    files: fingerprints(shipped),
    settingsHash: isFirst ? textHash(change.after) : (earlier?.settingsHash ?? ''),
    settingsBefore: isFirst ? backup : earlier?.settingsBefore,
  });
}

function failed(problem: CompanionProblem): CompanionFailed {
  return { kind: 'failed', problem };
}
