import { stat } from 'node:fs/promises';
import type { LeftOutSession } from '../operations/following/leftOutSession';

/** As often a session is tried of itself: one that is appended to would be tried for ever. */
const MAX_TRIES = 2;

/** The sessions that held the reader up, or ended it, in this window. */
export class LeftOutSessions {
  private readonly sessions = new Map<string, LeftOutSession>();
  private readonly tries = new Map<string, number>();

  get all(): readonly LeftOutSession[] {
    return [...this.sessions.values()];
  }

  /**
   * At once; then, but for the second time, until the file changes.
   *
   * @returns when it is known by what a change is told.
   */
  async add(path: string): Promise<void> {
    const tries = (this.tries.get(path) ?? 0) + 1;
    this.tries.set(path, tries);
    const always = { path, sizeBytes: null, mtimeMs: 0 };
    this.sessions.set(path, always);
    if (tries >= MAX_TRIES) return;
    const found = await stat(path).catch(() => null);
    // a person may have asked for it meanwhile
    if (found !== null && this.sessions.get(path) === always)
      this.sessions.set(path, { path, sizeBytes: found.size, mtimeMs: found.mtimeMs });
  }

  /** @returns whether it was left out. */
  delete(path: string): boolean {
    this.tries.delete(path);
    return this.sessions.delete(path);
  }
}
