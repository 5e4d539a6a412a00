import { wireItems } from './wire.js';

// The files by which Leeway and this process speak, in `leeway/live/<session id>` of the folder of
// Claude Code that this plugin was installed into. No other file is read or written.
//   <nonce>.told.json          the figures
//   <pid>.wire.json            what is left out of requests, see wire.js
//   <nonce>.<id>.request.json  what Leeway asks for; it takes it away again
//   <nonce>.<id>.answer.json   what came of it

/** Written into each file; a reader that knows another one leaves it alone. */
const FORMAT = 1;
/** Far more than a request has, in bytes, and more than are ever open. */
const MOST_BYTES = 2000;
const MOST_REQUESTS = 20;
const ASKS = new Set(['tell', 'reload', 'wire']);
/** A placeholder for each of some thousands of tool calls. */
const MOST_WIRE_BYTES = 2_000_000;
const REQUEST = /\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.request\.json$/;

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {'tell' | 'reload' | 'wire'} ask
 */

/**
 * The requests to this process that are not answered yet. What is no request is left alone.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 * @returns {Promise<Request[]>}
 */
export async function openRequests($, own) {
  const folder = await liveFolder($);
  const entries = await $.fs.list(folder.path).catch(() => []);
  const found = entries.flatMap(({ name, kind, size }) => {
    const id = name.startsWith(own.nonce) ? REQUEST.exec(name)?.[1] : undefined;
    return id === undefined || kind !== 'file' || size > MOST_BYTES ? [] : [{ id, name }];
  });
  // What was taken away is wanted no more.
  const ids = new Set(found.map(({ id }) => id));
  for (const id of own.requests.keys()) if (!ids.has(id)) own.requests.delete(id);
  /** @type {Request[]} */
  const requests = [];
  for (const { id, name } of found.slice(0, MOST_REQUESTS)) {
    if (own.requests.get(id) === 'answered') continue;
    const ask = parsed(await $.fs.read(folder.path + folder.separator + name))?.ask;
    if (ASKS.has(ask)) requests.push({ id, ask });
    else own.requests.set(id, 'answered');
  }
  return requests;
}

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {string} name
 * @param {object} fields
 */
export async function writeLive($, name, fields) {
  const [folder, atMs] = await Promise.all([liveFolder($), $.clock.now()]);
  const text = JSON.stringify({ format: FORMAT, atMs, ...fields });
  await $.fs.write(folder.path + folder.separator + name, text);
}

/**
 * What this process leaves out of its requests; `null` for nothing, and once it has read the file
 * since the list was made.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 * @returns {Promise<{ atMs: number, items: import('./wire.js').WireItem[] } | null>}
 */
export async function wireList($, own) {
  const folder = await liveFolder($);
  const path = `${folder.path}${folder.separator}${own.pid}.wire.json`;
  const stat = await $.fs.stat(path).catch(() => null);
  if (stat === null || stat.kind !== 'file' || stat.isLink || stat.size > MOST_WIRE_BYTES)
    return null;
  const value = parsed(await $.fs.read(path));
  const items = wireItems(value?.items);
  return items === null || !(value.atMs > own.loadedAtMs) ? null : { atMs: value.atMs, items };
}

/** @param {import('claude-code').EngineInterface} $ */
async function liveFolder($) {
  // This plugin lies in <folder of Claude Code>/leeway/companion/leeway.
  const separator = $.plugin.root.includes('\\') ? '\\' : '/';
  const leeway = $.plugin.root.split(separator).slice(0, -2);
  const path = [...leeway, 'live', await $.session.id()].join(separator);
  return { path, separator };
}

/**
 * @param {string} text
 * @returns {any} `null` for what is no JSON of this format
 */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value?.format === FORMAT ? value : null;
  } catch {
    return null;
  }
}
