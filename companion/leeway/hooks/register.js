// Leeway's companion runs inside Claude Code. It writes the figures of its own session where Leeway
// reads them, and has Claude Code go on without what was pruned when Leeway asks for it. It does
// nothing else.
import { figuresOf } from './figures.js';
import { openRequests, wireList, writeLive } from './liveFiles.js';
import { loadAgain } from './loadAgain.js';
import { withoutPruned } from './wire.js';

/** Between two looks for requests, in milliseconds. */
const LOOK_EVERY_MS = 2000;
const LOADED = /** @type {const} */ ({ plugin: 'leeway', key: 'loadedAtMs' });
/** After Esc, until the next prompt (2.1.329, 2.1.332). */
const STOPPED = /session was stopped/;
const MODEL_REQUEST = /\/v1\/messages(?:\?|$)/;

/**
 * What this process knows of itself.
 *
 * @typedef {object} Own
 * @property {string} nonce names its files: two processes may have one session open
 * @property {number} pid
 * @property {boolean} isInteractive whether a person has it in a terminal
 * @property {boolean} isBusy whether a turn runs
 * @property {boolean} isLooking
 * @property {boolean} hearsRequests whether requests to the model pass here; a guard may hide them
 * @property {number} wiredAtMs of the list that goes before what the process holds; 0 for none
 * @property {number} loadedAtMs when it last read its session from the file, since 1970
 * @property {number} loads how often it has read one again
 * @property {{ sessionId: string, seen: number, before: number }} cost US dollars as they were seen
 * last, and what the ledger had forgotten by then
 * @property {Map<string, 'waiting' | 'answered'>} requests by id, as long as their files are there
 */

/** @param {import('claude-code').On} on */
export const register = (on) => {
  /** @type {Own} */
  const own = {
    nonce: crypto.randomUUID(),
    pid: 0,
    isInteractive: false,
    isBusy: false,
    isLooking: false,
    hearsRequests: false,
    wiredAtMs: 0,
    loadedAtMs: 0,
    loads: 0,
    cost: { sessionId: '', seen: 0, before: 0 },
    requests: new Map(),
  };

  on('session.start', async ($, e, next) => {
    const result = await next(e);
    own.isInteractive = e.isInteractive;
    own.pid = Number((await $.process.hookEnv()).CLAUDE_PID);
    await noteLoaded($, own, (await heldLoadedMs($)) ?? (await $.clock.now()));
    await tell($, own);
    $.clock.every(LOOK_EVERY_MS, () => look($, own));
    return result;
  });

  on('session.measure', async ($, e, next) => {
    await tell($, own);
    return next(e);
  });

  on('turn.start', ($, e, next) => {
    if (e.agentId === undefined) own.isBusy = true;
    return next(e);
  });

  on('turn.complete', ($, e, next) => {
    if (e.agentId === undefined) own.isBusy = false;
    return next(e);
  });

  on('session.end', async ($, e, next) => {
    if (e.reason === 'resume') {
      own.loads++;
      await noteLoaded($, own, await $.clock.now());
    }
    own.isBusy = false;
    return next(e);
  });

  on('http.fetch', async ($, e, next) => {
    const body = e.init?.body;
    if (next.origin.plugin !== 'engine' || !MODEL_REQUEST.test(e.url) || typeof body !== 'string')
      return next(e);
    own.hearsRequests = true;
    const list = await wireList($, own);
    own.wiredAtMs = list?.atMs ?? 0;
    return list === null
      ? next(e)
      : next({ ...e, init: { ...e.init, body: withoutPruned(body, list.items) } });
  }).catch(($, e, next) => next(e));
};

/**
 * A plugin that is loaded anew into a process has forgotten all but what the process holds for it.
 *
 * @param {import('claude-code').EngineInterface} $
 * @returns {Promise<number | null>}
 */
async function heldLoadedMs($) {
  try {
    const { value } = await $.state.get(LOADED);
    return typeof value === 'number' ? value : null;
  } catch {
    return null; // a release that holds nothing
  }
}

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @param {number} atMs
 */
async function noteLoaded($, own, atMs) {
  own.loadedAtMs = atMs;
  await Promise.resolve($.state.set(LOADED, atMs)).catch(() => undefined);
}

/**
 * Writes the figures. Where that fails, Leeway does without them.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function tell($, own) {
  try {
    await writeLive($, `${own.nonce}.told.json`, await figuresOf($, own));
  } catch {
    // The folder is gone, or cannot be written.
  }
}

/**
 * Looks for requests, and does what they ask for.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function look($, own) {
  if (own.isLooking) return;
  own.isLooking = true;
  try {
    const requests = await openRequests($, own);
    if (requests.length === 0) return;
    /** @param {'reload' | 'wire'} asked */
    const isAsked = (asked) => requests.some(({ ask }) => ask === asked);
    const outcomes = {
      tell: /** @type {const} */ ('done'),
      reload: isAsked('reload') ? await reload($, own) : 'done',
      wire: isAsked('wire') ? await wire($, own) : 'done',
    };
    await tell($, own);
    for (const { id, ask } of requests) await answer($, own, id, outcomes[ask]);
  } catch {
    // As above; whoever asked waits no longer than it wants to.
  } finally {
    own.isLooking = false;
  }
}

/**
 * The command answers the same where it failed: that the session was left for itself is the proof.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @returns {Promise<'done' | 'failed' | 'impossible' | 'stopped' | 'waiting'>}
 */
async function reload($, own) {
  if (!own.isInteractive) return 'impossible';
  if (own.isBusy) return 'waiting';
  const before = own.loads;
  const said = await loadAgain($).then(() => '', String);
  if (own.loads > before) return 'done';
  return STOPPED.test(said) ? 'stopped' : 'failed';
}

/**
 * From the next request on: the list is read with each of them.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @returns {Promise<'done' | 'failed' | 'impossible'>}
 */
async function wire($, own) {
  const list = await wireList($, own);
  own.wiredAtMs = list?.atMs ?? 0;
  if (!own.hearsRequests) return 'impossible';
  return list === null ? 'failed' : 'done';
}

/**
 * Says what came of a request, and once that it waits for the end of the turn.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @param {string} id
 * @param {'done' | 'failed' | 'impossible' | 'stopped' | 'waiting'} outcome
 */
async function answer($, own, id, outcome) {
  const isNews = outcome !== 'waiting' || own.requests.get(id) !== 'waiting';
  own.requests.set(id, outcome === 'waiting' ? 'waiting' : 'answered');
  if (isNews) await writeLive($, `${own.nonce}.${id}.answer.json`, { outcome });
}
