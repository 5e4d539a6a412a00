import type { Transcript } from '../../domain/transcript/transcript';
import { localFileSystem } from '../../io/sessionFile/sessionFileSystem';
import type { FoundSession } from '../../io/sessions/workspaceSessions';
import { archivedAtMs } from '../leaving/archiveSession';

/** Which sessions were left for a fresh one: archived, and not gone on with since. */
export class LeftSessions {
  private archived: ReadonlyMap<string, number> = new Map();

  /** Looks which of these session files were archived. Never throws. */
  async look(files: readonly Pick<FoundSession, 'path'>[], configDirectory: string): Promise<void> {
    const store = { configDirectory, fileSystem: localFileSystem };
    const archived = new Map<string, number>();
    for (const { path } of files) {
      const dateMs = await archivedAtMs(path, store);
      if (dateMs !== null) archived.set(path, dateMs);
    }
    this.archived = archived;
  }

  /**
   * What Claude Code itself writes when it ends is no going on; a prompt is.
   *
   * @param transcript `null` while it is not read to its end.
   */
  has(path: string, transcript: Transcript | null): boolean {
    const archivedMs = this.archived.get(path);
    if (archivedMs === undefined) return false;
    const newest = transcript?.conversation.findLast(
      (entry) => entry.kind === 'user' && entry.prompt !== null,
    );
    return (newest?.timestampMs ?? 0) <= archivedMs;
  }
}
