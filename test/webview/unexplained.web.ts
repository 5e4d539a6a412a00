import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { inTextsOf } from '../../src/wording/translate';
import { accounted, withLess, withUnexplained } from '../fixtures/unexplainedInspection';
import { projectDirectory } from '../setup/cacheDirectory';
import { itemsMessage, ledgerMessages, sessionMessage, textContent } from './ledgerMessages';
import { planMessage } from './pruneStates';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { usePrunePage } from './usePrunePage';
import { violations } from './violations';

const texts = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const PARSER = 'read-src/import/parser.ts-24:0';

const sum = (page: Page): Locator => page.locator('tr.line[data-key="unexplained"]');
const entries = (page: Page): Promise<string[]> =>
  page
    .locator('tr.line.inner')
    .evaluateAll((rows) => (rows as unknown as { innerText: string }[]).map((r) => r.innerText));
const inLegend = (page: Page): Locator => page.getByRole('button', { name: /^Not in the file/ });
const isKept = (page: Page): Promise<string | null> =>
  sum(page).locator('.fold').getAttribute('aria-expanded');
/** What the filled parts of the bar come to, and the outline behind them, in tokens. */
const BAR = `(() => {
  const width = (part) => part.getBoundingClientRect().width;
  const parts = [...document.querySelectorAll('.track > .fill')];
  const perPx = 200000 / width(document.querySelector('.track'));
  const of = (some) => Math.round(some.reduce((all, part) => all + width(part), 0) * perPx);
  return {
    filled: of(parts.filter((part) => !part.classList.contains('beyond'))),
    beyond: of(parts.filter((part) => part.classList.contains('beyond'))),
  };
})()`;
const isNear = (tokens: number, expected: number): void =>
  assert.ok(Math.abs(tokens - expected) < 60, `${String(tokens)} of ${String(expected)}`);

describe('What stands in no item', () => {
  const open = useInspector();

  for (const theme of themes)
    for (const width of [360, 640, 1280])
      it(`${theme.name}: is a line that opens, at ${String(width)} px`, async () => {
        for (const [name, make] of [
          ['more', withUnexplained],
          ['less', withLess],
        ] as const) {
          const { page } = await open(ledgerMessages(make()), { theme, width, height: 900 });
          await sum(page).locator('.fold').click();
          assert.equal((await entries(page)).length, make().unexplained.length);
          assert.deepEqual(await violations(page), []);
          assert.equal(
            await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            ),
            0,
          );
          await page.screenshot({
            path: path.join(
              ...[projectDirectory, 'out', 'pictures'],
              `${name}-than-file-${theme.kind}-${String(width)}.png`,
            ),
          });
          await sum(page).locator('.fold').click();
          assert.deepEqual(await entries(page), []);
        }
      });

  it('tells with each reply when, how much and why', async () => {
    const { page } = await open(ledgerMessages(withUnexplained()), { width: 1280, height: 900 });
    assert.match(await sum(page).innerText(), /Not in the session file\s+5 replies[^]*~5\.5K\s+3%/);
    await sum(page).click();
    const told = await entries(page);
    assert.match(told[0]!, /Turn 38, line 1,130\s+another model counts otherwise[^]*~\+4\.1K/);
    assert.match(told[2]!, /Turn 44, line 1,310\s+the file was rewritten in between[^]*~−1\.1K/);
    const hover = page.locator('tr.inner td[title]').first();
    assert.equal(
      await hover.getAttribute('title'),
      'From this reply on another model answers, and it counts the same text otherwise.',
    );
    assert.match(
      (await sum(page).locator('td[title]').first().getAttribute('title')) ?? '',
      /\nTurn 24, line 710: ~\+2\.9K, sent, but not in the file\n/,
    );
  });

  it('is used by the keyboard, and cannot be selected', async () => {
    const { page, sent } = await open(ledgerMessages(withUnexplained()), { width: 1280 });
    await sum(page).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await isKept(page), 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(
      { page },
      `document.getElementById('live').textContent ===
        'From this reply on another model answers, and it counts the same text otherwise.'`,
    );
    for (const key of ['Space', 'Delete']) {
      await page.keyboard.press(key);
      await until(
        { page },
        `document.getElementById('live').textContent ===
          'It is not in the session file, so it cannot be pruned.'`,
      );
    }
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await isKept(page), 'false');
    assert.equal(await page.locator('.selbar').count(), 0);
    assert.deepEqual(
      (await sent()).map(({ type }) => type),
      ['ready'],
    );
  });

  it('is a kind of the legend that shows its replies, and of the filter', async () => {
    const { page } = await open(ledgerMessages(withUnexplained()), { width: 1280, height: 900 });
    await inLegend(page).click();
    assert.equal(await page.locator('tr.line').count(), 6);
    await page.getByText('5 replies', { exact: true }).first().waitFor();
    assert.equal(await page.getByLabel('Kind', { exact: true }).inputValue(), 'unexplained');
    assert.deepEqual(await violations(page), []);
    await inLegend(page).click();
    assert.ok((await page.locator('tr.line').count()) > 20);
    await page.getByLabel('Kind', { exact: true }).selectOption('unexplained');
    assert.equal(await page.locator('tr.line').count(), 6);
  });

  it('fills the bar up to the context; below 0 it is an outline behind the end', async () => {
    const more = await open(ledgerMessages(withUnexplained()), { width: 1280 });
    const bar = await more.page.evaluate<{ filled: number; beyond: number }>(BAR);
    isNear(bar.filled, 152_300);
    assert.equal(bar.beyond, 0);
    await more.page.getByRole('img', { name: /, Not in the file ~5\.5K\.$/ }).waitFor();
    const less = await open(ledgerMessages(withLess()), { width: 1280 });
    const outlined = await less.page.evaluate<{ filled: number; beyond: number }>(BAR);
    isNear(outlined.filled, 152_300);
    isNear(outlined.beyond, 7_500);
    await less.page.getByRole('img', { name: /, Not in the file ~−7\.5K\.$/ }).waitFor();
    assert.match(await inLegend(less.page).innerText(), /~−7\.5K/);
  });

  it('has a frame on the map, which filters, and a row where the map is a table', async () => {
    const { page } = await open(ledgerMessages(withUnexplained()), { width: 1280, height: 900 });
    const cell = page.locator('.cell.k-unexplained');
    assert.equal(
      await cell.getAttribute('aria-label'),
      'Not in the session file, ~5.5K tokens, 3% of 200K',
    );
    await cell.click();
    assert.equal(await page.locator('tr.line').count(), 6);
    assert.equal(await page.locator('.cell.k-unexplained.dim').count(), 0);
    assert.ok((await page.locator('.cell.dim').count()) > 20);
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Show as Table: What fills it' }).click();
    const row = page.locator('table.plain tr', { hasText: 'Not in the session file' }).first();
    assert.match(await row.innerText(), /~5\.5K\s+3%/);
    const less = await open(ledgerMessages(withLess()), { width: 1280, height: 900 });
    assert.equal(await less.page.locator('.cell.k-unexplained').count(), 0);
    await less.page.getByRole('button', { name: 'Show as Table: What fills it' }).click();
    const below = less.page.locator('table.plain tr', { hasText: 'Not in the session file' });
    assert.match(await below.first().innerText(), /~−7\.5K\s+−4%/);
  });

  it('is named by the step of the chart that it came in with, and by the table of steps', async () => {
    const { page } = await open(ledgerMessages(withUnexplained()), { width: 1280, height: 900 });
    const slider = page.getByRole('slider', { name: /^How it grew/ });
    await slider.focus();
    let words = '';
    for (let at = 0; at < 200 && !words.includes('Not in the file'); at++) {
      await page.keyboard.press('ArrowLeft');
      words = (await slider.getAttribute('aria-valuetext')) ?? '';
    }
    assert.match(words, /^Turn 44, .*Not in the file ~−1\.1K$/);
    await page.keyboard.press('Enter');
    await sum(page).locator('.fold').click();
    assert.match((await entries(page)).join(), /Turn 44, line 1,310/);
    await page.getByRole('button', { name: 'Show as Table: How it grew' }).click();
    const steps = page.locator('table.steps td.words', { hasText: 'Not in the file' });
    assert.equal(await steps.count(), 3);
    assert.match((await steps.allTextContents()).join(), /Not in the file ~\+4\.1K/);
  });

  it('is shown nowhere where there is nothing of it, and follows what changes', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 1280, height: 900 });
    assert.equal(await page.getByText(/Not in the (?:session )?file/).count(), 0);
    await send(sessionMessage(withUnexplained()));
    assert.equal(await sum(page).count(), 1);
    await inLegend(page).waitFor();
    await send(sessionMessage(accounted([])));
    assert.equal(await page.getByText(/Not in the (?:session )?file/).count(), 0);
  });

  it('is legible in German, uncut', async () => {
    const bundle = { language: 'de', texts };
    const messages = ledgerMessages(withUnexplained(), inTextsOf(texts));
    const { page } = await open(messages, { width: 1280, height: 900, bundle });
    await sum(page).locator('.fold').click();
    assert.match((await entries(page))[0]!, /Runde 38, Zeile 1\.130\s+ein anderes Modell/);
    const cut = await page
      .locator('tr.line .kind, .seg label, tr.inner td .m')
      .evaluateAll((kinds) =>
        (kinds as unknown as { scrollWidth: number; clientWidth: number; innerText: string }[])
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ innerText }) => innerText),
      );
    assert.deepEqual(cut, []);
  });
});

describe('An item that counters tell', () => {
  const open = useInspector();

  it('has no ~ wherever its size is, and says how it is known', async () => {
    const { page, send } = await open(ledgerMessages(withUnexplained()), {
      width: 1280,
      height: 900,
    });
    const row = page.locator(`tr.line[data-key="item ${PARSER}"]`);
    assert.match(await row.innerText(), /Tool result\s+13\.2K/);
    await page
      .getByRole('option', { name: /^Read src\/import\/parser\.ts, Tool result, 13\.2K tokens, / })
      .waitFor();
    await row.locator('.label').click();
    await send(textContent(PARSER, 'one\ntwo'));
    assert.match(await page.locator('.prev header').innerText(), / · 13\.2K tokens · /);
    await page
      .locator('.prev')
      .getByText('Told by the counters of two replies: nothing else came in between them.')
      .waitFor();
    await row.locator('input').click();
    await page.locator('.selbar').getByText('frees ~13.2K').waitFor();
    assert.deepEqual(await violations(page), []);
  });

  it('keeps its ~ where they tell it with others alone', async () => {
    const { page } = await open(ledgerMessages(withUnexplained()), { width: 1280, height: 900 });
    const row = page.locator('tr.line', { hasText: 'npm test -- --reporter=verbose' });
    assert.match(await row.innerText(), /Tool result\s+~11\.2K/);
    await row.locator('.label').click();
    await page
      .locator('.prev')
      .getByText(/its share of that is an estimate\.$/)
      .waitFor();
  });

  it('takes the ~ from the sum of a group that has such items alone', async () => {
    const inspection = withUnexplained();
    const items = inspection.items.map((item) => ({
      ...item,
      isExact: item.isExact || item.toolName === 'Bash',
    }));
    const { page } = await open([
      sessionMessage(inspection),
      itemsMessage({ ...inspection, items }),
    ]);
    await page.getByRole('radio', { name: 'Tools' }).check();
    const sizeOf = async (tool: string): Promise<string> =>
      page.locator(`tr.line[data-key="group tools ${tool}"] .num`).innerText();
    assert.match(await sizeOf('Bash'), /^\d/);
    assert.match(await sizeOf('Read'), /^~/);
  });

  it('opens a group by its arrow', async () => {
    const { page } = await open(ledgerMessages());
    await page.getByRole('radio', { name: 'Tools' }).check();
    await page.getByRole('button', { name: 'Open Read' }).click();
    await page.getByRole('button', { name: 'Close Read' }).click();
    await page.getByRole('button', { name: 'Open Read' }).waitFor();
    assert.equal(await page.locator('tr.inner').count(), 0);
  });
});

describe('What stands in no item, on the page of a prune', () => {
  const open = usePrunePage();

  it('is a part of its bar, or an outline behind its end', async () => {
    const more = await open(planMessage({ overheadTokens: 19_100 }));
    assert.equal(await more.page.locator('.track > .k-unexplained').count(), 1);
    await more.page.getByRole('img', { name: /Not in the file ~5\.\dK\./ }).waitFor();
    const less = await open(planMessage({ overheadTokens: 34_100 }));
    assert.deepEqual(await violations(less.page), []);
    await less.page.getByRole('checkbox', { name: 'All items' }).click();
    assert.equal(await less.page.locator('.track > .k-unexplained.beyond').count(), 1);
    await less.page.getByRole('img', { name: /Not in the file ~−9\.\dK\./ }).waitFor();
    // What stays grows to its place.
    await until(less, `Math.abs(${BAR}.filled - 152300) < 60`);
  });
});
