import { contextUsage } from '../../domain/accounting/contextUsage';
import type { CacheState } from '../../domain/caching/cacheState';
import { cacheState } from '../../domain/caching/readCacheState';
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
  /** What is left of it in the server's cache; `null` where replies tell of none. */
  readonly cache: CacheState | null;
  readonly mtimeMs: number;
  readonly isOpen: boolean;
  /** Why it was archived, if it was; see `archiveSession`. */
  readonly archiveNote?: string;
}

const HEAD_BYTES = 64 * 1024;
const NOTHING_REPORTED: ReadonlyMap<string, number> = new Map();

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
    cache: null,
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
  const chain = end === null ? null : activeChain(end);
  const usage =
    end === null || chain === null
      ? null
      : contextUsage(end, chain, (entry, generation) => itemTokens(entry, generation, null));
  const cache =
    end === null || chain === null
      ? null
      : cacheState({
          ...{ transcript: end, chain, model: usage?.model ?? null },
          ...{ reported: NOTHING_REPORTED, lifetimeMs: null, isRewritten: false },
        });
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
    cache,
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
