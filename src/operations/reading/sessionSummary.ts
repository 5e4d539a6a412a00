import { contextUsage } from '../../domain/accounting/contextUsage';
import { itemTokens } from '../../domain/accounting/itemTokens';
import { firstReading } from './firstReading';
import { parsedLine } from './growingSession';
import type { FoundSession } from '../../io/sessions/workspaceSessions';
import { readBytes } from '../../io/sessionFile/readBytes';
import { LineSplitter } from '../../io/sessionFile/lineSplitter';
import { activeChain } from '../../domain/transcript/activeChain';
import type { Chains } from '../../domain/transcript/readRecords';
import { Transcript } from '../../domain/transcript/transcript';

/** A session in a list: enough to recognise it by. */
export interface SessionSummary {
  readonly path: string;
  readonly sessionId: string;
  readonly cwd: string | null;
  readonly title: string | null;
  /** Of git, as the end of the file tells it. */
  readonly gitBranch: string | null;
  readonly model: string | null;
  readonly tokens: number | null;
  readonly isExact: boolean;
  readonly mtimeMs: number;
  readonly isOpen: boolean;
  /** Why it was archived, if it was; see `archiveSession`. */
  readonly archiveNote?: string;
}

const HEAD_BYTES = 64 * 1024;

/** Of a session that is not read. */
export function unreadSummary(
  { path, sessionId, cwd, mtimeMs }: FoundSession,
  isOpen: boolean,
): SessionSummary {
  return {
    path,
    sessionId,
    cwd,
    title: null,
    gitBranch: null,
    model: null,
    tokens: null,
    isExact: false,
    mtimeMs,
    isOpen,
  };
}

/**
 * Reads both ends of a session file, never the whole: a list of hundreds must come at once. Never
 * throws.
 */
export async function summarize(session: FoundSession, isLive: boolean): Promise<SessionSummary> {
  const { path, sessionId, cwd, mtimeMs } = session;
  const end = await firstReading(path);
  const usage =
    end === null
      ? null
      : contextUsage(end, activeChain(end), (entry, generation) =>
          itemTokens(entry, generation, null),
        );
  const title = end?.namedTitle ?? (await firstPrompt(path));
  return {
    path,
    sessionId,
    cwd,
    title,
    gitBranch: end?.gitBranch ?? null,
    model: usage?.model ?? null,
    tokens: usage?.tokens ?? null,
    isExact: usage?.exact ?? false,
    mtimeMs,
    isOpen: isLive,
  };
}

/** What a conversation began with, or how it is called there; `null` where neither is near. */
export async function firstPrompt(path: string, chains: Chains = 'main'): Promise<string | null> {
  const head = await readBytes(path, HEAD_BYTES);
  if (head === null) return null;
  const transcript = new Transcript();
  for (const line of new LineSplitter().feed(head)) transcript.add(parsedLine(line, 0, chains));
  return transcript.title;
}
