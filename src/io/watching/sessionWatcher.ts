import type { Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FSWatcher } from 'chokidar';
import type { Log } from '../../log';
import { FileEvents, openChokidar, type FileEvent } from './fileEvents';
import { contentSignatureOf, identityOf, MISSING, signature, signatureOf } from './fileSignature';
import { HintRetries, type HintKind } from './hintRetries';
import type { SessionFile } from '../sessions/sessionFiles';
import { Polling, type PolledPlace } from './polling';
import { MissedEvents } from './missedEvents';

/**
 * Older session files are seen to change only when the registry of running sessions says so, or
 * once they are followed.
 */
const MAX_WATCHED_FILES = 200;

export interface WatchTargets {
  /** Project directories of the workspace: session files that come and go in them are noticed. */
  readonly directories: readonly string[];
  /** The session files in them, last written first. */
  readonly files: readonly SessionFile[];
  /**
   * Paths that somebody reads as they grow: the active session, other open ones. No change of these
   * is ever missed.
   */
  readonly followed: readonly string[];
}

export interface SessionWatcherOptions {
  readonly configDirectory: string;
  readonly log: Log;
  /** When to look a second time after an event: chokidar 5 says nothing more for 50 ms. */
  readonly settleMs?: number;
  /** How often all directories and the followed files are looked at, events or not. */
  readonly lookEveryMs?: number;
  /** The same, with all watched files, once events have failed. */
  readonly pollEveryMs?: number;
  readonly openWatcher?: () => FSWatcher;
}

type Listener = (kind: HintKind, path: string) => void;

/**
 * Says when to look again: at a session file, at the listing, at the registry of running sessions.
 * Events (chokidar) make it quick and a slow look with `stat` makes it certain, which also finds
 * what appears later (the config directory, `projects`, a session) and file systems that send no
 * events; there everything is polled. Nothing throws.
 */
export class SessionWatcher {
  private readonly configDirectory: string;
  private readonly registry: string;
  private readonly log: Log;
  private readonly pollEveryMs: number;
  private readonly listeners = new Set<Listener>();
  private readonly hints: HintRetries;
  private readonly polling: Polling;
  private readonly missedEvents = new MissedEvents();
  private events: FileEvents | null;
  private closing: Promise<void> | undefined;
  private targets: WatchTargets = { directories: [], files: [], followed: [] };

  constructor(options: SessionWatcherOptions) {
    const {
      settleMs = 75,
      lookEveryMs = 2000,
      pollEveryMs = 1000,
      openWatcher = openChokidar,
    } = options;
    this.configDirectory = resolve(options.configDirectory);
    this.registry = join(this.configDirectory, 'sessions');
    this.log = options.log;
    this.pollEveryMs = pollEveryMs;
    this.hints = new HintRetries(
      (kind, path) => this.listeners.forEach((listener) => listener(kind, path)),
      settleMs,
    );
    this.polling = new Polling(
      {
        onBeforePoll: this.onBeforeLook,
        onDifferent: this.onDifferent,
        onAfterPoll: this.watchEvents,
      },
      lookEveryMs,
    );
    this.events = new FileEvents(
      { onEvent: this.onEvent, onFailure: this.onFailure },
      openWatcher(),
    );
  }

  /** Whether events were given up for polling. */
  get isPolling(): boolean {
    return this.events === null;
  }

  onDidChange(listener: Listener): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /**
   * Begins with a look that hints at everything that exists; resolves after it. Until `follow`,
   * only the config directory is watched.
   */
  async start(): Promise<void> {
    this.polling.setPlaces(this.places());
    await this.polling.start();
  }

  /**
   * Replaces what is watched. What changed after it was listed is hinted at, and so, once, is
   * whatever is followed newly.
   */
  follow(targets: WatchTargets): void {
    const { directories, followed } = targets;
    const [now, before] = [new Set(followed), new Set(this.targets.followed)];
    const files = targets.files.slice(0, MAX_WATCHED_FILES);
    // How far the reader of a file has come is not known here.
    followed.filter((path) => !before.has(path)).forEach((path) => this.polling.forget(path));
    for (const { path, inode, sizeBytes, mtimeMs } of files) {
      if ((this.polling.knows(path) ?? MISSING) !== MISSING) continue;
      if (now.has(path)) this.polling.forget(path);
      else this.polling.remember(path, signature({ ino: inode, size: sizeBytes, mtimeMs }));
    }
    this.targets = { directories, files, followed };
    this.polling.setPlaces(this.places());
    this.watchEvents();
  }

  /** Ends everything: no hint comes after the call. Resolves when all watches are closed. */
  async dispose(): Promise<void> {
    this.listeners.clear();
    this.hints.dispose();
    await Promise.all([this.polling.dispose(), this.events?.close(), this.closing]);
  }

  private places(): readonly PolledPlace[] {
    const { directories, files, followed } = this.targets;
    const looked = this.isPolling ? [...files.map(({ path }) => path), ...followed] : followed;
    return [
      { path: this.configDirectory, kind: 'listing', look: identityOf },
      { path: join(this.configDirectory, 'projects'), kind: 'listing', look: signatureOf },
      { path: this.registry, kind: 'openSessions', look: contentSignatureOf },
      ...directories.map((path): PolledPlace => ({ path, kind: 'listing', look: signatureOf })),
      ...looked.map((path): PolledPlace => ({ path, kind: 'sessionFile', look: signatureOf })),
    ];
  }

  private readonly onBeforeLook = (): void => {
    const silent = this.missedEvents.beforePoll();
    if (silent !== null && !this.isPolling) this.poll(`no event came for a change of ${silent}`);
  };

  private readonly onDifferent = ({ kind, path }: PolledPlace, isNews: boolean): void => {
    if (kind === 'sessionFile' && isNews) this.missedEvents.changed(path);
    this.hints.hint(kind, path);
  };

  private readonly onEvent = (event: FileEvent, path: string, stats: Stats | null): void => {
    if (dirname(path) === this.registry) {
      this.hints.hint('openSessions', this.registry);
      return;
    }
    if (event === 'watched') this.missedEvents.watchStands(path);
    else this.missedEvents.announced(path);
    const seen = stats === null ? MISSING : signature(stats);
    if (event === 'watched' && seen === this.polling.knows(path)) return;
    this.polling.remember(path, seen);
    this.hints.hint('sessionFile', path);
    if (event === 'removed') this.hints.hint('listing', dirname(path));
  };

  private readonly onFailure = (error: unknown): void => {
    if (!this.isPolling) this.poll(error instanceof Error ? error.message : String(error));
  };

  private poll(reason: string): void {
    this.log.warn(
      `Watching ${this.configDirectory} by looking every ${this.pollEveryMs} ms instead of by events: ${reason}`,
    );
    this.closing = this.events?.close();
    this.events = null;
    this.polling.everyMs = this.pollEveryMs;
    this.polling.setPlaces(this.places());
  }

  /** Hands chokidar what exists: for a missing path it would watch the whole directory above. */
  private readonly watchEvents = (): void => {
    const listed = this.targets.files
      .map(({ path }) => path)
      .filter((path) => this.polling.knows(path) !== MISSING);
    const seen = [this.registry, ...this.targets.followed].filter(
      (path) => (this.polling.knows(path) ?? MISSING) !== MISSING,
    );
    const watched = new Set([...listed, ...seen]);
    this.events?.watchOnly(watched);
    this.missedEvents.keepOnly(watched);
  };
}
