import { open } from 'node:fs/promises';
import { LargeSession } from './largeSession';

/**
 * How a generated session ends: after a turn, or with what makes a search from the end expensive.
 */
export type Ending = 'turn' | 'largeImages' | 'sidechain' | 'prompt';

export interface GeneratedTranscript {
  readonly bytes: number;
  readonly lines: number;
  readonly longestLineBytes: number;
  readonly images: number;
  readonly compactions: number;
  readonly sidechainEntries: number;
  /**
   * What a meter has to show: context and output of the last response. Exact for the ending `turn`
   * only.
   */
  readonly contextTokens: number;
  /** The entry that the conversation goes on from. */
  readonly leafUuid: string;
}

const BATCH_BYTES = 4 << 20;
/**
 * Ends only with a context at least this full: the farther the last compaction lies back, the more
 * has to be read.
 */
const LEAST_CONTEXT_TOKENS = 130_000;

/**
 * Writes a session file of at least that size, the same bytes for the same seed. Holds a few
 * megabytes of it at a time.
 */
export async function generateTranscript(
  file: string,
  options: {
    readonly bytes: number;
    readonly seed: number;
    readonly ending?: Ending;
    /** By default where a window of 200K is full. */
    readonly compactsAtTokens?: number;
  },
): Promise<GeneratedTranscript> {
  const session = new LargeSession(options.seed, options.compactsAtTokens);
  const written = { bytes: 0, lines: 0, longestLineBytes: 0 };
  let batch: Buffer[] = [];
  let batchBytes = 0;
  const output = await open(file, 'w', 0o600);

  const flush = async (): Promise<void> => {
    await output.appendFile(Buffer.concat(batch, batchBytes));
    batch = [];
    batchBytes = 0;
  };
  const write = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) {
      const bytes = Buffer.from(`${line}\n`);
      batch.push(bytes);
      batchBytes += bytes.length;
      written.bytes += bytes.length;
      written.lines++;
      written.longestLineBytes = Math.max(written.longestLineBytes, bytes.length - 1);
    }
    if (batchBytes >= BATCH_BYTES) await flush();
  };

  try {
    while (written.bytes < options.bytes || session.contextTokens < LEAST_CONTEXT_TOKENS)
      await write(session.turn());
    if (options.ending === 'largeImages')
      for (let image = 0; image < 3; image++) await write(session.largeImage());
    if (options.ending === 'prompt') await write(session.prompt());
    if (options.ending === 'sidechain') await write(session.sidechain(150));
    await flush();
  } finally {
    await output.close();
  }
  return {
    ...written,
    ...session.counts,
    contextTokens: session.contextTokens,
    leafUuid: session.leafUuid,
  };
}
