import assert from 'node:assert/strict';

import type { Locator, Page } from 'playwright-core';

import { ledgerMessages, textContent } from './ledgerMessages';
import { LABELS_OF_MAP, LEAST_CONTRAST_OF_MAP, type LabelOfMap } from './labelsOfMap';
import { manyMessages } from './manyMessages';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { violations } from './violations';

const DRAWN = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
const PARSER = 'read-src/import/parser.ts-24:0';

const cell = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('option', { name }).first();
const unfold = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'What fills it', exact: true }).click();
const labels = (page: Page): Promise<string[]> => page.locator('tr.line .label').allTextContents();

describe('The map of what fills the context', () => {
  const open = useInspector();

  it('shows the item of a click, and marks its cell', async () => {
    const { page, sent, send } = await open(ledgerMessages());
    await cell(page, /^Read src\/import\/parser\.ts, /).click();
    const asked = (await sent()).at(-1);
    assert.ok(asked?.type === 'preview' && asked.id === PARSER, JSON.stringify(asked));
    await send(textContent(PARSER, 'one\ntwo'));
    await page.locator('.prev pre', { hasText: 'one' }).waitFor();
    assert.equal(await page.locator('.cell[aria-current="true"]').count(), 1);
    assert.equal(await page.locator('.selbar').count(), 0);
  });

  it('selects by Ctrl-click and by Space, and shows by Enter', async () => {
    const { page, sent } = await open(ledgerMessages());
    const parser = cell(page, /^Read src\/import\/parser\.ts, /);
    await parser.click({ modifiers: ['Control'] });
    await page.locator('.selbar').getByText('1 selected').waitFor();
    assert.equal(await parser.getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Space');
    await page.locator('.selbar').waitFor({ state: 'detached' });
    assert.equal(
      (await sent()).some(({ type }) => type === 'preview'),
      false,
    );
    await page.keyboard.press('Enter');
    await page.locator('.prev').waitFor();
    await cell(page, /^Thinking in turn 38, /).click({ modifiers: ['Meta'] });
    await until(
      { page },
      `document.getElementById('live').textContent === 'Within its turn, and where a reply holds nothing else, thinking stays.'`,
    );
    await cell(page, /^All of Commands, /).click({ modifiers: ['Control'] });
    await page.locator('.selbar').waitFor();
    assert.ok(
      (await cell(page, /^Bash npm test -- --reporter/).getAttribute('class'))?.includes('sel'),
    );
  });

  it('filters the table to what a head or a remainder stands for, and back', async () => {
    const { page } = await open(ledgerMessages());
    const before = await labels(page);
    await cell(page, /^All of src\/import\/parser\.ts, /).click();
    assert.equal(await page.getByRole('textbox').inputValue(), 'src/import/parser.ts');
    assert.deepEqual(await labels(page), [
      'Read src/import/parser.ts',
      'Reminder parser.ts was edited · src/import',
    ]);
    await cell(page, /^All of src\/import\/parser\.ts, /).click();
    assert.deepEqual(await labels(page), before);
    const count = Number(
      /^All of Commands, (\d+) items/.exec(
        (await cell(page, /^All of Commands, /).getAttribute('aria-label')) ?? '',
      )?.[1],
    );
    await cell(page, /^All of Commands, /).click();
    await page
      .locator('.status .count', { hasText: new RegExp(`^${String(count)} of `) })
      .waitFor();
    await cell(page, /^All of Thinking, /).press('Enter');
    assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), 'thinking');
    const more = page.getByRole('option', { name: /^\d+ more, Thinking, / }).first();
    const hidden = Number((await more.getAttribute('aria-label'))!.split(' ')[0]);
    await more.click();
    assert.ok(hidden > 1 && (await page.locator('tr.line').count()) >= hidden);
  });

  it('dims what the filter hides', async () => {
    const { page } = await open(ledgerMessages());
    const looks = async (name: RegExp): Promise<string> =>
      (await cell(page, name).getAttribute('class')) ?? '';
    await page.getByRole('textbox').fill('parser');
    assert.doesNotMatch(await looks(/^Read src\/import\/parser\.ts, /), /dim/);
    assert.match(await looks(/^Read package-lock\.json, /), /dim/);
    assert.match(await looks(/^System prompt/), /dim/);
    assert.equal(
      await page.evaluate(`getComputedStyle(document.querySelector('.cell.dim')).opacity`),
      '0.35',
    );
    await page.getByRole('textbox').fill('');
    assert.equal(await page.locator('.treemap .dim').count(), 0);
  });

  it('is grouped as its heading says, also after a reload', async () => {
    const first = await open(ledgerMessages());
    const by = first.page.getByRole('combobox', { name: 'Group what fills it' });
    const groups = (page: Page): Promise<(string | null)[]> =>
      page
        .locator('.treemap [role=group]')
        .evaluateAll((all) => all.map((each) => (each as { ariaLabel: string | null }).ariaLabel));
    assert.equal(await by.inputValue(), 'file');
    assert.deepEqual((await groups(first.page)).slice(0, 3), [
      'System and tools',
      'Commands',
      'src/import/parser.ts',
    ]);
    await by.selectOption('by kind');
    assert.equal((await groups(first.page))[0], 'Results');
    await by.focus();
    await first.page.keyboard.press('ArrowUp');
    await until(first, `document.querySelector('.treemap').ariaLabel.endsWith('by tool')`);
    assert.equal((await groups(first.page))[0], 'Read');
    const second = await open(ledgerMessages(), { state: await first.keptState() });
    assert.equal((await groups(second.page))[0], 'Read');
    await second.page.getByRole('button', { name: 'Show as table: What fills it' }).click();
    const table = second.page.getByRole('region', { name: 'What fills it, as a table' });
    assert.deepEqual(await table.getByRole('columnheader').allInnerTexts(), [
      'Tool',
      'Items',
      'Tokens',
      'of 200K',
    ]);
    assert.match(await table.getByRole('row').nth(1).innerText(), /^Read\s+\d+\s+~[\d.]+K\s+\d+%$/);
  });

  it('says in a folded heading what it would show', async () => {
    const { page } = await open(ledgerMessages(), { width: 360 });
    await page.getByText(/^System and tools ~24\.6K · Commands ~[\d.]+K · parser\.ts ~/).waitFor();
  });

  for (const width of [1280, 640, 360])
    it(`has an item for its largest cell of 1,400 items, at ${String(width)} px`, async () => {
      const { page } = await open(manyMessages(), { width });
      if (width < 900) await unfold(page);
      for (const way of ['by file', 'by tool', 'by kind']) {
        await page.getByRole('combobox', { name: 'Group what fills it' }).selectOption(way);
        const largest: string = await page.evaluate(
          `[...document.querySelectorAll('.treemap .cell:not(.k-system)')]
            .map((each) => ({ key: each.dataset.key, box: each.getBoundingClientRect() }))
            .reduce((so, each) =>
              each.box.width * each.box.height > so.box.width * so.box.height ? each : so).key`,
        );
        assert.match(largest, /^item /, way);
        const found: LabelOfMap[] = await page.evaluate(LABELS_OF_MAP);
        assert.ok(found.length > 5, `${way}: ${String(found.length)} labels`);
        for (const { text, isIn, height, words } of found) {
          assert.ok(isIn, `“${text}” stands out of its cell (${words})`);
          assert.ok(text.length > 4 || !text.endsWith('…'), `“${text}” is cut too short`);
          if (/^~/.test(text) && !words.startsWith('All of')) assert.ok(height >= 27, `“${text}”`);
        }
      }
    });

  it('reaches every cell along PageDown, from one tab stop', async () => {
    const { page } = await open(ledgerMessages());
    assert.equal(await page.locator('.treemap [tabindex="0"]').count(), 1);
    const spots = await page.locator('.treemap .spot').count();
    await page.locator('.treemap [tabindex="0"]').focus();
    await page.keyboard.press('Home');
    const seen = new Set<string>();
    for (let at = 0; at < spots; at++) {
      await until({ page }, `document.activeElement?.tabIndex === 0`);
      seen.add(await page.evaluate('document.activeElement.dataset.key'));
      await page.keyboard.press('PageDown');
      await page.evaluate(DRAWN);
    }
    assert.equal(seen.size, spots);
  });

  for (const theme of themes)
    for (const width of [1280, 640, 360])
      it(`${theme.name}: selected, shown, dimmed at ${String(width)} px passes axe`, async () => {
        const opened = await open(ledgerMessages(), { theme, width });
        const { page } = opened;
        if (width < 900) await unfold(page);
        await cell(page, /^All of Commands, /).click({ modifiers: ['Control'] });
        await cell(page, /^Read package-lock\.json, /).click();
        assert.deepEqual(await violations(page), []);
        await page.getByRole('textbox').fill('parser');
        assert.deepEqual(await violations(page), []);
        const least = Number(await page.evaluate(LEAST_CONTRAST_OF_MAP));
        assert.ok(least >= 4.5, `least contrast ${String(least)}`);
        assert.equal(
          await page.evaluate('document.documentElement.scrollWidth - innerWidth <= 0'),
          true,
        );
      });
});
