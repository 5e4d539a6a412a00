// The files by which Leeway and this process speak, in `leeway/live/<session id>` of the folder of
// Claude Code that this plugin was installed into. No other file is read or written.
//   <nonce>.told.json          the figures
//   <nonce>.<id>.request.json  what Leeway asks for; it takes it away again
//   <nonce>.<id>.answer.json   what came of it

/** Written into each file; a reader that knows another one leaves it alone. */
const FORMAT = 1;
/** Far more than a request has, in bytes, and more than are ever open. */
const MOST_BYTES = 2000;
const MOST_REQUESTS = 20;
const REQUEST = /\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.request\.json$/;

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {'tell' | 'reload'} ask
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
    const ask = askedIn(await $.fs.read(folder.path + folder.separator + name));
    if (ask === null) own.requests.set(id, 'answered');
    else requests.push({ id, ask });
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
 * @returns {Request['ask'] | null}
 */
function askedIn(text) {
  try {
    const value = JSON.parse(text);
    if (value?.format !== FORMAT) return null;
    return value.ask === 'tell' || value.ask === 'reload' ? value.ask : null;
  } catch {
    return null;
  }
}
