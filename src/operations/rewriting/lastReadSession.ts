import type { PruneSource } from '../../domain/pruning/prunePlan';
import { isUntouched, type FileState } from '../../io/sessionFile/sessionFileSystem';

/** A session, and the file that it was read from, of one moment. */
export interface ReadSession {
  readonly source: PruneSource;
  readonly state: FileState;
  readonly recordedId: string | null;
}

/** As long as a person looks at a preview. */
const KEPT_MS = 5 * 60_000;
/** Of the file: what was read of real sessions takes a tenth to a half of that in memory. */
const MOST_BYTES = 128 * 1024 * 1024;
/**
 * Some file systems date to two seconds: what is written in the same moment again leaves the same
 * date.
 */
const DATED_MS = 2000;

/**
 * The session that was read last for a preview, so that what is agreed on is done without reading
 * it again. One at a time, for five minutes at most, and only as long as its file was not touched.
 */
export class LastReadSession {
  private kept: { readonly path: string; readonly read: ReadSession } | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param nowMs when it was read. A file that is too new or too large is not kept. */
  keep(path: string, read: ReadSession, nowMs: number): void {
    this.release();
    const { mtimeNs, sizeBytes } = read.state;
    if (sizeBytes > MOST_BYTES || nowMs - Number(mtimeNs / 1_000_000n) < DATED_MS) return;
    this.kept = { path, read };
    this.timer = setTimeout(() => this.release(), KEPT_MS).unref();
  }

  /** @returns `null` unless the file at the path is what was read. */
  of(path: string, now: FileState | null): ReadSession | null {
    const { kept } = this;
    if (kept?.path !== path) return null;
    if (now !== null && isUntouched(kept.read.state, now)) return kept.read;
    this.release();
    return null;
  }

  /** Lets go of what is kept. */
  release(): void {
    this.kept = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
