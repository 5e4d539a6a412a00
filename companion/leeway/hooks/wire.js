// Where a session cannot be loaded again, what was pruned is left out of each request to the model,
// as the file leaves it out. Leeway names it in `leeway/live/<session id>/<pid>.wire.json`: the ids
// of tool calls, and the placeholders that stand in the file in their place.

/** The same that a file is pruned by. */
const SHORT = '[pruned]';
const LONG_BYTES = 200;
const STAYING_NAMES = /^(?:file_path|notebook_path|path)$/;
const PLACEHOLDER = /^\[pruned(?:: [^\n]{1,1500})?\]$/;
const ID = /^[\w-]{1,128}$/;
const REMINDERS =
  /(?:\n\n<system-reminder>\n(?:(?!<system-reminder>)[\s\S])*<\/system-reminder>)+$/;
const MOST_REMINDERS = 4000;
const MODEL_REQUEST = /\/v1\/messages(?:\?|$)/;
const KINDS = new Set(['result', 'media', 'input']);

/**
 * @typedef {object} WireItem
 * @property {string} id of the tool call
 * @property {'result' | 'media' | 'input'} what
 * @property {number} nth of the images and documents of the result
 * @property {string} text the placeholder
 * @property {boolean} isAlone a compaction may make the result anew: nothing came with it
 */

/**
 * @param {string} url
 * @param {unknown} body
 * @returns {body is string}
 */
export function isModelRequest(url, body) {
  return MODEL_REQUEST.test(url) && typeof body === 'string';
}

/**
 * The items of a list; `null` for what is no such list, or holds anything that is no placeholder.
 *
 * @param {unknown} value
 * @returns {WireItem[] | null}
 */
export function wireItems(value) {
  if (!Array.isArray(value)) return null;
  const isItem = (/** @type {any} */ item) =>
    typeof item?.id === 'string' &&
    ID.test(item.id) &&
    KINDS.has(item.what) &&
    Number.isInteger(item.nth) &&
    (item.isAlone === undefined || typeof item.isAlone === 'boolean') &&
    typeof item.text === 'string' &&
    PLACEHOLDER.test(item.text);
  return value.every(isItem) ? value : null;
}

/**
 * The body of a request without what was pruned; the same text where it holds none of it.
 *
 * @param {string} body
 * @param {readonly WireItem[]} items
 */
export function withoutPruned(body, items) {
  /** @type {Map<string, WireItem[]>} */
  const byId = new Map();
  // Texts first, and media from the last one on: what is replaced is counted no more.
  const inOrder = items.toSorted(
    (a, b) => Number(b.what === 'result') - Number(a.what === 'result') || b.nth - a.nth,
  );
  for (const item of inOrder) byId.set(item.id, [...(byId.get(item.id) ?? []), item]);
  const request = JSON.parse(body);
  let isChanged = false;
  for (const { content } of request.messages ?? []) {
    if (!Array.isArray(content)) continue;
    for (const block of content) {
      const id = block.type === 'tool_result' ? block.tool_use_id : block.id;
      for (const item of byId.get(id) ?? []) isChanged = edit(block, item) || isChanged;
    }
  }
  return isChanged ? JSON.stringify(request) : body;
}

/**
 * Messages as a compaction hands them on, without the texts that were pruned. Only a result that
 * stands alone is made anew; anything else would lose what came with it, so it stays as it is, and
 * requests go without it.
 *
 * @template {{ toolResults?: readonly any[] }} Message
 * @param {readonly Message[]} messages
 * @param {readonly WireItem[]} items
 * @returns {Message[]}
 */
export function messagesWithoutPruned(messages, items) {
  const texts = new Map(items.filter(({ isAlone }) => isAlone).map(({ id, text }) => [id, text]));
  const isPruned = (/** @type {any} */ result) =>
    texts.has(result.tool_use_id) && result.text !== texts.get(result.tool_use_id);
  return messages.map((message) => {
    const { toolResults = [] } = message;
    if (!toolResults.some(isPruned)) return message;
    const left = toolResults.map((result) => {
      if (!isPruned(result)) return result;
      const { tool_use_id, isError } = result;
      return { tool_use_id, isError, text: texts.get(tool_use_id) };
    });
    return { ...message, toolResults: left };
  });
}

/**
 * @param {any} block
 * @param {WireItem} item
 * @returns {boolean} whether it was one that the item is about
 */
function edit(block, { what, nth, text }) {
  if (block.type === 'tool_use' && what === 'input') {
    let isFirst = true;
    block.input = shortened(block.input, '', () => {
      const left = isFirst ? text : SHORT;
      isFirst = false;
      return left;
    });
    return true;
  }
  if (block.type !== 'tool_result' || what === 'input') return false;
  if (typeof block.content === 'string') {
    if (what === 'result') block.content = text + remindersBehind(block.content);
    return what === 'result';
  }
  if (!Array.isArray(block.content)) return false;
  let [texts, media] = [0, 0];
  block.content = block.content.map((/** @type {any} */ part) => {
    const said = textIn(part);
    if (said === null) {
      if (part.type !== 'image' && part.type !== 'document') return part;
      return media++ === nth && what === 'media' ? { type: 'text', text } : part;
    }
    // Of a session whose process has read the pruned file all this stands there already.
    if (what !== 'result' || (PLACEHOLDER.test(said) && said !== text)) return part;
    if (texts > 0 && rawBytes(said) < SHORT.length) return part;
    const left = texts++ === 0 ? text : SHORT;
    return part.type === 'text'
      ? { ...part, text: left }
      : { ...part, source: { ...part.source, data: left } };
  });
  return true;
}

/**
 * The text of a part, also where that is a document of text; `null` where it has none.
 *
 * @param {any} part
 * @returns {string | null}
 */
function textIn(part) {
  if (part.type === 'text') return part.text;
  return part.type === 'document' && part.source?.type === 'text' ? part.source.data : null;
}

/**
 * What Claude Code has put behind the text of a result on its way; it is no part of what was pruned.
 *
 * @param {string} text
 */
function remindersBehind(text) {
  return REMINDERS.exec(text.slice(-MOST_REMINDERS))?.[0] ?? '';
}

/**
 * Long strings give way, names of files stay.
 *
 * @param {any} value
 * @param {string} key
 * @param {() => string} left
 * @returns {any}
 */
function shortened(value, key, left) {
  if (typeof value === 'string')
    return STAYING_NAMES.test(key) || rawBytes(value) < LONG_BYTES ? value : left();
  if (Array.isArray(value)) {
    const isLongList =
      value.length > 1 &&
      value.every((each) => typeof each === 'string') &&
      rawBytes(JSON.stringify(value)) >= LONG_BYTES;
    return isLongList ? [left()] : value.map((each) => shortened(each, key, left));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, shortened(each, name, left)]),
  );
}

/** @param {string} text */
function rawBytes(text) {
  return new TextEncoder().encode(JSON.stringify(text).slice(1, -1)).length;
}
