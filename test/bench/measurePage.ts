import type { Row, ToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { inEnglish } from '../../src/wording/translate';
import { ledgerInspection, ledgerItem, NEWEST_TURN } from '../fixtures/ledgerInspection';
import { sessionMessage } from '../webview/ledgerMessages';
import { openPage, type OpenPage } from '../webview/openPage';

const ROWS_PER_MESSAGE = 500;
/** Each finds other items than the one before it. */
const TYPED = ['4', '42', '42x', 'im', 'store', 'pars', '7'];
const SCROLLED_FRAMES = 120;
/** A strong turn of the wheel: 14,000 pixels in a second. */
const SCROLLED_PX = 240;

/** What holds a page up that shows very many items. Milliseconds. */
export interface MeasuredPage {
  /** From the first message of items until all of them are drawn. */
  readonly drawMs: number;
  /** From a key in the filter until the last thing that it changes is painted. */
  readonly filterMs: readonly number[];
  /** What each frame of fast scrolling takes of the main thread. */
  readonly frameMs: readonly number[];
  /** From frame to frame while scrolling. */
  readonly intervalMs: readonly number[];
  /** As many names sorted, in the same page: what the machine can do at the moment. */
  readonly sortMs: readonly number[];
}

/** Opens the built page with that many items, types into its filter, and scrolls. */
export async function measurePage(count: number): Promise<MeasuredPage> {
  const open = await openPage({ height: 900 });
  try {
    open.page.setDefaultTimeout(120_000);
    await open.send(sessionMessage(ledgerInspection()));
    await open.page.evaluate('globalThis.kept = []');
    for (const message of messagesOf(manyRows(count)))
      await inPage(open, '(message) => void globalThis.kept.push(message)', message);
    const sortMs = [await sorted(open, count)];
    const drawMs = Number(await inPage(open, DRAW, null));
    const filterMs: number[] = [];
    for (const text of TYPED) {
      filterMs.push(Number(await inPage(open, TYPE, text)));
      sortMs.push(await sorted(open, count));
    }
    await inPage(open, TYPE, '');
    const scrolled = (await inPage(open, SCROLL, [SCROLLED_FRAMES, SCROLLED_PX])) as {
      readonly frameMs: number[];
      readonly intervalMs: number[];
    };
    if (open.problems.length > 0) throw new Error(open.problems.join('; '));
    return { drawMs, filterMs, ...scrolled, sortMs };
  } finally {
    await open.close();
  }
}

/** Calls what is a function in the page's own words: its policy allows no other. */
export async function inPage(open: OpenPage, words: string, given: unknown): Promise<unknown> {
  const handle = await open.page.evaluateHandle<(given: unknown) => unknown>(words);
  try {
    return await handle.evaluate((run, each) => run(each), given);
  } finally {
    await handle.dispose();
  }
}

async function sorted(open: OpenPage, count: number): Promise<number> {
  return Number(await inPage(open, SORT, count));
}

function manyRows(count: number): Row[] {
  const tools = ['Read', 'Edit', 'Bash', 'Grep'];
  const kinds = ['toolResult', 'toolResult', 'toolCall', 'assistantText', 'thinking'] as const;
  return Array.from({ length: count }, (_, at) => {
    const name = ['import', 'store', 'parser', 'ledger'][(at * 31) % 4]!;
    const path = `/home/dev/ledger/src/${name}${String((at * 7919) % 400)}.ts`;
    return rowOf(
      ledgerItem(`m${String(at)}:0`, kinds[at % kinds.length]!, 50 + ((at * 104_729) % 20_000), {
        toolName: tools[at % tools.length]!,
        subject: `${path} ${String((at * 7919) % count)}`,
        path,
        turn: at % NEWEST_TURN,
      }),
      null,
      inEnglish,
    );
  });
}

function messagesOf(rows: readonly Row[]): ToInspectorPage[] {
  const messages: ToInspectorPage[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_MESSAGE)
    messages.push({
      type: 'items',
      isReset: at === 0,
      rows: rows.slice(at, at + ROWS_PER_MESSAGE),
      gone: [],
      isLast: at + ROWS_PER_MESSAGE >= rows.length,
      goneBecause: '',
    });
  return messages;
}

const TURN = `const turn = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(null);
  });
  const painted = async () => {
    await new Promise((frame) => requestAnimationFrame(frame));
    await turn();
  };`;

const SORT = `(count) => {
  const names = Array.from({ length: count }, (_, at) => 'file' + ((at * 7919) % count));
  const start = performance.now();
  names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return performance.now() - start;
}`;

/** Each message in a turn of its own, as VS Code delivers them. */
const DRAW = `async () => {
  ${TURN}
  const start = performance.now();
  for (const data of globalThis.kept) {
    window.dispatchEvent(new MessageEvent('message', { data }));
    await turn();
  }
  await painted();
  globalThis.kept = [];
  if (document.querySelector('.line') === null) throw new Error('No row was drawn.');
  return performance.now() - start;
}`;

/** Until a tenth of a second without a change: the page may put off what is dear. */
const TYPE = `async (text) => {
  ${TURN}
  const box = document.querySelector('input[type=search], input[type=text], input:not([type])');
  let [start, changedAt, changes] = [0, 0, 0];
  const observer = new MutationObserver(() => {
    changes++;
    painted().then(() => { changedAt = performance.now(); });
  });
  observer.observe(document.body, {
    attributes: true, characterData: true, childList: true, subtree: true,
  });
  await painted();
  box.focus();
  await painted();
  changes = 0;
  start = changedAt = performance.now();
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await painted();
  for (let quietFrom = performance.now(), seen = changes; performance.now() - quietFrom < 100;) {
    await painted();
    if (seen !== changes) [seen, quietFrom] = [changes, performance.now()];
  }
  observer.disconnect();
  if (changes === 0) throw new Error('A key in the filter changed nothing.');
  return changedAt - start;
}`;

/** A frame's work is from its scroll event, before anything else hears of it, until it is painted. */
const SCROLL = `async ([frames, px]) => {
  ${TURN}
  const scroller = document.querySelector('.list-scroll') ?? document.scrollingElement;
  let begun = 0;
  const begin = () => { begun ||= performance.now(); };
  window.addEventListener('scroll', begin, { capture: true });
  const frameMs = [];
  const intervalMs = [];
  await painted();
  let [last, direction] = [0, 1];
  for (let frame = 0; frame < frames; frame++) {
    const before = scroller.scrollTop;
    scroller.scrollTop += direction * px;
    if (scroller.scrollTop === before) {
      direction = -direction;
      scroller.scrollTop += direction * px;
    }
    begun = 0;
    const at = await new Promise((next) => requestAnimationFrame(next));
    if (last > 0) intervalMs.push(at - last);
    last = at;
    await turn();
    if (begun > 0) frameMs.push(performance.now() - begun);
  }
  window.removeEventListener('scroll', begin, { capture: true });
  if (frameMs.length < frames / 2) throw new Error('The page did not scroll.');
  return { frameMs, intervalMs };
}`;
