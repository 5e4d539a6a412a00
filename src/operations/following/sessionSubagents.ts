import { subagentFilesOf, type SubagentFile } from '../../io/sessions/subagentFiles';
import { CONCURRENT_READS } from '../../io/sessions/sessionFiles';
import { mapConcurrently } from '../../io/sessions/mapConcurrently';
import { readSubagent, type ReadSubagent } from './subagent';

/**
 * The subagents of one session, remembered: to look again costs a directory and a `stat` of each,
 * and reading the ends of those that were written since.
 */
export class SessionSubagents {
  /** Last written first. */
  all: readonly ReadSubagent[] = [];
  /** So many older ones are not among them. */
  left = 0;
  private readonly sessionPath: string;
  private readonly known = new Map<string, ReadSubagent>();
  private looking: Promise<void> | null = null;
  /** So many looks were asked for. */
  private asked = 0;

  constructor(sessionPath: string) {
    this.sessionPath = sessionPath;
  }

  /** Has them as they are after the call; calls that come meanwhile are answered by one. */
  look(): Promise<void> {
    this.asked++;
    this.looking ??= this.lookUntilSeen().finally(() => (this.looking = null));
    return this.looking;
  }

  private async lookUntilSeen(): Promise<void> {
    let answered: number;
    do {
      answered = this.asked;
      await this.lookOnce();
    } while (answered !== this.asked);
  }

  private async lookOnce(): Promise<void> {
    const { files, left } = await subagentFilesOf(this.sessionPath);
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.known.keys()) if (!paths.has(path)) this.known.delete(path);
    this.all = await mapConcurrently(files, CONCURRENT_READS, (file) => this.read(file));
    this.left = left;
  }

  private async read(file: SubagentFile): Promise<ReadSubagent> {
    const known = this.known.get(file.path);
    const same = known !== undefined && isSame(known.file, file) ? known : null;
    if (same?.outcome === 'finished') return same;
    const read = await readSubagent(file, same);
    this.known.set(file.path, read);
    return read;
  }
}

function isSame(a: SubagentFile, b: SubagentFile): boolean {
  return a.inode === b.inode && a.sizeBytes === b.sizeBytes && a.mtimeMs === b.mtimeMs;
}
