// The files by which Leeway and this process speak: `leeway/live/<session id>/<nonce>.….json` in the
// folder of Claude Code that this plugin was installed into. No other file is read or written.

/** Written into each file; a reader that knows another one leaves it alone. */
const FORMAT = 1;
/** A request that has lain for longer is nobody's any more, in milliseconds. */
const LIFE_MS = 10 * 60_000;
/** Far more than a request has, in bytes. */
const MOST_BYTES = 10_000;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {'tell' | 'reload'} ask
 * @property {boolean} isSaidToWait
 */

/**
 * The request that is not answered yet; `null` for none. What is no request is left alone.
 *
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 * @returns {Promise<Request | null>}
 */
export async function nextRequest($, own) {
  const path = await livePath($, own, 'request');
  const stat = await $.fs.stat(path).catch(() => null);
  if (stat === null || stat.kind !== 'file' || stat.isLink || stat.size > MOST_BYTES)
    return own.request;
  const seen = `${path} ${stat.size} ${stat.mtimeMs}`;
  if (seen === own.seen) return own.request;
  own.seen = seen;
  own.request = asRequest(await $.fs.read(path), await $.clock.now());
  return own.request;
}

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 * @param {'told' | 'answer'} what
 * @param {object} fields
 */
export async function writeLive($, own, what, fields) {
  const [path, atMs] = await Promise.all([livePath($, own, what), $.clock.now()]);
  await $.fs.write(path, JSON.stringify({ format: FORMAT, nonce: own.nonce, atMs, ...fields }));
}

/**
 * @param {import('claude-code').EngineInterface} $
 * @param {import('./register.js').Own} own
 * @param {'told' | 'answer' | 'request'} what
 */
async function livePath($, own, what) {
  // This plugin lies in <folder of Claude Code>/leeway/companion/leeway.
  const separator = $.plugin.root.includes('\\') ? '\\' : '/';
  const leeway = $.plugin.root.split(separator).slice(0, -2);
  const id = await $.session.id();
  return [...leeway, 'live', id, `${own.nonce}.${what}.json`].join(separator);
}

/**
 * @param {string} text
 * @param {number} nowMs
 * @returns {Request | null}
 */
function asRequest(text, nowMs) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || value.format !== FORMAT) return null;
  const { id, ask, atMs } = value;
  if (typeof id !== 'string' || !ID.test(id)) return null;
  if (typeof atMs !== 'number' || !(Math.abs(nowMs - atMs) < LIFE_MS)) return null;
  return ask === 'tell' || ask === 'reload' ? { id, ask, isSaidToWait: false } : null;
}
