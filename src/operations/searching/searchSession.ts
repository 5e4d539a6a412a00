import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { turnsOf } from '../../domain/accounting/turns';
import { activeChain } from '../../domain/transcript/activeChain';
import { entryWords } from '../../domain/transcript/entryWords';
import { LineSplitter, type SplitLine } from '../../io/sessionFile/lineSplitter';
import { markWork } from '../../io/sessionFile/workMark';
import { readSession } from '../reading/readSession';

/** Words that were found in a session. All of it comes from the transcript, so it is hostile. */
interface SearchHit {
  /** Of the session file, from 1. */
  readonly line: number;
  /** From 1; 0 before the first prompt. */
  readonly turn: number;
  /** What stands around the words, on one line. */
  readonly snippet: string;
  readonly timestampMs: number | null;
}

export interface FoundInSession {
  readonly path: string;
  readonly title: string | null;
  readonly cwd: string | null;
  /** The newest first. */
  readonly hits: readonly SearchHit[];
  /** So many more lines of it have the words. */
  readonly more: number;
}

interface Match {
  readonly offset: number;
  readonly snippet: string;
}

const CHUNK_BYTES = 1024 * 1024;
const MOST_HITS = 5;
const BEFORE = 40;
const AFTER = 120;

/**
 * Looks through what was said, thought, called and answered in a session, whatever is in its
 * context now. Reads the file once, and again as a session where something was found. Never throws.
 *
 * @param words to be found as they are, small and capital letters alike.
 * @returns `null` where nothing was found, or it was cancelled.
 */
export async function searchSession(
  path: string,
  words: string,
  signal: AbortSignal,
): Promise<FoundInSession | null> {
  const matches = await matchesIn(path, words, signal);
  if (matches.length === 0 || signal.aborted) return null;
  const read = await readSession(path, { signal });
  if ('problem' in read) return null;
  const { transcript } = read;
  const turns = turnsOf(transcript, activeChain(transcript));
  const entries = new Map(transcript.conversation.map((entry) => [entry.offset, entry]));
  const hits = matches.flatMap(({ offset, snippet }): SearchHit[] => {
    const entry = entries.get(offset);
    if (entry === undefined) return []; // of an inline subagent
    const { line, timestampMs } = entry;
    return [{ line, timestampMs, snippet, turn: turns.at(offset) }];
  });
  if (hits.length === 0) return null;
  return {
    path,
    title: transcript.title,
    cwd: transcript.cwd,
    hits: hits.slice(-MOST_HITS).reverse(),
    more: Math.max(0, hits.length - MOST_HITS),
  };
}

/** In file order; empty where the file cannot be read. */
async function matchesIn(
  path: string,
  words: string,
  signal: AbortSignal,
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  const needles = needlesOf(words);
  const look = ({ bytes, offset }: SplitLine): void => {
    if (bytes === null) return;
    const letters = bytes.toString('latin1').toLowerCase();
    if (!needles.some((needle) => letters.includes(needle))) return;
    const snippet = snippetIn(bytes, words.toLowerCase());
    if (snippet !== null) matches.push({ offset, snippet });
  };
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return [];
  try {
    if (!(await file.stat()).isFile()) return [];
    const splitter = new LineSplitter();
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length);
      markWork(path);
      if (signal.aborted) return [];
      if (bytesRead === 0) break;
      for (const line of splitter.feed(chunk.subarray(0, bytesRead))) look(line);
    }
    for (const line of splitter.flush()) look(line);
    return matches;
  } catch {
    return [];
  } finally {
    await file.close().catch(() => undefined);
  }
}

/**
 * As they may stand in a line of JSON, in the letters that it is searched in: what is not ASCII is
 * two letters or more there, and keeps its case.
 */
function needlesOf(words: string): readonly string[] {
  const spellings = [words, words.toLowerCase(), words.toUpperCase()].map((spelling) =>
    Buffer.from(JSON.stringify(spelling).slice(1, -1)).toString('latin1').toLowerCase(),
  );
  return [...new Set(spellings)];
}

/** What stands around the words in what an entry says; `null` where they stand in no such place. */
function snippetIn(bytes: Buffer, words: string): string | null {
  for (const text of entryWords(bytes)) {
    const found = text.toLowerCase().indexOf(words);
    if (found === -1) continue;
    const from = Math.max(0, found - BEFORE);
    const shown = text
      .slice(from, found + words.length + AFTER)
      .replace(/\s+/g, ' ')
      .trim();
    return from > 0 ? `…${shown}` : shown;
  }
  return null;
}
