// Leeway's companion runs inside Claude Code. It tells the figures of its session, and has Claude
// Code go on without what was pruned when Leeway asks for it. All that asks something of Claude Code
// stands in this file: the oldest release that runs it follows `$` into no other.
import { figures } from './figures.js';
import { askedIn, forgetTaken, isWireFile, liveFolder } from './liveFiles.js';
import { parsed, requestFiles, written } from './liveFiles.js';
import { newOwn, outcomeOf } from './own.js';
import { isModelRequest, messagesWithoutPruned, wireItems, withoutPruned } from './wire.js';

/** Between two looks for requests, in milliseconds. */
const LOOK_EVERY_MS = 2000;
/** Between two tries to put a draft back; 30 of them. */
const TRY_EVERY_MS = 100;
const TRIES = 30;
const LOADED = /** @type {const} */ ({ plugin: 'leeway', key: 'loadedAtMs' });

/** @param {import('claude-code').On} on */
export const register = (on) => {
  const own = newOwn();

  on('session.start', async ($, e, next) => {
    const result = await next(e);
    own.isInteractive = e.isInteractive;
    own.pid = await ownPid($);
    await noteLoaded($, own, (await heldLoadedMs($)) ?? (await $.clock.now()));
    await tell($, own);
    $.clock.every(LOOK_EVERY_MS, () => look($, own));
    return result;
  });

  on('session.measure', ($, e, next) => tell($, own).then(() => next(e)));

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

  on('session.compact', ($, e, next) => {
    const items = own.compacting;
    if (items === null || e.agentId !== undefined || e.trigger === 'precompute') return next(e);
    const messages = messagesWithoutPruned(e.messages, items);
    own.compactions++;
    return { messages };
  }).catch(($, e, next) => (own.compacting === null ? next(e) : { skip: 'the prune failed' }));

  on('http.fetch', async ($, e, next) => {
    const body = e.init?.body;
    if (next.origin.plugin !== 'engine' || !isModelRequest(e.url, body)) return next(e);
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
 * @param {import('./own.js').Own} own
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
 * Writes the figures, which the process counts by itself. Where that fails, Leeway does without.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./own.js').Own} own
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
 * @param {import('./own.js').Own} own
 */
async function look($, own) {
  if (own.isLooking) return;
  own.isLooking = true;
  try {
    const requests = await openRequests($, own);
    if (requests.length === 0) return;
    /** @param {'reload' | 'wire' | 'compact'} asked */
    const isAsked = (asked) => requests.some(({ ask }) => ask === asked);
    /** @type {Record<typeof requests[0]['ask'], import('./own.js').Outcome>} */
    const outcomes = {
      tell: 'done',
      reload: isAsked('reload') ? await reload($, own) : 'done',
      wire: isAsked('wire') ? await wire($, own) : 'done',
      compact: isAsked('compact') ? await compact($, own) : 'done',
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
 * @param {import('./own.js').Own} own
 */
async function openRequests($, own) {
  const folder = liveFolder($.plugin.root, await $.session.id());
  const found = requestFiles(await $.fs.list(folder).catch(() => []), own.nonce);
  forgetTaken(own.requests, found);
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
 * @param {import('./own.js').Own} own
 */
async function reload($, own) {
  if (!own.isInteractive) return 'impossible';
  if (own.isBusy) return 'waiting';
  const before = own.loads;
  const said = await loadAgain($).then(() => '', String);
  return outcomeOf(own.loads > before, said);
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
 * @param {import('./own.js').Own} own
 */
async function wire($, own) {
  const list = await wireList($, own);
  own.wiredAtMs = list?.atMs ?? 0;
  // A guard that hides requests would have hidden a compaction, too.
  if (!own.hearsRequests && own.compactions === 0) return 'impossible';
  return list === null ? 'failed' : 'done';
}

/**
 * What this process leaves out of its requests; `null` for nothing, and once it has read the file
 * since the list was made.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./own.js').Own} own
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
 * Where a session is too large for any request, has Claude Code compact it, and answers that with
 * what it holds, but for texts of the list. Should that not be heard, `hooks.json` stops a summary.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./own.js').Own} own
 */
async function compact($, own) {
  if (own.isInteractive || own.pid === 0 || !(await isHeard($, own))) return 'impossible';
  if (own.isBusy) return 'waiting';
  const list = await wireList($, own);
  if (list === null) return 'failed';
  const before = own.compactions;
  const path = `${liveFolder($.plugin.root, await $.session.id())}${own.pid}.compact.json`;
  await $.fs.write(path, written(await $.clock.now(), { state: 'pending' }));
  own.compacting = list.items;
  try {
    const said = await $.command.run({ command: 'compact' }).then(() => '', String);
    return outcomeOf(own.compactions > before, said);
  } finally {
    own.compacting = null;
    await $.fs.write(path, written(await $.clock.now(), { state: 'over' }));
  }
}

/**
 * A guard of an organization hides compactions as it hides requests, and may turn `hooks.json` off.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./own.js').Own} own
 */
async function isHeard($, own) {
  if (own.hearsRequests) return true;
  const policy = await $.settings.read({ source: 'policy' }).catch(() => null);
  return policy !== null && Object.keys(policy).length === 0;
}

/**
 * Says what came of a request, and once that it waits for the end of the turn.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./own.js').Own} own
 * @param {string} id
 * @param {import('./own.js').Outcome} outcome
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
