import { rm } from 'node:fs/promises';
import { undoSettings, writeSettings } from '../../io/claudeSettings/writeSettings';
import type { SettingsWriteProblem } from '../../io/claudeSettings/writeSettings';
import { kindOf, removeFolder } from '../../io/keeping/wholeFolder';
import { runCompanionCommand, type CommandProblem, type CompanionRun } from './companionCommand';
import { companionPlaces, type CompanionPlaces } from './companionPlaces';
import { COMPANION_COMMANDS, REMOVING_EDIT, settleSettings } from './companionSettings';
import { asSettingsChange, type CompanionChange } from './readCompanion';

export interface CompanionRemoved {
  readonly kind: 'removed';
  /** Whether the settings say what was shown, and nothing else. */
  readonly isAsShown: boolean;
  /**
   * Why Claude Code’s own list of plugins still names it, which does nothing: its settings and its
   * folder are gone.
   */
  readonly listed: CommandProblem | { readonly kind: 'noProgram' } | null;
  /** What could not be deleted. */
  readonly left: readonly string[];
}

export interface CompanionNotRemoved {
  readonly kind: 'notRemoved';
  readonly problem: SettingsWriteProblem;
}

export type CompanionRemoval = Omit<CompanionRun, 'env' | 'signal' | 'program'> & {
  /** `null` where there is none to start. */
  readonly program: CompanionRun['program'] | null;
  /** What a person saw and agreed to. */
  readonly agreed: CompanionChange;
};

/** Claude Code has forgotten it already. */
const GONE_CODES = ['not_installed', 'not_configured'];

/**
 * Takes the companion out of the settings, has Claude Code forget it, and deletes what belongs to
 * it. Where the settings cannot be written nothing is done; what fails after that is told. Never
 * throws.
 */
export async function removeCompanion(
  { agreed, program, ...where }: CompanionRemoval,
  env: CompanionRun['env'],
  nowMs: number,
): Promise<CompanionRemoved | CompanionNotRemoved> {
  const { configDirectory } = where;
  const problem = await takeOut(agreed, configDirectory, nowMs);
  if (problem !== null) return { kind: 'notRemoved', problem };
  let listed: CompanionRemoved['listed'] = program === null ? { kind: 'noProgram' } : null;
  if (program !== null)
    for (const args of COMPANION_COMMANDS.remove) {
      const told = await runCompanionCommand(args, { ...where, program, env });
      const isGone = told?.kind === 'refused' && GONE_CODES.includes(told.code);
      if (!isGone) listed ??= told;
    }
  return {
    kind: 'removed',
    isAsShown: await settleSettings(agreed.file, configDirectory, agreed.after),
    listed,
    left: await deleteAll(companionPlaces(configDirectory)),
  };
}

async function takeOut(
  agreed: CompanionChange,
  configDirectory: string,
  nowMs: number,
): Promise<SettingsWriteProblem | null> {
  if (agreed.before === agreed.after) return null;
  if (agreed.after === null) return takeAway(agreed, configDirectory, nowMs);
  const change = asSettingsChange(agreed, configDirectory, agreed.after);
  const written = await writeSettings(change, nowMs, REMOVING_EDIT);
  return 'problem' in written ? written.problem : null;
}

/** The file itself goes: there was none before the companion. */
async function takeAway(
  { file, before }: CompanionChange,
  configDirectory: string,
  nowMs: number,
): Promise<SettingsWriteProblem | null> {
  const change = { file, configDirectory, before: null, after: before ?? '', path: null };
  const { problem } = await undoSettings({ change, backup: null }, nowMs);
  return problem;
}

/** @returns what is still there. */
async function deleteAll({ folder, live, receipt }: CompanionPlaces): Promise<readonly string[]> {
  const left: string[] = [];
  for (const place of [folder, live]) {
    try {
      if ((await kindOf(place)) !== 'none') await removeFolder(place);
    } catch {
      left.push(place);
    }
  }
  await rm(receipt, { force: true }).catch(() => left.push(receipt));
  return left;
}
