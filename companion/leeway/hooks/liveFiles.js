// The files by which Leeway and this process speak, in `leeway/live/<session id>` of the folder of
// Claude Code that this plugin was installed into. No other file is read or written.
//   <nonce>.told.json          the figures
//   <pid>.wire.json            what is left out of requests, see wire.js
//   <pid>.compact.json         whether a compaction is under way that must not summarize
//   <nonce>.<id>.request.json  what Leeway asks for; it takes it away again
//   <nonce>.<id>.answer.json   what came of it

/** Written into each file; a reader that knows another one leaves it alone. */
const FORMAT = 1;
/** Far more than a request has, in bytes, and more than are ever open. */
const MOST_BYTES = 2000;
const MOST_REQUESTS = 20;
/** A placeholder for each of some thousands of tool calls. */
const MOST_WIRE_BYTES = 2_000_000;
const REQUEST = /\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.request\.json$/;
const ASKS = new Set(['tell', 'reload', 'wire', 'compact']);

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {'tell' | 'reload' | 'wire' | 'compact'} ask
 */

/**
 * The folder of a session, with the separator behind it.
 *
 * @param {string} root of this plugin: <folder of Claude Code>/leeway/companion/leeway
 * @param {string} sessionId
 */
export function liveFolder(root, sessionId) {
  const separator = root.includes('\\') ? '\\' : '/';
  const leeway = root.split(separator).slice(0, -2);
  return [...leeway, 'live', sessionId, ''].join(separator);
}

/**
 * The files among these that are requests to a process.
 *
 * @param {readonly { name: string, kind: string, size: number }[]} entries
 * @param {string} nonce of the process
 */
export function requestFiles(entries, nonce) {
  return entries
    .flatMap(({ name, kind, size }) => {
      const id = name.startsWith(nonce) ? REQUEST.exec(name)?.[1] : undefined;
      return id === undefined || kind !== 'file' || size > MOST_BYTES ? [] : [{ id, name }];
    })
    .slice(0, MOST_REQUESTS);
}

/**
 * What was taken away is wanted no more.
 *
 * @param {Map<string, unknown>} requests
 * @param {readonly { id: string }[]} found
 */
export function forgetTaken(requests, found) {
  const ids = new Set(found.map(({ id }) => id));
  for (const id of requests.keys()) if (!ids.has(id)) requests.delete(id);
}

/**
 * What a request asks for; `null` for what is no request.
 *
 * @param {string} text
 * @returns {Request['ask'] | null}
 */
export function askedIn(text) {
  const ask = parsed(text)?.ask;
  return ASKS.has(ask) ? ask : null;
}

/** @param {{ kind: string, size: number, isLink: boolean }} stat */
export function isWireFile({ kind, size, isLink }) {
  return kind === 'file' && !isLink && size <= MOST_WIRE_BYTES;
}

/**
 * @param {number} atMs
 * @param {object} fields
 */
export function written(atMs, fields) {
  return JSON.stringify({ format: FORMAT, atMs, ...fields });
}

/**
 * @param {string} text
 * @returns {any} `null` for what is no JSON of this format
 */
export function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value?.format === FORMAT ? value : null;
  } catch {
    return null;
  }
}
