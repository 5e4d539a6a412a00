import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Inspection } from '../../src/domain/accounting/inspection';
import type { CacheState } from '../../src/domain/caching/cacheState';
import { inTextsOf } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { sampleCache } from '../fixtures/sampleCache';
import { projectDirectory } from '../setup/cacheDirectory';
import { ledgerMessages } from './ledgerMessages';
import { planMessage, pruneStates } from './pruneStates';
import { until, useInspector } from './useInspector';
import { usePrunePage } from './usePrunePage';

const HOUR_MS = 60 * 60_000;
const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;

/** Used so long ago that it is warm for so many ms more. */
function warmFor(ms: number, changes: Partial<CacheState> = {}): CacheState {
  return sampleCache({ usedMs: Date.now() - HOUR_MS + ms, cachedTokens: 151_000, ...changes });
}

/** Each item in a line of its own, in the order of the list. */
function linedInspection(cache: CacheState | null): Inspection {
  const inspection = ledgerInspection({ cache });
  return {
    ...inspection,
    items: inspection.items.map((item, index) => ({
      ...item,
      line: index + 1,
      cameInLine: index + 1,
    })),
  };
}

const messages = (cache: CacheState | null): ReturnType<typeof ledgerMessages> =>
  ledgerMessages(linedInspection(cache));
const box = '.price';
const words = (selector: string): string =>
  `document.querySelector('${selector}')?.innerText ?? ''`;

describe('The price on the page of a prune', () => {
  const open = usePrunePage();
  const items = linedInspection(null).items;

  it('changes with what is ticked', async () => {
    const { page } = await open(planMessage({ items, snapshot: { cache: warmFor(HOUR_MS) } }));
    const whole = await page.locator(box).innerText();
    assert.match(
      whole,
      /^Writes ~\d+K of cache again once, saves ~59K in every prompt: pays after/,
    );
    assert.match(
      whole,
      /\d+ requests, at 15 a prompt\. The cache is warm until .*\d\d:\d\d; after/,
    );
    await page.locator('.line input').first().click();
    const less = await page.locator(box).innerText();
    assert.match(less, /saves ~45K in every prompt/);
    await page.locator('.heads input').click();
    await page.locator('.heads input').click();
    assert.equal(await page.locator(box).count(), 0, 'where nothing goes there is no price');
  });

  it('is cold by itself when the time is over', async () => {
    const { page } = await open(planMessage({ items, snapshot: { cache: warmFor(10_000) } }));
    assert.match(await page.locator(box).innerText(), /^Writes/);
    await until({ page }, `/^The cache is cold anyway/.test(${words(box)})`, 20_000);
    assert.match(await page.locator(box).innerText(), /It is cold since .*\d\d:\d\d\.$/);
  });

  it('is not there where replies tell of no cache', async () => {
    const { page } = await open(planMessage({ items }));
    assert.equal(await page.locator(box).count(), 0);
  });

  it('leaves room for rows, and is whole at every size, in both languages', async () => {
    for (const texts of [{}, german])
      for (const [width, height] of [
        ...[360, 640, 760, 1280].map((each) => [each, 900]),
        ...[360, 640, 760, 1280].map((each) => [each, 520]),
      ] as [number, number][]) {
        const { page } = await open(pruneStates['warm']!(inTextsOf(texts)), {
          ...{ width, height },
          bundle: { language: texts === german ? 'de' : 'en', texts },
        });
        const at = `${String(width)}×${String(height)}`;
        assert.equal(
          await page.evaluate(
            `[...document.querySelectorAll('.price p')].every(
              (each) => each.scrollWidth <= each.clientWidth + 1)`,
          ),
          true,
          at,
        );
        const rows: number = await page.evaluate(
          `(document.querySelector('.foot').getBoundingClientRect().top -
            document.querySelector('.lines').getBoundingClientRect().top) /
            document.querySelector('.line').offsetHeight`,
        );
        assert.ok(rows >= (height === 900 ? 8 : 2), `${String(rows)} rows at ${at}`);
      }
  }).timeout(180_000);
});

describe('The price in the selection bar', () => {
  const open = useInspector();
  const cost = '.selbar .cost';

  it('is told of what is selected, with the backup', async () => {
    const { page } = await open(messages(warmFor(HOUR_MS)));
    await page.locator('tr.line input').first().click();
    const one = await page.locator(cost).innerText();
    assert.match(
      one,
      /^Writes ~\d+K of cache again once, saves ~13K in every prompt: pays after \d+ prompts\. A backup is made first\.$/,
    );
    await page.locator('tr.line input').nth(1).click();
    assert.match(await page.locator(cost).innerText(), /saves ~24K in every prompt/);
  });

  it('is cold by itself when the time is over', async () => {
    const { page } = await open(messages(warmFor(10_000)));
    await page.locator('tr.line input').first().click();
    assert.match(await page.locator(cost).innerText(), /^Writes/);
    await until({ page }, `/^The cache is cold anyway/.test(${words(cost)})`, 20_000);
  });

  it('gives way to what was said before where replies tell of no cache', async () => {
    const { page } = await open(messages(null));
    await page.locator('tr.line input').first().click();
    assert.equal(await page.locator(cost).count(), 0);
    await page.getByText('A backup is made first; Undo brings everything back.').waitFor();
  });

  it('stays in one line beside the count in a low page, and goes where it is narrow, too', async () => {
    const { page } = await open(messages(warmFor(HOUR_MS)), { width: 1280, height: 500 });
    await page.locator('tr.line input').first().click();
    const height: number = await page.evaluate(`document.querySelector('.selbar').offsetHeight`);
    assert.ok(height <= 40, `${String(height)} px`);
    assert.equal(await page.locator(cost).isVisible(), true);
    await page.setViewportSize({ width: 360, height: 500 });
    await until({ page }, `document.querySelector('${cost}')?.offsetHeight === 0`);
  });
});
