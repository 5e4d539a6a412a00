import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { keptWords } from '../../src/wording/itemWords';
import { inEnglish } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { ledgerMessages, pictureContent } from './ledgerMessages';
import { until, useInspector } from './useInspector';

const labels = (page: Page): Promise<string[]> =>
  page.locator('tr.line:not([data-key="system"]) .label').allTextContents();
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(({ activeElement: element }) =>
      element?.querySelector('.label')?.textContent ??
      element?.getAttribute('aria-label') ??
      element?.textContent ??
      '')(document)`,
  );

describe('The inspector by keyboard', () => {
  const open = useInspector();

  it('sorts by every column and says which way', async () => {
    const { page } = await open(ledgerMessages());
    const column = (name: string): Promise<string | null> =>
      page.getByRole('columnheader', { name }).getAttribute('aria-sort');
    assert.equal(await column('Tokens'), 'descending');
    assert.equal((await labels(page))[0], 'Read src/import/parser.ts');
    await page.getByRole('button', { name: 'Item', exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual([await column('Item'), await column('Tokens')], ['ascending', null]);
    const sorted = (await labels(page)).map((label) => label.toLowerCase());
    assert.ok(
      sorted.every((label, index) => index === 0 || sorted[index - 1]! <= label),
      'by name',
    );
    await page.keyboard.press('Enter');
    assert.equal(await column('Item'), 'descending');
    await page.getByRole('button', { name: 'Age', exact: true }).press('Enter');
    assert.equal(
      await page.locator('tr.line[data-key^="item "] td:last-child').first().innerText(),
      '37 turns',
    );
  });

  it('moves, selects, extends, shows and comes back', async () => {
    const { page, sent, send } = await open(ledgerMessages());
    await page.locator('tr.line[data-key^="item "]').first().focus();
    await page.keyboard.press('Space');
    await page.getByText('1 selected · frees ~13.2K → context ~139K (69%)').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.locator('.selbar').getByText('3 selected').waitFor();
    // The fourth is thinking, which stays; the fifth can go.
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('4 selected · frees ~39.6K').waitFor();
    assert.equal(await focused(page), 'Read src/ledger/store.ts');
    await page.keyboard.press('Enter');
    const last = (await sent()).at(-1);
    assert.ok(
      last?.type === 'preview' && last.id === 'read-src/ledger/store.ts-27:0',
      JSON.stringify(last),
    );
    await send(pictureContent(last.id));
    await page.getByRole('img', { name: /2560 by 1440 pixels/ }).waitFor();
    await page.getByRole('button', { name: 'Close Preview' }).press('Escape');
    assert.equal(await page.locator('.prev').count(), 0);
    assert.equal(await focused(page), 'Read src/ledger/store.ts');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.selbar').count(), 0);
  });

  it('selects with Ctrl+A what the filter shows and can be pruned', async () => {
    const { page, sent } = await open(ledgerMessages());
    await page.getByRole('textbox', { name: 'Filter items' }).fill('screenshot');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+a');
    await page.locator('.selbar').getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Copy List' }).click();
    const last = (await sent()).at(-1);
    assert.deepEqual(last, {
      type: 'act',
      action: 'copyList',
      ids: ['shot-51-2560:0', 'shot-53-1440:0'],
    });
  });

  it('leaves Ctrl+A in the filter to the filter', async () => {
    const { page } = await open(ledgerMessages());
    await page.getByRole('textbox', { name: 'Filter items' }).fill('npm');
    await page.keyboard.press('Control+a');
    assert.equal(await page.locator('.selbar').count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('textbox', { name: 'Filter items' }).inputValue(), '');
  });

  it('opens groups, which add up', async () => {
    const { page } = await open(ledgerMessages());
    await page.getByRole('radio', { name: 'Tools' }).check();
    const groups = await labels(page);
    assert.equal(groups[0], 'Read');
    await page.locator('tr.line[data-key^="group "]').first().focus();
    await page.keyboard.press('ArrowRight');
    assert.equal((await labels(page))[1], 'Read src/import/parser.ts');
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await labels(page), groups);
    await page.getByRole('radio', { name: 'Turns' }).check();
    assert.match((await labels(page))[0]!, /^Turn \d+$/);
  });

  it('walks the treemap with one tab stop', async () => {
    const { page } = await open(ledgerMessages());
    assert.equal(await page.locator('.spot[tabindex="0"]').count(), 1);
    await page.locator('.spot[tabindex="0"]').focus();
    const first = await focused(page);
    await page.keyboard.press('ArrowRight');
    await until(
      { page },
      `document.activeElement?.getAttribute('aria-label') !== ${JSON.stringify(first)}`,
    );
    await page.keyboard.press('ArrowLeft');
    await until(
      { page },
      `document.activeElement?.getAttribute('aria-label') === ${JSON.stringify(first)}`,
    );
    await page.locator('.cell', { hasText: 'parser.ts' }).first().focus();
    await page.keyboard.press('Space');
    await page.locator('.selbar').getByText('1 selected').waitFor();
    assert.equal(await page.locator('.cell[aria-selected="true"]').count(), 1);
  });

  it('says why an item stays', async () => {
    const { page } = await open(ledgerMessages());
    await page.locator('tr.line', { hasText: 'Thinking in turn 38' }).first().focus();
    await page.keyboard.press('Space');
    await until(
      { page },
      `document.getElementById('live').textContent === 'Within its turn, and where a reply holds nothing else, thinking stays.'`,
    );
    assert.equal(await page.locator('.selbar').count(), 0);
  });

  it('chooses by itself what otherwise stays, and says what that does', async () => {
    const inspection = ledgerInspection();
    const items = inspection.items.map((item) =>
      item.id === 'thinking-38:0' ? { ...item, keptBecause: 'finishedThinking' as const } : item,
    );
    const { page, sent } = await open(ledgerMessages({ ...inspection, items }));
    const row = page.locator('tr.line', { hasText: 'Thinking in turn 38' }).first();
    const kept = keptWords('finishedThinking', inEnglish);
    await row.waitFor();
    await row.focus();
    await page.keyboard.press('Control+a');
    await page.locator('.selbar').waitFor();
    assert.equal(await row.getByRole('checkbox').isChecked(), false, 'nothing takes it along');
    await page.keyboard.press('Escape');
    await row.focus();
    await page.keyboard.press('Space');
    await page.locator('.selbar').getByText('1 selected').waitFor();
    await until({ page }, `document.getElementById('live').textContent.endsWith(' ${kept}')`);
    assert.equal(await row.getByRole('checkbox').getAttribute('title'), kept);
    await page.locator('.selbar').getByRole('button', { name: 'Prune…' }).click();
    assert.deepEqual((await sent()).at(-1), {
      type: 'act',
      action: 'prune',
      ids: ['thinking-38:0'],
    });
  });
});
