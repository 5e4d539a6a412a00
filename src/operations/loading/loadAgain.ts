import { setTimeout as delay } from 'node:timers/promises';
import { hasDoor } from '../../domain/companion/companionDoors';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import { isPastToldLimit } from '../../domain/accounting/toldLimit';
import { begunIn, noteCompaction } from '../../io/companion/begunCompactions';
import { liveDirectory, openRequest, type LiveRequest } from '../../io/companion/liveFiles';
import { holdersOf, readOpenSessions } from '../../io/sessions/openSessions';
import type { RewriteTools } from '../rewriting/rewriteSession';
import { settleCompaction } from './settleCompaction';
import { isCompactedAway, listForWire } from './wire';
import { readToldFigures } from '../reading/readToldFigures';

/** Whether the Claude Code that runs with a session has taken up what its file holds. */
export type LoadOutcome =
  | { readonly kind: 'loaded'; readonly atMs: number; readonly by: LoadedBy }
  | { readonly kind: 'notLoaded'; readonly reason: NotLoaded };

/**
 * It has read its file, or leaves the same out of its requests until it does, or has compacted what
 * it holds to that.
 */
type LoadedBy = 'reload' | 'wire' | 'compact';

/**
 * Why it has not. `noCompanion`: nobody there to ask. `notInTerminal`: it has no `/resume` there.
 * `unheard`: its requests do not pass the companion, which a guard of an organization sees to.
 * `noIds`: some of it can be left out of no request.
 * `blocked`: its context is too large for any request, and it did not compact.
 * `unsettled`: it did, and its file could not be settled yet.
 * `compacted`: it holds no more what came back, since it compacted that away.
 * `stopped`: after a turn was stopped it takes no command of a plugin before the next prompt.
 * `silent`: it was asked and did not answer. `cancelled`: it may do so still.
 */
export type NotLoaded =
  | 'noCompanion'
  | 'notInTerminal'
  | 'unheard'
  | 'noIds'
  | 'blocked'
  | 'unsettled'
  | 'compacted'
  | 'tooOld'
  | 'failed'
  | 'stopped'
  | 'silent'
  | 'cancelled';

export interface LoadOptions {
  /** Of the session, where requests of a process that cannot load it again may be changed. */
  readonly wirePath?: string | null;
  /** By what the file is settled, where only a compaction helps; without, none is asked for. */
  readonly tools?: RewriteTools | null;
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
  const outcomes = await Promise.all(
    processes.map((figures) =>
      loadOne({ configDirectory, sessionId, directory }, figures, options),
    ),
  );
  const reason = outcomes.find(isReason);
  if (reason !== undefined) return { kind: 'notLoaded', reason };
  const by = WEAKEST_FIRST.find((each) => outcomes.includes(each)) ?? 'reload';
  return { kind: 'loaded', atMs: Date.now(), by };
}

const WEAKEST_FIRST: readonly LoadedBy[] = ['wire', 'compact', 'reload'];

function isReason(outcome: LoadedBy | NotLoaded): outcome is NotLoaded {
  return !(WEAKEST_FIRST as readonly string[]).includes(outcome);
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

async function loadOne(
  place: LivePlace,
  figures: ToldFigures,
  options: LoadOptions,
): Promise<LoadedBy | NotLoaded> {
  const { isInteractive, hearsRequests, version, pid } = figures;
  const { wirePath: path = null, tools = null } = options;
  if (isInteractive)
    return hasDoor('reload', version)
      ? ((await ask(place, figures, 'reload', options)) ?? 'reload')
      : 'tooOld';
  if (path === null) return 'notInTerminal';
  if (!hasDoor('wire', version)) return 'tooOld';
  const isBlocked = tools !== null && canCompact(version) && isPastToldLimit(figures);
  if (!hearsRequests && !isBlocked) return 'unheard';
  const { configDirectory, directory } = place;
  if (await isCompactedAway(configDirectory, path, figures)) return 'compacted';
  const list = (): ReturnType<typeof listForWire> =>
    listForWire({ configDirectory, path }, directory, pid);
  const items = await list();
  if (items === null) return 'noIds';
  if (!isBlocked || items.length === 0)
    return hearsRequests ? ((await ask(place, figures, 'wire', options)) ?? 'wire') : 'unheard';
  if (!items.some(({ isAlone }) => isAlone)) return 'blocked';
  const notCompacted = await compact({ ...place, path, tools }, figures, options);
  if (notCompacted !== null) return notCompacted;
  // What could not be compacted away is left out of requests, by the ids that it has now.
  if ((await list()) === null) return 'noIds';
  return (await ask(place, figures, 'wire', options)) ?? 'compact';
}

/** What keeps a compaction from summarizing, should the companion not be heard, is of a shell. */
function canCompact(version: string | null): boolean {
  return process.platform !== 'win32' && hasDoor('compact', version);
}

/** @returns `null` where it was done. */
async function ask(
  place: LivePlace,
  { nonce, pid }: ToldFigures,
  door: LiveRequest,
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

/**
 * Has a process compact what it holds to what the list leaves of it, and settles what that leaves
 * in the file.
 *
 * @returns `null` where it was done.
 */
async function compact(
  place: LivePlace & { readonly path: string; readonly tools: RewriteTools },
  figures: ToldFigures,
  options: LoadOptions,
): Promise<NotLoaded | null> {
  const { directory, sessionId, path, tools } = place;
  const { pid } = figures;
  const atMs = Date.now();
  try {
    await noteCompaction(directory, { pid, atMs });
  } catch {
    return 'silent';
  }
  const reason = await ask(place, figures, 'compact', options);
  const forget = async (): Promise<void> => {
    for (const begun of await begunIn(directory, sessionId))
      if (begun.pid === pid) await begun.forget();
  };
  if (reason !== null) {
    // Whoever was asked and has not answered may compact still.
    if (reason !== 'silent' && reason !== 'cancelled') await forget();
    return reason === 'failed' || reason === 'notInTerminal' ? 'blocked' : reason;
  }
  const settled = await settleCompaction(path, atMs, tools, options);
  if (settled !== 'settled') return settled === 'none' ? 'blocked' : 'unsettled';
  await forget();
  return null;
}

/** Whether a process still has the session open: it may have ended, or gone on with another. */
async function hasOpen(pid: number, { configDirectory, sessionId }: LivePlace): Promise<boolean> {
  const open = await readOpenSessions(configDirectory);
  return holdersOf(sessionId, open).some((holder) => holder.pid === pid);
}
