import { stat } from 'node:fs/promises';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { CONCURRENT_READS, SAME_TIME_MS } from '../../io/sessions/sessionFiles';
import {
  isUnchanged,
  subagentFileAt,
  subagentFilesOf,
  subagentsDirectory,
  type SubagentFile,
} from '../../io/sessions/subagentFiles';
import { isLeftOut, type LeftOutSession } from './leftOutSession';
import { readSubagent, unreadSubagent, type ReadSubagent } from './subagent';

/**
 * The subagents of one session, remembered: to look again costs a `stat` as long as none has come,
 * gone or ended, and one that wrote is read by itself.
 */
export class SessionSubagents {
  /** Last written first. */
  all: readonly ReadSubagent[] = [];
  /** So many older ones are not among them. */
  left = 0;
  private readonly sessionPath: string;
  private readonly known = new Map<string, ReadSubagent>();
  /** When the directory had changed last, as it was listed; `null` where that tells nothing. */
  private listedMs: number | null = null;
  private leftOut: readonly LeftOutSession[] = [];
  /** One thing at a time is looked at. */
  private looking: Promise<unknown> = Promise.resolve();

  constructor(sessionPath: string) {
    this.sessionPath = sessionPath;
  }

  /**
   * Has them as they are after the call.
   *
   * @param leftOut what is not to be read.
   * @returns whether anything is not what it was.
   */
  look(leftOut: readonly LeftOutSession[] = this.leftOut): Promise<boolean> {
    return this.afterOthers(() => this.lookAtAll(leftOut));
  }

  /** The same of one alone, which has written. */
  lookAt(path: string): Promise<boolean> {
    return this.afterOthers(async () => {
      const file = await subagentFileAt(path);
      const before = this.known.get(path);
      if (file === null || before === undefined) return this.lookAtAll(this.leftOut);
      const read = await this.read(file);
      if (read === before) return false;
      this.all = [read, ...this.all.filter((each) => each !== before)].sort(
        (a, b) => b.file.mtimeMs - a.file.mtimeMs,
      );
      return true;
    });
  }

  private afterOthers(look: () => Promise<boolean>): Promise<boolean> {
    const looked = this.looking.then(look);
    this.looking = looked.catch(() => undefined);
    return looked;
  }

  private async lookAtAll(leftOut: readonly LeftOutSession[]): Promise<boolean> {
    const isSameLeftOut = JSON.stringify(leftOut) === JSON.stringify(this.leftOut);
    this.leftOut = leftOut;
    const stats = await stat(subagentsDirectory(this.sessionPath)).catch(() => null);
    const changedMs = stats?.mtimeMs ?? null;
    if (isSameLeftOut && changedMs !== null && changedMs === this.listedMs) return false;
    const { files, left } = await subagentFilesOf(this.sessionPath);
    this.listedMs = changedMs !== null && Date.now() - changedMs > SAME_TIME_MS ? changedMs : null;
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.known.keys()) if (!paths.has(path)) this.known.delete(path);
    const before = this.all;
    this.all = await mapConcurrently(files, CONCURRENT_READS, (file) => this.read(file));
    this.left = left;
    return (
      before.length !== this.all.length || this.all.some((read, index) => read !== before[index])
    );
  }

  private async read(file: SubagentFile): Promise<ReadSubagent> {
    const known = this.known.get(file.path);
    const same = known !== undefined && isUnchanged(known.file, file) ? known : null;
    const read = isLeftOut(this.leftOut, file)
      ? unreadSubagent(file)
      : await readSubagent(file, same);
    this.known.set(file.path, read);
    return read;
  }
}
