import { arch, homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { resumeArguments } from '../../io/claudeProgram/claudeCommandLine';
import type { GatheredFacts } from '../../operations/diagnosing/gatherBlockFacts';
import { adviseOn } from '../../domain/recovery/advice';
import { diagnosticReport } from '../../domain/recovery/diagnosticReport';
import { currentConfigDirectory, type ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import type { SettingsReview } from '../../host/settingsReview';
import { actInWindow } from '../../host/windowActs';
import { showError, showInformation } from '../../host/messages';
import { onwardView } from './onwardView';
import { fixPin, openPin } from './pinFix';
import type { StepKind } from './recoverState';
import { NEXT_PROMPT } from './stepText';

export interface RecoverContext {
  readonly extensionUri: vscode.Uri;
  readonly extensionVersion: string;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
  readonly review: SettingsReview;
  readonly log: vscode.LogOutputChannel;
}

interface ActContext extends RecoverContext {
  readonly snapshot: Snapshot;
  readonly gathered: GatheredFacts;
  /** Steps tried so far. */
  readonly tried: readonly string[];
  readonly onDidBegin: (step: StepKind) => void;
  /** Settings have changed. */
  readonly onDidChange: () => void;
}

const USAGE_PAGE = 'https://claude.ai/settings/usage';

/**
 * Does what a button stands for; what it does not know it leaves alone.
 * @returns the step that was taken, if the button stands for one.
 */
export async function runRecoverAct(action: string, context: ActContext): Promise<StepKind | null> {
  const { snapshot, gathered, onDidBegin, onDidChange, review } = context;
  const { pins } = gathered.facts;
  const [, verb, index] = /^(fixPin|openPin)(\d{1,3})$/.exec(action) ?? [];
  const pin = index === undefined ? undefined : pins[Number(index)];
  if (pin !== undefined) {
    if (verb === 'openPin') await openPin(pin);
    else await fixPin(pin, review, onDidChange);
    return 'fixPins';
  }
  switch (action) {
    case 'promptAgain':
      return promptAgain(context);
    case 'compact':
      onDidBegin('compact');
      await vscode.commands.executeCommand('leeway.compact', snapshot.path);
      return 'compact';
    case 'prune':
      onDidBegin('prune');
      await vscode.commands.executeCommand('leeway.pruneToFit', snapshot.path);
      return 'prune';
    case 'branch':
      await vscode.commands.executeCommand('leeway.branch', snapshot.path);
      return 'branch';
    case 'standardModel': {
      const step = adviseOn(gathered.facts).steps.find(({ kind }) => kind === 'standardModel');
      if (step?.kind === 'standardModel') await resumeWith(step.model, context);
      return 'standardModel';
    }
    case 'continueSession':
      await resumeWith(onwardView(gathered.facts), context);
      return null;
    case 'usageCredits':
      await actInWindow('openPage', { url: USAGE_PAGE });
      return 'usageCredits';
    case 'copyClear':
      await actInWindow('copyText', { text: '/clear' });
      void showInformation(vscode.l10n.t('Copied. Paste it into the session.'));
      return 'clear';
    case 'disable1m':
      await disable1m(context);
      return 'disable1m';
    case 'newSession':
      return newSession(context);
    case 'copyReport':
      await copyReport(context);
      return null;
    default:
      return null;
  }
}

/**
 * Typed only into a terminal of this window in which the session runs, and only on the press of the
 * button that says so.
 */
async function promptAgain({ claude, snapshot, onDidBegin }: ActContext): Promise<StepKind> {
  const holder = await claude.holderOf(snapshot.sessionId ?? '');
  if (holder?.terminal == null) return 'promptAgain';
  const typed = await actInWindow('typeText', { terminal: holder.terminal, text: NEXT_PROMPT });
  if (typed === 'done') onDidBegin('promptAgain');
  return 'promptAgain';
}

/** Not beside a running process: both would write to the file, and it would fork. */
async function resumeWith(model: string | null, context: ActContext): Promise<void> {
  const { claude, snapshot } = context;
  const holder = await claude.holderOf(snapshot.sessionId ?? '');
  if (holder !== null) {
    holder.terminal?.show();
    if (holder.terminal === null)
      void showInformation(
        vscode.l10n.t('The session is open in a running Claude Code. Go on there.'),
      );
    return;
  }
  if (snapshot.sessionId !== null)
    await openTerminal(resumeArguments({ sessionId: snapshot.sessionId, model }), context);
}

async function newSession(context: ActContext): Promise<StepKind> {
  if (await openTerminal([], context)) context.onDidBegin('newSession');
  return 'newSession';
}

async function openTerminal(
  args: readonly string[],
  { claude, snapshot }: ActContext,
): Promise<boolean> {
  const opened = await claude.openTerminal(null, args, snapshot.cwd);
  if (opened === 'noProgram')
    void showError(
      vscode.l10n.t('No claude was found that could be started. Set leeway.claudePath.'),
    );
  return opened === 'opened';
}

async function disable1m({ review, onDidChange }: ActContext): Promise<void> {
  const file = join(currentConfigDirectory(), 'settings.json');
  const path = ['env', 'CLAUDE_CODE_DISABLE_1M_CONTEXT'];
  const written = await review.change(file, { kind: 'value', path, value: '1' }, onDidChange);
  if (written) onDidChange();
}

async function copyReport({
  gathered,
  snapshot,
  extensionVersion,
  tried,
}: ActContext): Promise<void> {
  const report = diagnosticReport({
    facts: gathered.facts,
    sessionId: snapshot.sessionId,
    extensionVersion,
    editorVersion: vscode.version,
    platform: `${process.platform} ${arch()}`,
    homeDirectory: homedir(),
    problems: gathered.problems,
    tried,
  });
  await actInWindow('copyText', { text: `${report}\n` });
  void showInformation(vscode.l10n.t('The report is on the clipboard.'));
}
