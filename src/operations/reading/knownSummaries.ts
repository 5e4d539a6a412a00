import { readSummariesFile, writeSummariesFile } from '../../io/keeping/summariesFile';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { CONCURRENT_READS, sessionFileAt, type SessionFile } from '../../io/sessions/sessionFiles';
import { stackOf, type Log } from '../../log';
import {
  isSameIdentity,
  keptText,
  MOST_SUMMARIES,
  parseKept,
  type FileIdentity,
  type KeptEnds,
} from './keptSummaries';
import { readEnds, type SessionEnds } from './sessionSummary';

/** Whoever opens one group opens another one soon after. */
const KEEP_AFTER_MS = 3_000;
/**
 * The coarsest time stamps of a file system: what was written within them before it was read may
 * be written again and look the same.
 */
const SAME_TIME_MS = 2_000;

interface KnownEnds extends KeptEnds {
  readonly mayBeKept: boolean;
}

/**
 * What session files tell by their ends, remembered as long as a file stays as it is, and kept on
 * the disk for the next window. What is kept is read when the first list is asked for.
 */
export class KnownSummaries {
  private readonly configDirectory: string;
  private readonly log: Log;
  /** By path; what was asked for longest ago comes first. */
  private readonly known = new Map<string, KnownEnds>();
  private reading: Promise<void> | null = null;
  private keeping: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(configDirectory: string, log: Log) {
    this.configDirectory = configDirectory;
    this.log = log;
  }

  /** Reads both ends of the file where it is not what it was. Never throws. */
  async endsOf(file: SessionFile): Promise<SessionEnds> {
    const known = (await this.knownOf(file)) ?? (await readNow(file));
    this.remember(known);
    return known.ends;
  }

  /** Where it was started, as far as that is known without reading the file. Never throws. */
  async startOf(file: SessionFile): Promise<string | null> {
    return (await this.knownOf(file))?.ends.startedIn ?? null;
  }

  /** Keeps what is known by then, a moment after it was asked for last. */
  keepSoon(): void {
    clearTimeout(this.keeping);
    if (this.isDisposed) return; // a list was still under way
    this.keeping = setTimeout(() => {
      this.keep().catch((error: unknown) =>
        this.log.debug(`What sessions told is not kept: ${stackOf(error)}`),
      );
    }, KEEP_AFTER_MS).unref();
  }

  /**
   * Leaves what is known to the next window, beside what others have left meanwhile. Of a file that
   * is gone, or another one by now, nothing is left.
   * @throws what the file system says.
   */
  async keep(): Promise<void> {
    const before = await readSummariesFile(this.configDirectory);
    const ours = [...this.known.values()].filter(({ mayBeKept }) => mayBeKept);
    const all = new Map<string, KeptEnds[]>();
    for (const kept of [...ours, ...parseKept(this.configDirectory, before)])
      all.set(kept.path, [...(all.get(kept.path) ?? []), kept]);
    const holding = await mapConcurrently([...all], CONCURRENT_READS, async ([path, each]) => {
      const file = await sessionFileAt(path);
      return each.find((kept) => file !== null && isSameIdentity(kept.file, file));
    });
    const text = keptText(
      this.configDirectory,
      holding.filter((kept) => kept !== undefined),
    );
    if (text !== (before ?? keptText(this.configDirectory, [])))
      await writeSummariesFile(this.configDirectory, text);
  }

  /** Nothing is kept any more but what is being written. */
  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.keeping);
  }

  private async knownOf(file: SessionFile): Promise<KnownEnds | null> {
    await (this.reading ??= this.readKept());
    const known = this.known.get(file.path);
    return known !== undefined && isSameIdentity(known.file, file) ? known : null;
  }

  private async readKept(): Promise<void> {
    const text = await readSummariesFile(this.configDirectory);
    for (const kept of [...parseKept(this.configDirectory, text)].reverse())
      this.remember({ ...kept, mayBeKept: true });
  }

  private remember(known: KnownEnds): void {
    this.known.delete(known.path);
    this.known.set(known.path, known);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_SUMMARIES && oldest !== undefined) this.known.delete(oldest);
  }
}

async function readNow(file: SessionFile): Promise<KnownEnds> {
  const nowMs = Date.now();
  const ends = await readEnds(file);
  const after = await sessionFileAt(file.path);
  const isSettled = after !== null && isSameIdentity(file, after) && isOld(file, nowMs);
  return { path: file.path, file, ends, mayBeKept: isSettled && isWhole(ends) };
}

function isOld({ mtimeMs }: FileIdentity, nowMs: number): boolean {
  return nowMs - mtimeMs >= SAME_TIME_MS;
}

/** What was not told may be for want of a file that could be read this time. */
function isWhole({ startedIn, title, model, tokens }: SessionEnds): boolean {
  return startedIn !== null && title !== null && model !== null && tokens !== null;
}
