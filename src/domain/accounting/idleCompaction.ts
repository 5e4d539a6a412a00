import { cacheStanding, standingEndsMs, type CacheState } from '../caching/cacheState';
import { ONE_HOUR_MS } from '../caching/inputWeights';
import type { CompactionControls } from './autoCompact';
import { isReadableVersion, isVersionAtLeast } from './claudeVersion';
import type { ToldFigures } from './toldFigures';

/** What the session file and the settings tell of Claude Code's compacting an idle session. */
export interface IdleCompaction {
  /**
   * False where a setting turns it off, or the release does not do it yet; a release that is not
   * known may do it.
   */
  readonly isOn: boolean;
  /**
   * About when it may happen to a session that is left alone, in ms; `null` where it is not to be
   * expected. Whether it still is, is a matter of the time and of who has the session open:
   * {@link idleCompactionMs}.
   */
  readonly dueMs: number | null;
}

export interface IdleEvidence {
  /** Version of Claude Code that wrote the newest entry. */
  readonly version: string | null;
  /** Of the context; `null` where that is not known. */
  readonly tokens: number | null;
  readonly cache: CacheState | null;
  /** When the newest reply of this context was complete, in ms. */
  readonly repliedMs: number | null;
  /** The newest request was refused at a limit. */
  readonly isBlocked: boolean;
  readonly controls: CompactionControls;
  readonly told: ToldFigures | null;
}

/** What must be known of a session that is followed. */
export interface WatchedSession {
  readonly snapshot: { readonly cache: CacheState | null; readonly idleCompaction: IdleCompaction };
  /** A person has it in a terminal. */
  readonly isInTerminal: boolean;
  /** What its process is about, in Claude Code's word. */
  readonly status: string | null;
}

/** The first that does it. */
const IDLE_COMPACTION_SINCE = '2.1.286';
/** Of the hour that the cache is kept, from the last reply on (measured: 54 minutes). */
const SHARE_OF_LIFETIME = 0.9;
const MIN_TOKENS = 200_000;
/** No setting gets below it. */
const LEAST_MIN_TOKENS = 100_000;
/** `shell`: idle, while a command runs in the background. */
const IDLE: ReadonlySet<string | null> = new Set(['idle', 'shell']);

/**
 * Whether and when, by what can be read. The conditions are those of the source of 2.1.332. A
 * switch of the account and how near its limits are decide too, and cannot be read: so at that
 * moment it may happen, and no more.
 */
export function idleCompaction(evidence: IdleEvidence): IdleCompaction {
  const { version, controls } = evidence;
  const isOn =
    isVersionAtLeast(version, IDLE_COMPACTION_SINCE) &&
    controls.idleCompaction?.value !== false &&
    compactsByItself(evidence);
  return { isOn, dueMs: isOn && isReadableVersion(version) ? dueMs(evidence) : null };
}

function dueMs(evidence: IdleEvidence): number | null {
  const { tokens, cache, repliedMs, isBlocked, controls } = evidence;
  if (repliedMs === null || tokens === null || isBlocked) return null;
  const asked = controls.idleCompactMinTokens?.value ?? MIN_TOKENS;
  if (tokens < Math.max(asked, LEAST_MIN_TOKENS) || cache?.lifetimeMs !== ONE_HOUR_MS) return null;
  return repliedMs + SHARE_OF_LIFETIME * ONE_HOUR_MS;
}

/** By the word of its process, else by the settings. */
function compactsByItself({ told, controls }: IdleEvidence): boolean {
  return told?.autoCompact == null
    ? controls.autoCompactEnabled?.value !== false
    : told.autoCompact.tokens !== null;
}

/**
 * About when Claude Code may compact a session if it is left alone from now on, in ms; `null` where
 * that is not to be expected, or not any more.
 */
export function idleCompactionMs(
  { snapshot, isInTerminal, status }: WatchedSession,
  nowMs: number,
): number | null {
  const { cache, idleCompaction: idle } = snapshot;
  if (!isInTerminal || !IDLE.has(status) || cache === null || idle.dueMs === null) return null;
  return idle.dueMs > nowMs && cacheStanding(cache, null, nowMs).state === 'warm'
    ? idle.dueMs
    : null;
}

/**
 * When the standing of its cache, or {@link idleCompactionMs}, says something else by the passing
 * of time alone, in ms; `null` where neither ever does.
 */
export function outlookEndsMs(session: WatchedSession, nowMs: number): number | null {
  const ends = [
    standingEndsMs(session.snapshot.cache, nowMs),
    idleCompactionMs(session, nowMs),
  ].filter((endMs) => endMs !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
