import type { FoundSession } from '../../io/sessions/workspaceSessions';
import { summarize, type SessionSummary } from './sessionSummary';

/** Of more the ones that were asked for longest ago are read again. */
const MOST_KNOWN = 5_000;

/** Summaries of sessions, remembered as long as their files stay as they are. */
export class KnownSummaries {
  /** By path, with what the file was like. */
  private readonly known = new Map<
    string,
    { readonly as: string; readonly told: SessionSummary }
  >();

  /** Reads both ends of the file where it is not what it was. Never throws. */
  async of(session: FoundSession, isOpen: boolean): Promise<SessionSummary> {
    const { path, inode, sizeBytes, mtimeMs } = session;
    const as = `${String(inode)} ${String(sizeBytes)} ${String(mtimeMs)}`;
    const known = this.known.get(path);
    const told = known?.as === as ? known.told : await summarize(session, isOpen);
    this.known.delete(path);
    this.known.set(path, { as, told });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return { ...told, isOpen };
  }
}
