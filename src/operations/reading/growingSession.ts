import { parseLine, type ParsedLine } from '../../domain/transcript/parseEntry';
import type { Chains } from '../../domain/transcript/readRecords';
import { Transcript } from '../../domain/transcript/transcript';
import { agentIdOf } from '../../io/sessions/subagentFiles';
import type { SplitLine } from '../../io/sessionFile/lineSplitter';
import type { FileState, OpenFile } from '../../io/sessionFile/sessionFileSystem';
import { SessionTail, type TailState } from '../../io/sessionFile/sessionTail';
import { stackOf, type Log } from '../../log';

/**
 * A session file as far as it has been read. Reading on costs what was appended since; a file that
 * was replaced or cut is read again from its start, into another transcript.
 */
export class GrowingSession {
  /** While a file is read, it holds only a part of it. */
  transcript: Transcript;
  private readonly tail: SessionTail;

  /**
   * @param open for reading; by default whatever the path leads to.
   * @param chains whose lines are the conversation.
   */
  constructor(
    path: string,
    log: Log,
    open?: (path: string) => Promise<OpenFile>,
    chains: Chains = 'main',
  ) {
    const agentId = chains === 'all' ? agentIdOf(path) : null;
    this.transcript = new Transcript(0, agentId);
    this.tail = new SessionTail(
      path,
      {
        onDidReset: () => (this.transcript = new Transcript(0, agentId)),
        onDidReadLine: (line, number) => this.transcript.add(parsedLine(line, number, chains)),
        onDidFail: (line, number, error) => {
          this.transcript.skip(line, number);
          log.error(`Line ${String(number)} failed: ${stackOf(error)}`);
        },
      },
      open,
    );
  }

  /** The file when reading began last; `null` before that. */
  get fileState(): FileState | null {
    return this.tail.fileState;
  }

  get progress(): { readonly readBytes: number; readonly totalBytes: number } {
    return { readBytes: this.tail.bytesRead, totalBytes: this.fileState?.sizeBytes ?? 0 };
  }

  /** Reads on to the end as it is now. Yields to the event loop. Never throws. */
  read(signal?: AbortSignal): Promise<TailState> {
    return this.tail.read(signal);
  }

  /** Takes a torn last line for whole, in a file that nobody appends to. */
  finish(): void {
    this.tail.flush();
  }
}

/** A line of a session file, its texts left out. @param number from 1; 0 where it is not known. */
export function parsedLine(
  { bytes, offset, length }: SplitLine,
  number = 0,
  chains: Chains = 'main',
): ParsedLine {
  return parseLine(bytes, number, offset, length, 'sizes', chains);
}
