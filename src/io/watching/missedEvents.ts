/**
 * Finds out that a file system sends no events (network mounts, some container binds, WSL's
 * `/mnt/c`): a file was seen to change, its watch stood, and until the poll after that no event has
 * come. One poll is waited for because an event may be on its way.
 */
export class MissedEvents {
  private polls = 0;
  private readonly watchedSince = new Map<string, number>();
  private announcedBefore = new Set<string>();
  private announcedSince = new Set<string>();
  private suspect: string | null = null;

  watchStands(path: string): void {
    this.watchedSince.set(path, this.polls);
  }

  /** Forgets the watches on all other paths. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.watchedSince.keys())
      if (!paths.has(path)) this.watchedSince.delete(path);
  }

  announced(path: string): void {
    this.announcedSince.add(path);
  }

  /**
   * Call before each poll. Returns the path whose change remained unannounced, or `null` while all
   * is well.
   */
  beforePoll(): string | null {
    const silent =
      this.suspect !== null && !this.announcedSince.has(this.suspect) ? this.suspect : null;
    this.suspect = null;
    this.polls++;
    this.announcedBefore = this.announcedSince;
    this.announcedSince = new Set();
    return silent;
  }

  /** The current poll found the file changed. */
  changed(path: string): void {
    const since = this.watchedSince.get(path);
    // A change between the last poll and this one may have come before a watch that is younger than
    // the last poll.
    const stoodAllTheTime = since !== undefined && since < this.polls - 1;
    if (stoodAllTheTime && !this.announcedBefore.has(path) && !this.announcedSince.has(path))
      this.suspect = path;
  }
}
