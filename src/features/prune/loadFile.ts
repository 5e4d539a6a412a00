import * as vscode from 'vscode';
import type { ClaudeProcess } from '../../host/claudeProcess';
import { showInformation } from '../../host/messages';
import { actInWindow } from '../../host/windowActs';
import { isSessionId } from '../../io/sessions/sessionId';
import type { PruneContext } from './pruneContext';

/** By what a running Claude Code can be made to load the file of its session. */
export type WayToLoad = 'typeResume' | 'reopen' | 'elsewhere';

type Holder = Awaited<ReturnType<ClaudeProcess['holderOf']>>;

/** @returns `null` where nobody has the session open. */
export function wayToLoad(holder: Holder, sessionId: string): WayToLoad | null {
  if (holder === null) return null;
  if (holder.terminal !== null && isSessionId(sessionId)) return 'typeResume';
  return holder.open.entrypoint === 'claude-vscode' ? 'reopen' : 'elsewhere';
}

/**
 * `Leeway: Make the Running Claude Code Load the File`. @param path of a session file; the active
 * session without one.
 */
export async function loadFileCommand(
  services: Pick<PruneContext, 'claude' | 'followed' | 'worker'>,
  path?: unknown,
): Promise<void> {
  const snapshot = services.followed.get(path)?.snapshot;
  const { sessionId = null, told = null } = snapshot ?? {};
  if (snapshot === undefined || sessionId === null) {
    void showInformation(vscode.l10n.t('There is no session here.'));
    return;
  }
  if (told?.isInteractive === true) {
    const { effectSentence, takeUp } = await import('./takeUp');
    const outcome = await takeUp(services, { sessionId, path: snapshot.path });
    if (outcome.kind === 'loaded') {
      void showInformation(effectSentence(outcome, null));
      return;
    }
  }
  await loadFile(services.claude, sessionId);
}

/** Has the Claude Code that runs with a session load its file, or says how that is done. */
export async function loadFile(claude: ClaudeProcess, sessionId: string): Promise<void> {
  const { t } = vscode.l10n;
  const holder = await claude.holderOf(sessionId);
  switch (wayToLoad(holder, sessionId)) {
    case null:
      void showInformation(
        t('No Claude Code has the session open: its next start loads the file.'),
      );
      break;
    case 'typeResume': {
      const terminal = holder!.terminal!;
      terminal.show();
      await actInWindow('typeText', { terminal, text: `/resume ${sessionId}` });
      break;
    }
    case 'reopen':
      await claude.openPanel('session', sessionId);
      break;
    case 'elsewhere': {
      const command = `/resume ${sessionId}`;
      const copy = t('Copy');
      const answer = await showInformation(
        t('It runs in a terminal outside this window. Type there: {0}', command),
        copy,
      );
      if (answer === copy) await actInWindow('copyText', { text: command });
    }
  }
}
