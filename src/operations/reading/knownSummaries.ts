import { readSummariesFile, writeSummariesFile } from '../../io/keeping/summariesFile';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import {
  CONCURRENT_READS,
  SAME_TIME_MS,
  sessionFileAt,
  type SessionFile,
} from '../../io/sessions/sessionFiles';
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

interface KnownEnds extends Omit<KeptEnds, 'row'> {
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
  /** Before the first keeping it may be that a file is gone of what others have kept. */
  private hasNews = true;
  /** Paths that were asked for, and since the last keeping. */
  private listed = new Set<string>();
  private asked = new Set<string>();
  private isDisposed = false;

  constructor(configDirectory: string, log: Log) {
    this.configDirectory = configDirectory;
    this.log = log;
  }

  /** Reads both ends of the file where it is not what it was. Never throws. */
  async endsOf(file: SessionFile): Promise<SessionEnds> {
    this.asked.add(file.path);
    const known = await this.knownOf(file);
    if (known !== null) {
      this.remember(known);
      return known.ends;
    }
    const { isWhole, ...read } = await readNow(file);
    if (isWhole) this.remember(read); // else another time it may tell more
    if (isWhole && read.mayBeKept) this.hasNews = true;
    return read.ends;
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
   * is gone, or another one by now, nothing is left. Does nothing where since the last time no file
   * has told anything new, and none is gone that was listed.
   * @throws what the file system says.
   */
  async keep(): Promise<void> {
    const isOneGone = await this.isOneGone();
    if (!this.hasNews && !isOneGone) return;
    this.hasNews = false;
    try {
      await this.keepAll();
    } catch (error) {
      this.hasNews = true;
      throw error;
    }
  }

  /** Nothing is kept any more but what is being written. */
  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.keeping);
  }

  /** Looks at those alone that the latest lists no longer have, though earlier ones had them. */
  private async isOneGone(): Promise<boolean> {
    const { asked, listed } = this;
    const missing = [...this.known.keys()].filter((path) => listed.has(path) && !asked.has(path));
    const files = await mapConcurrently(missing, CONCURRENT_READS, sessionFileAt);
    const there = missing.filter((_, at) => files[at] !== null);
    this.listed = new Set([...asked, ...there]);
    this.asked = new Set();
    return there.length < missing.length;
  }

  private async keepAll(): Promise<void> {
    const before = await readSummariesFile(this.configDirectory);
    const ours = [...this.known.values()].filter(({ mayBeKept }) => mayBeKept);
    const all = new Map<string, KeptEnds[]>();
    // Of two rows of the same bytes the one that needs not be written again.
    for (const kept of [...(await parseKept(this.configDirectory, before)), ...ours])
      all.set(kept.path, [...(all.get(kept.path) ?? []), kept]);
    const holding = await mapConcurrently([...all], CONCURRENT_READS, async ([path, each]) => {
      const file = await sessionFileAt(path);
      return each.find((kept) => file !== null && isSameIdentity(kept.file, file));
    });
    const text = await keptText(
      this.configDirectory,
      holding.filter((kept) => kept !== undefined),
    );
    if (text !== (before ?? (await keptText(this.configDirectory, []))))
      await writeSummariesFile(this.configDirectory, text);
  }

  private async knownOf(file: SessionFile): Promise<KnownEnds | null> {
    await (this.reading ??= this.readKept());
    const known = this.known.get(file.path);
    return known !== undefined && isSameIdentity(known.file, file) ? known : null;
  }

  private async readKept(): Promise<void> {
    const text = await readSummariesFile(this.configDirectory);
    const all = await parseKept(this.configDirectory, text);
    for (const { path, file, ends } of [...all].reverse())
      this.remember({ path, file, ends, mayBeKept: true });
  }

  private remember(known: KnownEnds): void {
    this.known.delete(known.path);
    this.known.set(known.path, known);
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_SUMMARIES && oldest !== undefined) this.known.delete(oldest);
  }
}

async function readNow(file: SessionFile): Promise<KnownEnds & { readonly isWhole: boolean }> {
  const nowMs = Date.now();
  const { ends, isWhole } = await readEnds(file);
  const after = await sessionFileAt(file.path);
  const isSettled = after !== null && isSameIdentity(file, after) && isOld(file, nowMs);
  return { path: file.path, file, ends, mayBeKept: isSettled, isWhole };
}

/** What was written a moment before it was read may be written again and look the same. */
function isOld({ mtimeMs }: FileIdentity, nowMs: number): boolean {
  return nowMs - mtimeMs >= SAME_TIME_MS;
}
