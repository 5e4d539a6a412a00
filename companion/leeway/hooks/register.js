// Leeway's companion runs inside Claude Code. It writes the figures of its own session where Leeway
// reads them, and has Claude Code go on without what was pruned when Leeway asks for it. It does
// nothing else. All that asks something of Claude Code stands in this file: the oldest release that
// runs it follows `$` into no other.
import { figures } from './figures.js';
import { askedIn, isWireFile, liveFolder, parsed, requestFiles, written } from './liveFiles.js';
import { wireItems, withoutPruned } from './wire.js';

/** Between two looks for requests, in milliseconds. */
const LOOK_EVERY_MS = 2000;
/** Between two tries to put a draft back, and how many there are. */
const TRY_EVERY_MS = 100;
const TRIES = 30;
const LOADED = /** @type {const} */ ({ plugin: 'leeway', key: 'loadedAtMs' });
/** After Esc, until the next prompt (2.1.329, 2.1.332). */
const STOPPED = /session was stopped/;
const MODEL_REQUEST = /\/v1\/messages(?:\?|$)/;

/**
 * What this process knows of itself.
 *
 * @typedef {object} Own
 * @property {string} nonce names its files: two processes may have one session open
 * @property {number} pid 0 where Claude Code does not say it
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
    own.pid = await ownPid($);
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

/** @param {import('claude-code').EngineInterface} $ */
async function ownPid($) {
  try {
    return Number((await $.process.hookEnv()).CLAUDE_PID) || 0;
  } catch {
    return 0; // 2.1.287 does not say it
  }
}

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
  try {
    await $.state.set(LOADED, atMs);
  } catch {
    // As above: it is told as long as this activation lasts.
  }
}

/**
 * Writes the figures. Where that fails, Leeway does without them. Asks nobody for them: a summary
 * is counted in the process.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function tell($, own) {
  try {
    const [usage, sessionId, model, { version }] = await Promise.all([
      $.session.usage({ breakdown: 'summary' }),
      $.session.id(),
      $.session.model(),
      $.session.version(),
    ]);
    const told = figures(usage, { sessionId, model, version }, own);
    await writeLive($, `${own.nonce}.told.json`, told);
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
 * The requests to this process that are not answered yet. What is no request is left alone.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @returns {Promise<import('./liveFiles.js').Request[]>}
 */
async function openRequests($, own) {
  const folder = liveFolder($.plugin.root, await $.session.id());
  const found = requestFiles(await $.fs.list(folder).catch(() => []), own.nonce);
  // What was taken away is wanted no more.
  const ids = new Set(found.map(({ id }) => id));
  for (const id of own.requests.keys()) if (!ids.has(id)) own.requests.delete(id);
  /** @type {import('./liveFiles.js').Request[]} */
  const requests = [];
  for (const { id, name } of found) {
    if (own.requests.get(id) === 'answered') continue;
    const ask = askedIn(await $.fs.read(folder + name));
    if (ask === null) own.requests.set(id, 'answered');
    else requests.push({ id, ask });
  }
  return requests;
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
 * Has Claude Code read its session from the file again, as `/resume` does. What stands in the input
 * box is put back; it is kept nowhere else.
 *
 * @param {import('claude-code').EngineInterface} $
 */
async function loadAgain($) {
  const draft = await $.prompt.read();
  await $.command.run({ command: 'resume', args: await $.session.id() });
  for (let tried = 0; draft.text !== '' && tried < TRIES; tried++) {
    const { isFilled } = await $.prompt.fill({ text: draft.text });
    if (isFilled) return;
    await $.clock.sleep(TRY_EVERY_MS);
  }
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
 * What this process leaves out of its requests; `null` for nothing, and once it has read the file
 * since the list was made.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function wireList($, own) {
  const path = `${liveFolder($.plugin.root, await $.session.id())}${own.pid}.wire.json`;
  const stat = await $.fs.stat(path).catch(() => null);
  if (stat === null || !isWireFile(stat)) return null;
  const list = parsed(await $.fs.read(path));
  const items = wireItems(list?.items);
  return items === null || !(list.atMs > own.loadedAtMs) ? null : { atMs: list.atMs, items };
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

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {string} name
 * @param {object} fields
 */
async function writeLive($, name, fields) {
  const [sessionId, atMs] = await Promise.all([$.session.id(), $.clock.now()]);
  await $.fs.write(liveFolder($.plugin.root, sessionId) + name, written(atMs, fields));
}
