import { contextUsage } from '../../domain/accounting/contextUsage';
import type { CacheState, CacheUse } from '../../domain/caching/cacheState';
import { cacheState } from '../../domain/caching/readCacheState';
import { itemTokens } from '../../domain/accounting/itemTokens';
import { firstReading } from './firstReading';
import { parsedLine } from './growingSession';
import { firstCwdIn, latestCwdIn } from '../../io/sessions/recordedCwd';
import type { SessionFile } from '../../io/sessions/sessionFiles';
import type { FoundSession } from '../../io/sessions/workspaceSessions';
import { readBytes } from '../../io/sessionFile/readBytes';
import { LineSplitter } from '../../io/sessionFile/lineSplitter';
import { activeChain } from '../../domain/transcript/activeChain';
import type { Chains } from '../../domain/transcript/readRecords';
import { Transcript } from '../../domain/transcript/transcript';

/** What a session file tells by its two ends, whoever lists it, and whenever. */
export interface SessionEnds {
  /** The first working directory, else the latest, as far as one is named near either end. */
  readonly startedIn: string | null;
  readonly title: string | null;
  /** Of git, as the end of the file tells it. */
  readonly gitBranch: string | null;
  readonly model: string | null;
  readonly tokens: number | null;
  readonly isExact: boolean;
  /** What is left of it in the server's cache; `null` where replies tell of none. */
  readonly cache: CacheUse | null;
}

/** A session in a list: enough to recognise it by. */
export interface SessionSummary extends Omit<SessionEnds, 'startedIn'> {
  readonly path: string;
  readonly sessionId: string;
  readonly cwd: string | null;
  readonly mtimeMs: number;
  readonly isOpen: boolean;
  /** Why it was archived, if it was; see `archiveSession`. */
  readonly archiveNote?: string;
}

/** What one reading of a file came to. */
export interface EndsRead {
  readonly ends: SessionEnds;
  /** Both ends could be read, so that what they do not tell is not there. */
  readonly isWhole: boolean;
}

const END_BYTES = 64 * 1024;
const NOTHING_REPORTED: ReadonlyMap<string, number> = new Map();

/** Of a session that is not read. */
export const NO_ENDS: SessionEnds = {
  startedIn: null,
  title: null,
  gitBranch: null,
  model: null,
  tokens: null,
  isExact: false,
  cache: null,
};

/** A session as it was listed, with what its file tells. */
export function summaryOf(
  { path, sessionId, cwd, mtimeMs }: FoundSession,
  { title, gitBranch, model, tokens, isExact, cache }: SessionEnds,
  isOpen: boolean,
): SessionSummary {
  return { path, sessionId, cwd, title, gitBranch, model, tokens, isExact, cache, mtimeMs, isOpen };
}

/**
 * Reads both ends of a session file, never the whole: a list of hundreds must come at once. Goes by
 * the bytes of the file alone, so that what was told stays true as long as they do; `ENDS_VERSION`
 * counts the ways of telling. Never throws.
 */
export async function readEnds({ path }: Pick<SessionFile, 'path'>): Promise<EndsRead> {
  let isWhole = true;
  const onUnreadable = (): void => {
    isWhole = false;
  };
  const [head, end] = await Promise.all([
    readBytes(path, END_BYTES),
    firstReading(path, 'main', onUnreadable),
  ]);
  const first = head === null ? null : firstCwdIn(head);
  const tail = first === null ? await readBytes(path, END_BYTES, 'end') : null;
  if (head === null || (first === null && tail === null)) onUnreadable();
  const startedIn = first ?? (tail === null ? null : latestCwdIn(tail));
  return { ends: endsOf(head, end, startedIn), isWhole };
}

function endsOf(
  head: Buffer | null,
  end: Transcript | null,
  startedIn: string | null,
): SessionEnds {
  const title = end?.namedTitle ?? (head === null ? null : titleIn(head, 'main'));
  if (end === null) return { ...NO_ENDS, startedIn, title };
  const chain = activeChain(end);
  const { model, tokens, exact } = contextUsage(end, chain, (entry, generation) =>
    itemTokens(entry, generation, null),
  );
  const cache = cacheUse(
    cacheState({
      ...{ transcript: end, chain, model },
      ...{ reported: NOTHING_REPORTED, lifetimeMs: null, isRewritten: false },
    }),
  );
  return { startedIn, title, gitBranch: end.gitBranch, model, tokens, isExact: exact, cache };
}

/** The rest is read by no list, so it is not kept either. */
function cacheUse(cache: CacheState | null): CacheUse | null {
  if (cache === null) return null;
  const { usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten } = cache;
  return { usedMs, lifetimeMs, cachedTokens, systemTokens, isNew, isRewritten };
}

/** What a conversation began with, or how it is called there; `null` where neither is near. */
export async function firstPrompt(path: string, chains: Chains): Promise<string | null> {
  const head = await readBytes(path, END_BYTES);
  return head === null ? null : titleIn(head, chains);
}

function titleIn(head: Buffer, chains: Chains): string | null {
  const transcript = new Transcript();
  for (const line of new LineSplitter().feed(head)) transcript.add(parsedLine(line, 0, chains));
  return transcript.title;
}
