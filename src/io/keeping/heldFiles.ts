import type { OpenFile } from '../sessionFile/sessionFileSystem';

/** More are not needed within a minute. */
const MAX_HELD = 16;

/**
 * Session files that were replaced on a disk without second names: nothing but being open keeps
 * them, and what slow writers append to them, in reach.
 */
export class HeldFiles {
  private readonly files = new Map<string, { readonly path: string; readonly file: OpenFile }>();

  /** @param path of the session, whose old file it is. */
  async keep(backupId: string, path: string, file: OpenFile): Promise<void> {
    this.files.set(backupId, { path, file });
    const [oldest] = this.files.keys();
    if (this.files.size > MAX_HELD && oldest !== undefined) await this.close(oldest);
  }

  /** @returns `null` where it is not held, or not any more. */
  fileOf(backupId: string): OpenFile | null {
    return this.files.get(backupId)?.file ?? null;
  }

  /** Lets those of a session go. */
  async release(path: string): Promise<void> {
    for (const [backupId, held] of [...this.files])
      if (held.path === path) await this.close(backupId);
  }

  private async close(backupId: string): Promise<void> {
    const held = this.files.get(backupId);
    this.files.delete(backupId);
    await held?.file.close().catch(() => undefined);
  }
}
