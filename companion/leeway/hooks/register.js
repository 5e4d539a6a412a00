// Leeway's companion runs inside Claude Code. It writes the figures of its own session where Leeway
// reads them, and loads that session again when Leeway asks for it. It does nothing else.
import { figuresOf } from './figures.js';
import { nextRequest, writeLive } from './liveFiles.js';
import { loadAgain } from './loadAgain.js';

/** Between two looks for a request, in milliseconds. */
const LOOK_EVERY_MS = 2000;

/**
 * What this process knows of itself.
 *
 * @typedef {object} Own
 * @property {string} nonce names its files: two processes may have one session open
 * @property {boolean} isInteractive whether a person has it in a terminal
 * @property {boolean} isBusy whether a turn runs
 * @property {number} loads how often it has loaded a session again
 * @property {string} seen what the request file was when it was read last, so that it is read once
 * @property {import('./liveFiles.js').Request | null} request that is not answered yet
 * @property {boolean} isLooking
 */

/** @type {import('claude-code').Register} */
export const register = (on) => {
  /** @type {Own} */
  const own = {
    nonce: crypto.randomUUID(),
    isInteractive: false,
    isBusy: false,
    loads: 0,
    seen: '',
    request: null,
    isLooking: false,
  };

  on('session.start', async ($, e, next) => {
    const result = await next(e);
    own.isInteractive = e.isInteractive;
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

  on('session.end', ($, e, next) => {
    if (e.reason === 'resume') own.loads++;
    return next(e);
  });
};

/**
 * Writes the figures. Where that fails, Leeway does without them.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function tell($, own) {
  try {
    const figures = await figuresOf($);
    await writeLive($, own, 'told', { isInteractive: own.isInteractive, ...figures });
  } catch {
    // The folder is gone, or cannot be written.
  }
}

/**
 * Looks for a request, and does what it asks for.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 */
async function look($, own) {
  if (own.isLooking) return;
  own.isLooking = true;
  try {
    const request = await nextRequest($, own);
    if (request !== null) await serve($, own, request);
  } catch {
    // As above; whoever asked waits no longer than it wants to.
  } finally {
    own.isLooking = false;
  }
}

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @param {import('./liveFiles.js').Request} request
 */
async function serve($, own, request) {
  const { id, ask } = request;
  if (ask === 'reload' && own.isInteractive && own.isBusy) {
    if (request.isSaidToWait) return;
    request.isSaidToWait = true;
    await writeLive($, own, 'answer', { id, outcome: 'waiting' });
    return;
  }
  own.request = null;
  if (ask === 'reload') {
    const outcome = own.isInteractive ? await reload($, own) : 'impossible';
    await tell($, own);
    await writeLive($, own, 'answer', { id, outcome });
    return;
  }
  await tell($, own);
  await writeLive($, own, 'answer', { id, outcome: 'done' });
}

/**
 * The command answers the same where it failed: that the session was left for itself is the proof.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {Own} own
 * @returns {Promise<'done' | 'failed'>}
 */
async function reload($, own) {
  const before = own.loads;
  await loadAgain($);
  return own.loads > before ? 'done' : 'failed';
}
