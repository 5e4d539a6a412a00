import * as vscode from 'vscode';
import { terminalCompactArguments } from '../../io/claudeProgram/claudeCommandLine';
import type { ClaudeProgram, ProgramProblem } from '../../io/claudeProgram/findClaudeProgram';
import type { CompactFailure } from '../../operations/compacting/compactFailure';
import type { CompactOutcome } from '../../operations/compacting/compactSession';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { logFailure } from '../../log';
import { showError, showInformation, showWarning } from '../../host/messages';
import { programProblemWords } from '../../wording/programProblemWords';
import { maybeOpenWords } from '../../wording/pruneReport';
import { compactHeadless } from './compactHeadless';
import { compactOpenSession } from './compactOpenSession';
import { nextModel, planCompact, type CompactPlan } from './compactPlan';
import { resultCode, showCompacted, untilNoticed } from './compactResult';
import { showCompactSheet } from './compactSheet';
import {
  compactedMessage,
  failureMessage,
  notKeptMessage,
  refusalMessage,
  unknownOutcomeMessage,
} from './compactText';

export interface CompactContext {
  readonly worker: SessionsWorker;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
  readonly log: vscode.LogOutputChannel;
  /**
   * A person, or a setting of theirs, has a session compacted: what comes of it is told here. What
   * it returns is called where nothing did.
   */
  readonly onDidAsk: (path: string) => () => void;
}

/** In the log. */
const AFTERWARDS = 'What comes after a compaction';
/** Claude Code's own time for a compaction that somebody else started. */
const TYPED_TIME_LIMIT_MS = 10 * 60_000;

/**
 * `Leeway: Compact with a Smaller Model…`.
 * @param path of a session file; the active session without one.
 */
export async function compactCommand(services: CompactContext, path?: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const { followed, claude } = services;
  const session = await followed.find(path);
  const { compactModels: models } = currentSettings();
  const snapshot = session?.snapshot;
  const plan = snapshot === undefined ? null : planCompact(snapshot, models[0]!);
  if (snapshot === undefined || plan === null) {
    const choose = t('Switch Session…');
    const answer = await showInformation(
      t('There is no session with anything to compact.'),
      choose,
    );
    if (answer === choose) await vscode.commands.executeCommand('leeway.switchSession');
    return;
  }
  const holder = await claude.holderOf(plan.sessionId);
  if (holder !== null) {
    if (await compactOpenSession(snapshot, holder))
      tellWhenTyped(plan, services).catch(logFailure(services.log, AFTERWARDS));
    return;
  }
  const program = await claude.program();
  if ('problem' in program) return showProgramProblem(program.problem);
  const planWith = (model: string): CompactPlan => ({
    ...(planCompact(snapshot, model) ?? plan),
    model,
  });
  await offer(services, program, planWith, models[0]!, '');
}

async function offer(
  services: CompactContext,
  program: ClaudeProgram,
  planWith: (model: string) => CompactPlan,
  model: string,
  focus: string,
): Promise<void> {
  const choice = await showCompactSheet(
    { models: currentSettings().compactModels, planWith },
    model,
    focus,
  );
  switch (choice?.kind) {
    case undefined:
      return;
    case 'prune':
      await vscode.commands.executeCommand('leeway.pruneToFit', choice.plan.sessionFile);
      return;
    case 'terminal':
      await services.claude.openTerminal(
        program,
        terminalCompactArguments({ ...choice.plan, focus: choice.focus }),
        choice.plan.cwd,
      );
      tellWhenTyped(choice.plan, services).catch(logFailure(services.log, AFTERWARDS));
      return;
    case 'now':
      return compactNow(services, program, planWith, choice.plan, choice.focus, new Set());
  }
}

/**
 * With a model that the account does not have, the next of the setting is tried without asking
 * again. What it came to is told, not waited for.
 */
async function compactNow(
  services: CompactContext,
  program: ClaudeProgram,
  planWith: (model: string) => CompactPlan,
  plan: CompactPlan,
  focus: string,
  tried: Set<string>,
): Promise<void> {
  const { log, claude, followed } = services;
  const withdraw = services.onDidAsk(plan.sessionFile);
  const outcome = await compactUnlessOpen(services.worker, plan, focus, program);
  if (typeof outcome === 'string' || outcome?.kind !== 'compacted') withdraw();
  if (outcome === 'left' || outcome === 'restricted') return;
  log.info(`Compact ${plan.sessionId} with ${plan.model}: ${resultCode(outcome)}.`);
  const logged = logFailure(log, AFTERWARDS);
  if (outcome?.kind === 'compacted')
    showCompacted(plan, outcome.backup, program, claude, followed).catch(logged);
  else if (outcome?.kind === 'notAllowed')
    void showWarning(refusalMessage(outcome.reason, plan.cwd, vscode.l10n.t));
  else if (outcome?.kind === 'refused') void showWarning(notKeptMessage(outcome, vscode.l10n.t));
  else if (outcome === null) void showError(unknownOutcomeMessage(vscode.l10n.t));
  else {
    tried.add(plan.model);
    const next = nextModel(currentSettings().compactModels, tried);
    if (outcome.code === 'modelUnavailable' && next !== null)
      return compactNow(services, program, planWith, planWith(next), focus, tried);
    offerNext(services, outcome, plan, () =>
      offer(services, program, planWith, next ?? plan.model, focus),
    ).catch(logged);
  }
}

/**
 * Where it cannot be known whether somebody has the session open, only when the person says that
 * nobody has; `left` where they would rather not.
 */
async function compactUnlessOpen(
  worker: SessionsWorker,
  plan: CompactPlan,
  focus: string,
  program: ClaudeProgram,
): Promise<Awaited<ReturnType<typeof compactHeadless>> | 'left'> {
  const outcome = await compactHeadless(worker, plan, focus, program);
  if (outcome === 'restricted' || outcome === null || !isMaybeOpen(outcome)) return outcome;
  const closed = vscode.l10n.t('Yes, It Is Closed');
  return (await showWarning(maybeOpenWords(vscode.l10n.t), closed)) === closed
    ? compactHeadless(worker, plan, focus, program, true)
    : 'left';
}

function isMaybeOpen(outcome: CompactOutcome): boolean {
  return outcome.kind === 'notAllowed' && outcome.reason === 'maybeOpen';
}

/** What failed, and what to try next. */
async function offerNext(
  { log }: CompactContext,
  failure: CompactFailure,
  plan: CompactPlan,
  tryAgain: () => Promise<void>,
): Promise<void> {
  const { t } = vscode.l10n;
  const again = t('Try Again…');
  const prune = t('Prune to Fit…');
  const showLog = t('Show Log');
  const buttons = [...(failure.code === 'tooLong' ? [prune] : []), again, showLog];
  const message = failureMessage(failure, plan.model, t);
  const answer = await (failure.code === 'cancelled'
    ? showInformation(message, ...buttons)
    : showError(message, ...buttons));
  if (answer === prune) await vscode.commands.executeCommand('leeway.pruneToFit', plan.sessionFile);
  if (answer === again) await tryAgain();
  if (answer === showLog) log.show();
}

/** What happens in a terminal is believed by the session file as well. */
async function tellWhenTyped(
  plan: CompactPlan,
  { followed, onDidAsk }: CompactContext,
): Promise<void> {
  const withdraw = onDidAsk(plan.sessionFile);
  const tokens = await untilNoticed(plan, followed, TYPED_TIME_LIMIT_MS);
  if (tokens === null) {
    withdraw();
    return;
  }
  const lost = vscode.l10n.t('What Was Lost?');
  const answer = await showInformation(compactedMessage(plan, tokens, vscode.l10n.t), lost);
  if (answer === lost) await vscode.commands.executeCommand('leeway.whatWasLost', plan.sessionFile);
}

async function showProgramProblem(problem: ProgramProblem): Promise<void> {
  const { t } = vscode.l10n;
  const set = t('Set Its Path…');
  const answer = await showError(programProblemWords(problem, t), set);
  if (answer === set)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'leeway.claudePath');
}
