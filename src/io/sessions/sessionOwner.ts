import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { lastWrite } from './lastWrite';
import { holdersOf, readOpenSessions, type OpenSession } from './openSessions';
import type { ProcessSource } from './processTree';

/**
 * Whether a running Claude Code has a session open. `idle`: it has, and waits for a prompt; what is
 * changed in the file takes effect when the session is resumed in it. `busy`: it works, or waits
 * for an answer of the person; then the file is left alone. `unknown`: it was written just now, by
 * a version that may not tell what it has open, or there is nobody to tell.
 */
export type SessionOwner = 'none' | 'idle' | 'busy' | 'unknown';

/**
 * From this version on Claude Code registers what it has open (measured; for those before it the
 * entries that are there count).
 */
const REGISTERS_SINCE = '2.1.329';
/** So long after the newest entry nobody is thought to be at work any more. */
const RECENT_MS = 5 * 60_000;

/** Who has a session open: the one answer that all go by that write to its file. */
export interface OwnedSession {
  readonly owner: SessionOwner;
  /** The process that it is open in; `null` where none is known. */
  readonly holder: OpenSession | null;
}

/** @param registries config directories. */
export async function sessionOwner(
  registries: readonly string[],
  path: string,
  nowMs: number,
  processes?: ProcessSource,
): Promise<OwnedSession> {
  const sessionId = basename(path, '.jsonl');
  const registered = (
    await Promise.all(registries.map((directory) => readOpenSessions(directory, processes)))
  ).flat();
  const holders = holdersOf(sessionId, registered);
  const [holder = null] = holders;
  if (holder !== null)
    return { owner: holders.every(({ status }) => status === 'idle') ? 'idle' : 'busy', holder };
  const written = await lastWrite(path);
  if (written === null || nowMs - written.atMs > RECENT_MS) return { owner: 'none', holder };
  const seen = registered.map(({ version }) => version).filter((version) => version !== null);
  const tells =
    [REGISTERS_SINCE, ...seen].some((since) => isSince(written.version, since)) &&
    (await hasRegistry(registries));
  return { owner: tells ? 'none' : 'unknown', holder };
}

async function hasRegistry(registries: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    registries.map((directory) => stat(join(directory, 'sessions')).catch(() => null)),
  );
  return found.some((stats) => stats?.isDirectory() === true);
}

/** Whether a version is that one or a later one; not where either is none. */
function isSince(version: string | null, since: string): boolean {
  const [own, other] = [version ?? '', since].map((text) =>
    /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(text)?.slice(1).map(Number),
  );
  if (own === undefined || other === undefined) return false;
  const at = own.findIndex((part, index) => part !== other[index]);
  return at === -1 || own[at]! > other[at]!;
}
