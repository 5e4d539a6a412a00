import type * as vscode from 'vscode';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { SettingsReview } from '../../host/settingsReview';
import type { ToldSession } from './companionView';

/** What the files of this folder work with. */
export interface CompanionTools {
  readonly extensionUri: vscode.Uri;
  readonly worker: SessionsWorker;
  readonly claude: ClaudeProcess;
  readonly review: SettingsReview;
  /** Of this machine. */
  readonly memento: vscode.Memento;
  /** The running sessions, and what the companion of each told last. */
  readonly sessions: () => readonly ToldSession[];
  readonly log: vscode.LogOutputChannel;
}
