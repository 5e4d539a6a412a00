import assert from 'node:assert/strict';

import type { Row, ToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { inEnglish } from '../../src/wording/translate';
import { ledgerInspection, ledgerItem, NEWEST_TURN } from '../fixtures/ledgerInspection';
import { sessionMessage } from './ledgerMessages';
import { until, useInspector } from './useInspector';

function many(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    ...rowOf(
      ledgerItem('one', 'toolResult', 50 + ((index * 104_729) % 20_000), {
        toolName: 'Read',
        subject: `/tmp/file${String((index * 7919) % count)}.ts`,
      }),
      null,
      inEnglish,
    ),
    id: `m${String(index)}:0`,
    turn: index % NEWEST_TURN,
  }));
}

/** Milliseconds from the click on a heading until the page is drawn. */
const sorting = (name: string): string =>
  `new Promise((done) => {
    const button = [...document.querySelectorAll('button.sort')]
      .find((each) => each.textContent.trim() === ${JSON.stringify(name)});
    const start = performance.now();
    button.click();
    queueMicrotask(() => queueMicrotask(() => done(performance.now() - start)));
  })`;

/** Milliseconds for a plain sort of as many names, in the same page: what the machine can do now. */
const plainSorting = (count: number): string =>
  `(() => {
    const count = ${String(count)};
    const names = Array.from({ length: count }, (_, at) => 'file' + ((at * 7919) % count));
    const start = performance.now();
    names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return performance.now() - start;
  })()`;

/** From the heads of the columns down to the end of the window or of the list there are rows. */
const IN_SIGHT = `(() => {
  const bottomOf = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
  const end = Math.min(innerHeight, bottomOf('tbody')) - 2;
  for (let y = bottomOf('thead th') + 2; y < end; y += 20)
    if (!document.elementFromPoint(200, y)?.closest('tr.line')) return false;
  return true;
})()`;

describe('The inspector with very many items', () => {
  const open = useInspector();

  it('has the rows in sight of 50,000 in the document, and sorts them in less time than ten plain sorts', async () => {
    const rows = many(50_000);
    const batches = Array.from({ length: 100 }, (_, index): ToInspectorPage => ({
      type: 'items',
      isReset: index === 0,
      rows: rows.slice(index * 500, (index + 1) * 500),
      gone: [],
      isLast: index === 99,
      goneBecause: '',
    }));
    const { page, send } = await open([sessionMessage(ledgerInspection())]);
    await send(...batches);
    await page.locator('.status', { hasText: '50,000 items' }).waitFor();
    for (const name of ['Item', 'Age', 'Kind', 'Tokens']) {
      // Taken in turns, and the best of each: whatever else keeps the machine busy slows down both.
      const tookMs: number[] = [];
      const plainMs: number[] = [];
      for (let run = 0; run < 3; run++) {
        plainMs.push(Number(await page.evaluate(plainSorting(rows.length))));
        tookMs.push(Number(await page.evaluate(sorting(name))));
      }
      assert.ok(
        Math.min(...tookMs) < 10 * Math.min(...plainMs),
        `${name}: ${tookMs.join(', ')} ms; plainly ${plainMs.join(', ')} ms`,
      );
    }
    const table = page.getByRole('table', { name: 'Largest items' });
    // with the heads and System and tools
    assert.equal(await table.getAttribute('aria-rowcount'), '50002');
    // By wheel, by key, and to the end: what is in sight is there, and little else is.
    for (const scroll of ['scrollTo(0, 300000)', 'scrollTo(0, 12)', 'scrollTo(0, 9e9)']) {
      await page.evaluate(scroll);
      await until({ page }, IN_SIGHT);
      assert.ok((await page.locator('tr.line').count()) < 100);
    }
    assert.equal(await page.locator('tr.line').last().getAttribute('aria-rowindex'), '50002');
    await page.locator('tr.line').last().focus();
    await page.keyboard.press('Home');
    await until({ page }, `document.activeElement.getAttribute('aria-rowindex') === '2'`);
    await until({ page }, IN_SIGHT);
    // The row with the focus stays in the document while the others scroll away.
    await page.evaluate('scrollTo(0, 300000)');
    await until({ page }, IN_SIGHT);
    await page.keyboard.press('ArrowDown');
    await until({ page }, `document.activeElement.getAttribute('aria-rowindex') === '3'`);
  }).timeout(180_000);
});
