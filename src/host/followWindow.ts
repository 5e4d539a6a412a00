import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { configDirectory } from '../io/sessions/configDirectory';
import type { FollowTarget } from '../operations/following/surveySessions';
import type { EarlierFolder } from './earlierFolder';
import type { FocusOrder } from './focusOrder';
import type { PinnedSession } from './pinnedSession';
import type { SessionsWorker } from './sessionsWorker';
import { logFailure, type Log } from '../log';
import { isWindowTrusted, onDidGrantTrust } from './windowActs';
import { readSettings, SETTINGS_SECTION, type Settings } from './settings';

export function currentSettings(): Settings {
  const section = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  return readSettings((key) => section.get(key));
}

/**
 * Tells the worker what this window is about, now and whenever that changes: its folders, its
 * terminals and where the focus is, the pinned session, the settings, and whether it is trusted:
 * what an earlier build kept is in its place then, where it can be.
 */
export function followWindow(
  worker: SessionsWorker,
  pinned: PinnedSession,
  focus: FocusOrder,
  earlier: EarlierFolder,
  log: Log,
): vscode.Disposable {
  let requested = 0;
  const follow = async (): Promise<void> => {
    const request = ++requested;
    const target = await targetOfWindow(pinned, focus);
    await earlier.whenAdopted(target.configDirectory);
    // something changed while the terminals told their process ids
    if (request !== requested) return;
    const { limit, usageCreditsWall } = currentSettings();
    worker.follow(target, { limitTokens: limit, usageCreditsWall });
  };
  const followNow = (): void => {
    follow().catch(logFailure(log, 'Telling what to follow'));
  };
  followNow();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(followNow),
    vscode.window.onDidOpenTerminal(followNow),
    vscode.window.onDidCloseTerminal(followNow),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS_SECTION)) followNow();
    }),
    onDidGrantTrust(followNow),
    pinned.onDidChange(followNow),
    focus.onDidChange(followNow),
  );
}

async function targetOfWindow(pinned: PinnedSession, focus: FocusOrder): Promise<FollowTarget> {
  const terminalPids = await Promise.all(
    vscode.window.terminals.map((terminal) => terminal.processId),
  );
  return {
    configDirectory: configDirectory({
      setting: currentSettings().configDir,
      env: process.env,
      homeDirectory: homedir(),
      platform: process.platform,
    }),
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath),
    windowPids: [process.pid, ...terminalPids.filter((pid) => pid !== undefined)],
    focus: await focus.places(),
    pinnedPath: pinned.path,
    mayWrite: isWindowTrusted(),
  };
}
