import { setTimeout as delay } from 'node:timers/promises';
import { hasDoor } from '../../domain/companion/companionDoors';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import { liveDirectory, openRequest } from '../../io/companion/liveFiles';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';
import { listForWire } from './wire';
import { readToldFigures } from '../reading/readToldFigures';

/** Whether the Claude Code that runs with a session has taken up what its file holds. */
export type LoadOutcome =
  | { readonly kind: 'loaded'; readonly atMs: number; readonly by: LoadedBy }
  | { readonly kind: 'notLoaded'; readonly reason: NotLoaded };

/** It has read its file, or leaves the same out of its requests until it does. */
type LoadedBy = 'reload' | 'wire';

/**
 * Why it has not. `noCompanion`: nobody there to ask. `notInTerminal`: it has no `/resume` there.
 * `unheard`: its requests do not pass the companion, which a guard of an organization sees to.
 * `noIds`: some of it can be left out of no request.
 * `stopped`: after a turn was stopped it takes no command of a plugin before the next prompt.
 * `silent`: it was asked and did not answer. `cancelled`: it may do so still.
 */
export type NotLoaded =
  | 'noCompanion'
  | 'notInTerminal'
  | 'unheard'
  | 'noIds'
  | 'tooOld'
  | 'failed'
  | 'stopped'
  | 'silent'
  | 'cancelled';

export interface LoadOptions {
  /** Of the session, where requests of a process that cannot load it again may be changed. */
  readonly wirePath?: string | null;
  readonly signal?: AbortSignal;
  /** A turn runs: it is loaded when that has ended. */
  readonly onWaiting?: () => void;
  /** For a companion that has not begun; by default {@link SILENT_MS}. */
  readonly silentMs?: number;
}

/** It looks every two seconds and needs one to load; machines are busy. */
const SILENT_MS = 20_000;
const LOOK_EVERY_MS = 150;

/**
 * Has each Claude Code that has a session open load it again, as its companion can. While a turn
 * runs that waits for its end, without a limit of its own. Never throws for what is on the disk.
 */
export async function loadAgain(
  configDirectory: string,
  sessionId: string,
  options: LoadOptions = {},
): Promise<LoadOutcome> {
  const directory = liveDirectory(configDirectory, sessionId);
  const open = await readOpenSessions(configDirectory);
  const told = await readToldFigures(configDirectory, sessionId, open);
  if (directory === null || told.length === 0) return { kind: 'notLoaded', reason: 'noCompanion' };
  const processes = newestOfEach(told);
  const reasons = await Promise.all(
    processes.map((figures) =>
      loadOne({ configDirectory, sessionId, directory }, figures, options),
    ),
  );
  const reason = reasons.find((each) => each !== null) ?? null;
  const by = processes.every(({ isInteractive }) => isInteractive) ? 'reload' : 'wire';
  return reason === null ? { kind: 'loaded', atMs: Date.now(), by } : { kind: 'notLoaded', reason };
}

/** A plugin that was loaded anew in a process goes by another nonce there. */
function newestOfEach(told: readonly ToldFigures[]): readonly ToldFigures[] {
  return told.filter(({ pid }, at) => told.findIndex((other) => other.pid === pid) === at);
}

/** A session, and where its companions are spoken with. */
interface LivePlace {
  readonly configDirectory: string;
  readonly sessionId: string;
  readonly directory: string;
}

/** @returns `null` where it was loaded. */
async function loadOne(
  place: LivePlace,
  figures: ToldFigures,
  options: LoadOptions,
): Promise<NotLoaded | null> {
  const { isInteractive, hearsRequests, version, pid } = figures;
  const { wirePath: path = null } = options;
  if (!isInteractive && path === null) return 'notInTerminal';
  if (!isInteractive && !hearsRequests) return 'unheard';
  const door = isInteractive ? 'reload' : 'wire';
  if (!hasDoor(door, version)) return 'tooOld';
  const { configDirectory, directory } = place;
  if (path !== null && door === 'wire')
    if (!(await listForWire({ configDirectory, path }, directory, pid))) return 'noIds';
  return ask(place, figures, door, options);
}

/** @returns `null` where it was done. */
async function ask(
  place: LivePlace,
  { nonce, pid }: ToldFigures,
  door: LoadedBy,
  { signal, onWaiting, silentMs = SILENT_MS }: LoadOptions,
): Promise<NotLoaded | null> {
  let asked = Date.now();
  const request = await openRequest(place.directory, nonce, door, asked).catch(() => null);
  if (request === null) return 'silent';
  try {
    let isWaiting = false;
    for (;;) {
      if (signal?.aborted === true) return 'cancelled';
      const answer = await request.answer();
      if (answer === 'waiting' && !isWaiting) {
        isWaiting = true;
        onWaiting?.();
      }
      if (answer === 'done') return null;
      if (answer === 'failed' || answer === 'stopped') return answer;
      if (answer === 'impossible') return 'notInTerminal';
      if (Date.now() - asked > silentMs) {
        // A turn may take its time, as long as there is somebody who waits for its end.
        if (!isWaiting || !(await hasOpen(pid, place))) return 'silent';
        asked = Date.now();
      }
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    await request.close();
  }
}

/** Whether a process still has the session open: it may have ended, or gone on with another. */
async function hasOpen(pid: number, { configDirectory, sessionId }: LivePlace): Promise<boolean> {
  const open = await readOpenSessions(configDirectory);
  return holdersOf(sessionId, open).some((holder) => holder.pid === pid);
}
