import * as vscode from 'vscode';
import { resumeArguments } from '../../io/claudeProgram/claudeCommandLine';
import type { ClaudeProgram } from '../../io/claudeProgram/findClaudeProgram';
import type { Backup } from '../../io/keeping/backupManifest';
import type { CompactOutcome } from '../../operations/compacting/compactSession';
import { OFFICIAL_EXTENSION, type ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { showInformation } from '../../host/messages';
import { modelWords } from '../../wording/modelWords';
import type { CompactPlan } from './compactPlan';
import { compactedMessage, measuredMessage } from './compactText';

/** The worker hears of the file within milliseconds, on a network drive within seconds. */
const NOTICED_MS = 5_000;
/** Somebody who compacts in the evening goes on in the morning. */
const MEASURED_MS = 24 * 60 * 60_000;

/**
 * Tells what a compaction came to, and offers to go on with the model that was used before, or to
 * go back.
 */
export async function showCompacted(
  plan: CompactPlan,
  backup: Backup,
  program: ClaudeProgram,
  claude: ClaudeProcess,
  followed: FollowedSessions,
): Promise<void> {
  const nowTokens = await untilNoticed(plan, followed);
  await Promise.all([
    tellMeasured(plan, followed),
    offerOnward(plan, backup, nowTokens, program, claude),
  ]);
}

async function offerOnward(
  plan: CompactPlan,
  backup: Backup,
  nowTokens: number | null,
  program: ClaudeProgram,
  claude: ClaudeProcess,
): Promise<void> {
  const { t } = vscode.l10n;
  const go =
    plan.formerModel === null
      ? t('Continue in Terminal')
      : t('Continue with {0} in Terminal', modelWords(plan.formerModel));
  const open = t('Open in Claude Code');
  const restore = t('Restore Backup…');
  const lost = t('What Was Lost?');
  const hasExtension = vscode.extensions.getExtension(OFFICIAL_EXTENSION) !== undefined;
  const answer = await showInformation(
    compactedMessage(plan, nowTokens, t),
    go,
    ...(hasExtension ? [open] : []),
    lost,
    restore,
  );
  if (answer === go)
    await claude.openTerminal(
      program,
      resumeArguments({ sessionId: plan.sessionId, model: plan.formerModel }),
      plan.cwd,
    );
  if (answer === open) await claude.openPanel('session', plan.sessionId);
  if (answer === lost) await vscode.commands.executeCommand('leeway.whatWasLost', plan.sessionFile);
  if (answer === restore)
    await vscode.commands.executeCommand('leeway.restoreBackup', plan.sessionFile, backup.id);
}

/** For the log. */
export function resultCode(outcome: CompactOutcome | null): string {
  switch (outcome?.kind) {
    case 'failed':
      return outcome.code;
    case 'refused':
    case 'notAllowed':
      return outcome.reason;
    case 'compacted':
      return 'compacted';
    case undefined:
      return 'unknown';
  }
}

/** The size as the meter sees it by now; `null` when it does not show that session. */
export async function untilNoticed(
  { sessionFile, tokens }: CompactPlan,
  followed: FollowedSessions,
  timeLimitMs = NOTICED_MS,
): Promise<number | null> {
  const smaller = (): number | null => {
    const snapshot = followed.get(sessionFile)?.snapshot;
    const now = snapshot?.usage.tokens ?? null;
    return now !== null && snapshot?.blocked === null && (tokens === null || now < tokens)
      ? now
      : null;
  };
  return when(followed, smaller, timeLimitMs);
}

async function tellMeasured(plan: CompactPlan, followed: FollowedSessions): Promise<void> {
  const measured = await when(
    followed,
    () => {
      const usage = followed.get(plan.sessionFile)?.snapshot.usage;
      return usage?.exact === true && usage.tokens !== plan.tokens ? usage.tokens : null;
    },
    MEASURED_MS,
  );
  if (measured !== null) void showInformation(measuredMessage(plan, measured, vscode.l10n.t));
}

/** The first answer that is not `null`; `null` when time is up. */
function when<T>(
  followed: FollowedSessions,
  ask: () => T | null,
  timeLimitMs: number,
): Promise<T | null> {
  return new Promise((resolve) => {
    const end = (answer: T | null): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), timeLimitMs);
    timer.unref();
    const look = (): void => {
      const answer = ask();
      if (answer !== null) end(answer);
    };
    const subscription = followed.onDidChange(look);
    look();
  });
}
