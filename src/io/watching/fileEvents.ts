import type { Stats } from 'node:fs';
import { watch, type ChokidarOptions, type FSWatcher } from 'chokidar';

/**
 * `watched` comes as soon as the watch on a file stands, with what the file was like just before.
 */
export type FileEvent = 'watched' | 'changed' | 'removed';

export interface FileEventsListener {
  readonly onEvent: (event: FileEvent, path: string, stats: Stats | null) => void;
  /**
   * The operating system cannot watch (ENOSPC, EMFILE, ENOSYS, …). Events may be missing from now
   * on.
   */
  readonly onFailure: (error: unknown) => void;
}

const OPTIONS: ChokidarOptions = {
  depth: 0,
  atomic: false,
  awaitWriteFinish: false,
  alwaysStat: false,
  // A session file that cannot be read is no reason to give up on the others.
  ignorePermissionErrors: true,
  ignored: (path, stats) => stats?.isFile() === true && !/\.jsonl?$/.test(path),
};

export function openChokidar(): FSWatcher {
  return watch([], OPTIONS);
}

/**
 * Events for a changing set of paths: session files one by one, and small directories with what is
 * in them. Large directories are not for this: chokidar 5 reads the whole directory again for every
 * append in it (measured: 33 ms of CPU beside 2,000 sessions, 1.4 ms for files watched one by one).
 * A quick second change goes unreported (paulmillr/chokidar#1455), so an event is a hint, not a
 * count.
 */
export class FileEvents {
  private readonly watcher: FSWatcher;
  private readonly watched = new Set<string>();

  constructor({ onEvent, onFailure }: FileEventsListener, watcher: FSWatcher) {
    this.watcher = watcher
      .on('add', (path, stats) => onEvent('watched', path, stats ?? null))
      .on('change', (path, stats) => onEvent('changed', path, stats ?? null))
      .on('unlink', (path) => {
        this.watched.delete(path);
        onEvent('removed', path, null);
      })
      .on('unlinkDir', (path) => this.watched.delete(path))
      .on('error', onFailure);
  }

  /** Watches these existing paths and no others. */
  watchOnly(paths: ReadonlySet<string>): void {
    // Adding to a closed chokidar would open it again.
    if (this.watcher.closed) return;
    const gone = [...this.watched].filter((path) => !paths.has(path));
    const added = [...paths].filter((path) => !this.watched.has(path));
    gone.forEach((path) => this.watched.delete(path));
    added.forEach((path) => this.watched.add(path));
    if (gone.length > 0) this.watcher.unwatch(gone);
    if (added.length > 0) this.watcher.add(added);
  }

  /** No event comes after this. */
  async close(): Promise<void> {
    const closed = this.watcher.close();
    // An error that was under way would otherwise find no listener, and be thrown.
    this.watcher.on('error', () => undefined);
    await closed;
  }
}
