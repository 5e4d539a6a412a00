import { once } from 'node:events';
import { formatTokens } from '../../src/wording/formatTokens';
import type { Report } from '../setup/cachedInstall';
import { beginSession, type BegunSession } from './beginSession';
import { createDemoFolders, type DemoFolders } from './demoFolders';
import { showLivePrune } from './livePrune';
import { extensionActivation } from './extensionActivation';
import { aborted, type Interruption } from './interruption';
import { openWindow, type OpenWindow } from './openWindow';
import { playSession, type SessionStep } from './playSession';
import { type StoryStage, storyStage } from './storyStage';

/** However the logs of some VS Code are laid out: a window of the desktop is there by then. */
const DESKTOP_STARTS_WITHIN_MS = 30_000;

const REACHED: Record<Exclude<StoryStage, 'far'>, string> = {
  early:
    'past 80 % of the way to 200K, where usage credits begin: the warning colour, and a first toast',
  late: 'past 95 %: the error colour, and a second toast',
};

/**
 * Opens a VS Code on the sample workspace and plays the sample session into it as soon as it is
 * there, again at each Enter, until the window is closed or the demo is interrupted.
 */
export async function showDemo(report: Report, interruption: Interruption): Promise<void> {
  const folders = await createDemoFolders();
  let session = await beginSession(folders, 0);
  const window = await openWindow({
    folder: folders.workspace,
    environment: { CLAUDE_CONFIG_DIR: folders.configDirectory },
    report,
  });
  const ended = AbortSignal.any([window.closed, interruption.awaited()]);
  report(`\nVS Code: ${window.name}`);
  if (window.address !== null)
    report(
      `Open this address in a browser on this machine; the story begins when the page is there:\n\n  ${window.address}\n`,
    );
  report(
    'Watch the meter in the status bar, bottom right; rest the mouse on it. Warnings come while that window is in front.',
  );
  report('Ctrl+C ends the demo and removes everything it made.\n');

  const canType = process.stdin.isTTY;
  if (canType) process.stdin.resume(); // what is typed during the story is dropped
  await hasOpened(window, ended);
  for (let times = 1; await tellStory(folders, session, report, ended); times++) {
    report(canType ? '\nEnter plays it again, Ctrl+C ends the demo.' : '\nCtrl+C ends the demo.');
    await (canType
      ? once(process.stdin, 'data', { signal: ended }).catch(() => undefined)
      : aborted(ended));
    if (!ended.aborted) session = await beginSession(folders, times);
  }
  report(window.closed.aborted ? '\nThe window was closed.' : '\nEnding.');
  await window.stop();
  await folders.remove();
}

async function hasOpened(
  { address, logsDirectory }: OpenWindow,
  signal: AbortSignal,
): Promise<void> {
  const limit = address === null ? [AbortSignal.timeout(DESKTOP_STARTS_WITHIN_MS)] : [];
  await extensionActivation(logsDirectory, AbortSignal.any([signal, ...limit]));
}

/** @returns false when it was ended by the signal. */
async function tellStory(
  folders: DemoFolders,
  { writer, file, earlier, live, recovery }: BegunSession,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return false;
  const startedAtMs = Date.now();
  const say = (text: string): void => {
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    report(`  ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}  ${text}`);
  };
  let stage: StoryStage = 'far';
  const follow = ({ reportedTokens }: SessionStep): void => {
    if (reportedTokens === undefined) return;
    const reached = storyStage(reportedTokens());
    if (reached !== stage && reached !== 'far')
      say(`${formatTokens(reportedTokens(), 0)}: ${REACHED[reached]}`);
    stage = reached;
  };

  const atFirst = formatTokens(earlier.at(-1)!.reportedTokens!(), 0);
  say(`${atFirst}: a session that has been going for a while`);
  if (!(await playSession(writer, live, file, { signal, onDidWrite: follow }))) return false;
  say(
    'beyond 200K: Claude Code refuses the prompt for want of usage credits, and the meter says so',
  );
  if (!(await playSession(writer, recovery, file, { signal }))) return false;
  say(`${formatTokens(recovery.at(-1)!.reportedTokens!(), 0)}: compacted, and the session goes on`);
  await showLivePrune(folders, say).catch((error: unknown) => {
    say(`no live prune: ${error instanceof Error ? error.message : String(error)}`);
  });
  return true;
}
