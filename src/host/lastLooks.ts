/** More than anybody works in at a time. */
const MOST_SESSIONS = 100;

/**
 * Up to where a person has seen each session grow in this window: the newest step that stood in an
 * inspector they could see. As long as the window is open.
 */
export class LastLooks {
  private readonly lines = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  /** Somebody saw more of a session, or another file in its place. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** @param path of a session file. @returns the line of that step; `null` where nobody looked. */
  of(path: string): number | null {
    return this.lines.get(path) ?? null;
  }

  /** @param line of the newest step that is seen. */
  look(path: string, line: number): void {
    if (this.lines.get(path) === line) return;
    this.lines.delete(path);
    this.lines.set(path, line);
    const [oldest] = this.lines.keys();
    if (this.lines.size > MOST_SESSIONS && oldest !== undefined) this.lines.delete(oldest);
    for (const listener of this.listeners) listener();
  }
}
