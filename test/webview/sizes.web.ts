import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { ledgerMessages, textContent } from './ledgerMessages';
import { stateMessages } from './states';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { violations } from './violations';

/** Rows of which all can be seen: below the heads of the columns, above what stands at the bottom. */
const WHOLE_ROWS = `(() => {
  const head = document.querySelector('table.items thead th').getBoundingClientRect().bottom;
  const bottom = document.querySelector('.bottom').getBoundingClientRect();
  const end = bottom.height === 0 ? innerHeight : Math.min(innerHeight, bottom.top);
  return [...document.querySelectorAll('tr.line')].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.top >= head - 1 && box.bottom <= end + 1;
  }).length;
})()`;

const rows = (page: Page): Promise<number> => page.evaluate(WHOLE_ROWS);
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(`(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  })()`);
const isOpen = async (page: Page, name: string): Promise<boolean> =>
  (await page.getByRole('button', { name, exact: true }).getAttribute('aria-expanded')) === 'true';
const layouts = (sent: readonly { readonly type: string }[]): unknown[] =>
  sent.filter(({ type }) => type === 'layout');

describe('The inspector at the size people have', () => {
  const open = useInspector();

  for (const theme of themes)
    for (const [width, height, least] of [
      [1280, 900, 14],
      [1280, 520, 8],
      [640, 800, 12],
      [640, 520, 6],
      [360, 800, 6],
      [360, 520, 3],
    ] as const)
      it(`${theme.name}: has its rows at ${String(width)} by ${String(height)}`, async () => {
        const { page, send } = await open(ledgerMessages(), { theme, width, height });
        await drawn(page);
        const count = await rows(page);
        assert.ok(count >= least, `${String(count)} whole rows`);
        // with a preview and a selection as well
        await page.locator('tbody input[type=checkbox]').first().click();
        await page.locator('tr.line[data-key^="item "] .label').nth(2).click();
        await send(
          textContent('read-package-lock.json-31:0', '{ "name": "ledgerline" }\n'.repeat(90)),
        );
        await drawn(page);
        if (width > 560) {
          const beside = await rows(page);
          const leastBeside = height < 560 && width < 900 ? 4 : 6;
          assert.ok(beside >= leastBeside, `${String(beside)} beside a preview`);
        }
        assert.deepEqual(await violations(page), []);
      });

  it('keeps six rows above a note of a prune that is not taken up, in a low window', async () => {
    const { page } = await open(stateMessages.held(), { width: 1280, height: 520 });
    await drawn(page);
    assert.ok((await rows(page)) >= 8, `${String(await rows(page))} whole rows`);
    const note = await page.locator('.note').boundingBox();
    assert.ok(note !== null && note.height <= 40, JSON.stringify(note));
    await page.getByRole('button', { name: 'Type /resume Now' }).waitFor();
  });

  it('folds the pictures by itself and by hand, and tells that it is to be kept', async () => {
    const { page, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    assert.ok(await isOpen(page, 'What fills it'));
    await page.setViewportSize({ width: 1280, height: 500 });
    await until({ page }, `document.querySelector('svg.treemap') === null`);
    await page.setViewportSize({ width: 1280, height: 900 });
    await until({ page }, `document.querySelector('svg.treemap') !== null`);
    await page.keyboard.press('Alt+1');
    await until({ page }, `document.querySelector('svg.treemap') === null`);
    assert.ok(await isOpen(page, 'How it grew'));
    assert.deepEqual(layouts(await sent()).at(-1), {
      type: 'layout',
      layout: { folds: { wide: { map: true } }, asidePx: 340, belowPx: 240 },
    });
    // another page begins with what was kept
    const other = await open(
      [
        { type: 'layout', layout: { folds: { wide: { map: true } }, asidePx: 400, belowPx: 240 } },
        ...ledgerMessages(),
      ] satisfies ToInspectorPage[],
      { width: 1280, height: 900 },
    );
    assert.equal(await isOpen(other.page, 'What fills it'), false);
    await other.page.locator('tr.line[data-key^="item "] .label').first().click();
    const box = await other.page.locator('div.aside:not(.sash)').boundingBox();
    assert.equal(box?.width, 400);
  });

  it('unfolds nothing under somebody who is at work in it', async () => {
    const { page } = await open(ledgerMessages(), { width: 1280, height: 500 });
    await page.locator('tr.line[data-key^="item "]').nth(3).focus();
    await page.setViewportSize({ width: 1280, height: 900 });
    await drawn(page);
    assert.equal(await isOpen(page, 'What fills it'), false);
    await page.evaluate('document.activeElement.blur()');
    await until({ page }, `document.querySelector('svg.treemap') !== null`);
  });

  it('keeps toolbar and heads in sight, and has the whole height for the preview', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 1280, height: 700 });
    await page.locator('tr.line[data-key^="item "] .label').first().click();
    await send(
      textContent('read-src/import/parser.ts-24:0', 'export const one = 1;\n'.repeat(400)),
    );
    await page.evaluate('scrollTo(0, 2400)');
    await drawn(page);
    const tools = await page.locator('.tools').boundingBox();
    const head = await page.locator('table.items thead th').first().boundingBox();
    assert.equal(tools?.y, 0);
    assert.equal(head?.y, tools.height);
    const preview = await page.locator('.prev').boundingBox();
    assert.ok(preview !== null && preview.height > 600, JSON.stringify(preview));
    assert.ok(preview.y + preview.height <= 700);
  });

  it('resizes the preview by its sash: pointer and arrow keys, beside and below', async () => {
    const { page, sent } = await open(ledgerMessages(), { width: 1280, height: 800 });
    await page.locator('tr.line[data-key^="item "] .label').first().click();
    const sash = page.getByRole('separator', { name: 'Size of the preview' });
    await sash.focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal((await page.locator('div.aside:not(.sash)').boundingBox())?.width, 364);
    const box = (await sash.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.mouse.down();
    const before = layouts(await sent()).length;
    await page.mouse.move(box.x + box.width / 2 - 100, box.y + 60, { steps: 8 });
    assert.equal(layouts(await sent()).length, before, 'kept while it moves');
    await page.mouse.up();
    assert.equal(layouts(await sent()).length, before + 1);
    assert.equal((await page.locator('div.aside:not(.sash)').boundingBox())?.width, 464);
    await page.mouse.move(10, 10);
    assert.equal((await page.locator('div.aside:not(.sash)').boundingBox())?.width, 464);
    await page.keyboard.press('End');
    assert.equal((await page.locator('.list').boundingBox())?.width, 420);
    assert.equal(layouts(await sent()).length >= 3, true);

    await page.setViewportSize({ width: 640, height: 800 });
    // The sash beside the table goes, and one above the preview comes.
    await page.locator('div.below:not(.sash)').waitFor();
    await sash.focus();
    await page.keyboard.press('ArrowUp');
    await drawn(page);
    assert.equal((await page.locator('div.below:not(.sash)').boundingBox())?.height, 264);
    for (let press = 0; press < 30; press++) await page.keyboard.press('ArrowUp');
    await drawn(page);
    await page
      .locator('tr.line')
      .first()
      .evaluate((row) => {
        (row as unknown as { scrollIntoView: () => void }).scrollIntoView();
      });
    await drawn(page);
    assert.ok((await rows(page)) >= 6, `${String(await rows(page))} whole rows`);
  });

  it('cuts a path at its left and other names at their right, and the tag never', async () => {
    const { page } = await open(ledgerMessages(), { width: 300, height: 800 });
    const parser = page.locator('tr.line', { hasText: 'src/import/parser.ts' }).first();
    const file = parser.locator('.file');
    assert.equal(await file.textContent(), '/parser.ts');
    assert.equal(
      await file.evaluate((each) => {
        const { scrollWidth, clientWidth } = each as unknown as Record<string, number>;
        return scrollWidth! - clientWidth!;
      }),
      0,
    );
    // 24 letters of a name have their place in every form that has columns beside it
    for (const width of [561, 640, 900, 1119, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      const px = await page
        .locator('tr.line .what')
        .first()
        .evaluate((each) => (each as unknown as Record<string, number>)['clientWidth']!);
      assert.ok(px >= 24 * 7, `${String(px)} px at ${String(width)}`);
    }
  });

  it('finds by Ctrl+F, prunes by Delete, and tells VS Code what the menu of a row is for', async () => {
    const { page, sent, send } = await open(ledgerMessages(), { width: 1280, height: 800 });
    await page.locator('tr.line[data-key^="item "]').nth(1).focus();
    await page.keyboard.press('Delete');
    assert.deepEqual((await sent()).at(-1), {
      type: 'act',
      action: 'prune',
      ids: ['bash-npm test -- --reporter=verbose-39:0'],
    });
    await page.keyboard.press('Control+f');
    assert.equal(
      await page.evaluate(`document.activeElement.getAttribute('aria-label')`),
      'Filter items',
    );
    const context = await page
      .locator('tr.line[data-key^="item "]')
      .first()
      .getAttribute('data-vscode-context');
    assert.deepEqual(JSON.parse(context ?? ''), {
      webviewSection: 'row',
      itemId: 'read-src/import/parser.ts-24:0',
      rowState: 'prunable',
      preventDefaultContextMenuItems: true,
    });
    // of all that is selected, where the row is
    await page.locator('tbody input[type=checkbox]').nth(0).click();
    await page.locator('tbody input[type=checkbox]').nth(1).click();
    await send({ type: 'chosen', action: 'prune', id: 'read-src/import/parser.ts-24:0' });
    const last = (await sent()).at(-1);
    assert.equal(last?.type === 'act' ? last.ids.length : 0, 2);
    await send({ type: 'chosen', action: 'show', id: 'read-package-lock.json-31:0' });
    await page.getByRole('heading', { level: 3, name: 'Read package-lock.json' }).waitFor();
  });

  it('shows what the filter hides below the table, where it has no row', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 360, height: 800 });
    await page.getByRole('textbox', { name: 'Filter items' }).fill('npm test');
    await send({ type: 'chosen', action: 'show', id: 'read-package-lock.json-31:0' });
    await page.locator('.bottom .prev').waitFor();
    await page.getByRole('textbox', { name: 'Filter items' }).fill('');
    await page.locator('.pvrow .prev').waitFor();
  });
});
