/** Written into every file; a reader that knows another one leaves it alone. */
const FORMAT = 1;
/** A request that has lain for longer is nobody's any more, in milliseconds. */
const LIFE_MS = 10 * 60_000;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * @typedef {object} Request
 * @property {string} id
 * @property {'tell' | 'reload'} ask
 */

/**
 * The files by which Leeway and this process speak: `leeway/live/<session id>/<nonce>.….json` in
 * the folder that the companion was installed into. No other file is read or written.
 */
export class LiveFolder {
  /** @param {string} nonce of this process */
  constructor(nonce) {
    this.nonce = nonce;
    /** What the request file was when it was read last, so that it is read once. */
    this.seen = '';
    /** @type {Request | null} not answered yet */
    this.open = null;
    this.isSaidToWait = false;
  }

  /**
   * The request that waits for an answer; `null` for none, and for what is no request.
   *
   * @param {import('claude-code').EngineInterface} $
   * @returns {Promise<Request | null>}
   */
  async request($) {
    const path = await this.path($, 'request');
    const stat = await $.fs.stat(path).catch(() => null);
    const state = `${path} ${stat?.size} ${stat?.mtimeMs}`;
    if (stat === null || stat.kind !== 'file' || stat.isLink) return this.open;
    if (state === this.seen) return this.open;
    this.seen = state;
    this.open = asRequest(await $.fs.read(path), await $.clock.now());
    this.isSaidToWait = false;
    return this.open;
  }

  /**
   * Says once that the request is not forgotten.
   *
   * @param {import('claude-code').EngineInterface} $
   * @param {Request} request
   */
  async wait($, request) {
    if (this.isSaidToWait) return;
    this.isSaidToWait = true;
    await this.write($, 'answer', { id: request.id, outcome: 'waiting' });
  }

  /**
   * @param {import('claude-code').EngineInterface} $
   * @param {Request} request
   * @param {'done' | 'failed' | 'impossible'} outcome
   */
  async answer($, request, outcome) {
    this.open = null;
    await this.write($, 'answer', { id: request.id, outcome });
  }

  /**
   * @param {import('claude-code').EngineInterface} $
   * @param {object} figures
   */
  async tell($, figures) {
    await this.write($, 'told', figures);
  }

  /**
   * @param {import('claude-code').EngineInterface} $
   * @param {'told' | 'answer'} what
   * @param {object} fields
   */
  async write($, what, fields) {
    const [path, atMs] = await Promise.all([this.path($, what), $.clock.now()]);
    await $.fs.write(path, JSON.stringify({ format: FORMAT, nonce: this.nonce, atMs, ...fields }));
  }

  /**
   * @param {import('claude-code').EngineInterface} $
   * @param {'told' | 'answer' | 'request'} what
   */
  async path($, what) {
    // <config>/leeway/companion/leeway is where this plugin lies.
    const separator = $.plugin.root.includes('\\') ? '\\' : '/';
    const own = $.plugin.root.split(separator).slice(0, -2);
    const id = await $.session.id();
    return [...own, 'live', id, `${this.nonce}.${what}.json`].join(separator);
  }
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
  return ask === 'tell' || ask === 'reload' ? { id, ask } : null;
}
