import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { configDirectory } from '../../src/io/sessions/configDirectory';
import type { Report } from '../setup/cachedInstall';
import { aborted, type Interruption } from './interruption';
import { openWindow } from './openWindow';
import { claudeVariables } from './windowEnvironment';

/**
 * Opens a VS Code on a folder of the person's own, with the extension reading their own sessions,
 * until it is closed or interrupted. Nothing is written to them.
 */
export async function showOwnSessions(
  folder: string | null,
  report: Report,
  interruption: Interruption,
): Promise<void> {
  const sessions = configDirectory({
    setting: undefined,
    env: process.env,
    homeDirectory: homedir(),
    platform: process.platform,
  });
  // Where CLAUDE_CONFIG_DIR is unset, what Claude Code keeps lies in the home directory, beside
  // ~/.claude too.
  const home: Record<string, string> = process.platform === 'win32' ? {} : { HOME: homedir() };
  const window = await openWindow({
    folder,
    environment: { ...claudeVariables(process.env), ...home },
    report,
  });
  const ended = AbortSignal.any([window.closed, interruption.awaited()]);
  report(`\nVS Code: ${window.name}`);
  if (window.address !== null)
    report(`Open this address in a browser on this machine:\n\n  ${window.address}\n`);
  report(`Folder: ${folder ?? 'none, an empty window'}`);
  report(
    existsSync(sessions)
      ? `Sessions are read, never written, in ${sessions}.`
      : `There is no ${sessions} yet: the meter will notice a first session.`,
  );
  report(
    'Watch the meter in the status bar, bottom right. Ctrl+C ends this VS Code, which has a profile of its own.',
  );
  await aborted(ended);
  await window.stop();
}
