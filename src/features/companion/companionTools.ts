import type * as vscode from 'vscode';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { SettingsReview } from '../../host/settingsReview';

/** What the files of this folder work with. */
export interface CompanionTools {
  readonly extensionUri: vscode.Uri;
  readonly worker: SessionsWorker;
  readonly claude: ClaudeProcess;
  readonly review: SettingsReview;
  /** Of this machine. */
  readonly memento: vscode.Memento;
  readonly followed: FollowedSessions;
  readonly log: vscode.LogOutputChannel;
}
