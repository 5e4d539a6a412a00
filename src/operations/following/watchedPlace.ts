import { WorkspaceSessions } from '../../io/sessions/workspaceSessions';
import type { HintKind } from '../../io/watching/hintRetries';
import { SessionWatcher, type WatchTargets } from '../../io/watching/sessionWatcher';
import { logFailure, type Log } from '../../log';
import { KnownSummaries } from '../reading/knownSummaries';
import { WatchedControls } from './watchedControls';

/** The sessions and settings of one config directory, and all that says when to look again. */
export class WatchedPlace {
  readonly sessions: WorkspaceSessions;
  readonly summaries: KnownSummaries;
  readonly controls: WatchedControls;
  private readonly watcher: SessionWatcher;

  /** @param onHint nothing is known but that something may have changed. */
  constructor(configDirectory: string, log: Log, onHint: (kind: HintKind, path: string) => void) {
    this.sessions = new WorkspaceSessions(configDirectory, log);
    this.summaries = new KnownSummaries(configDirectory, log);
    this.controls = new WatchedControls(configDirectory, (path) => onHint('settings', path));
    this.watcher = new SessionWatcher({ configDirectory, log });
    this.watcher.onDidChange(onHint);
    Promise.all([this.watcher.start(), this.controls.start()]).catch(logFailure(log, 'Watching'));
  }

  follow(targets: WatchTargets): void {
    this.watcher.follow(targets);
  }

  /** No hint comes after the call. */
  async dispose(): Promise<void> {
    this.summaries.dispose();
    await Promise.all([this.watcher.dispose(), this.controls.dispose()]);
  }
}
