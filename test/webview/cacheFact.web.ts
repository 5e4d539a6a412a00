import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { inTextsOf } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { coldCache } from '../fixtures/sampleSnapshot';
import { projectDirectory } from '../setup/cacheDirectory';
import { ledgerMessages } from './ledgerMessages';
import type { PageOptions } from './openPage';
import { useInspector } from './useInspector';
import { violations } from './violations';

const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const COLD = 'Cache cold: the next prompt writes ~152K';

/** Words of the header that are cut off without a sign of it. */
const CUT = `[...document.querySelectorAll('header p, header p > span')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .filter((each) => getComputedStyle(each).display !== 'inline')
  .filter((each) => getComputedStyle(each).textOverflow !== 'ellipsis')
  .map((each) => each.textContent.trim())`;

describe('What the header says of the cache', () => {
  const open = useInspector();
  const opened = async (isCold: boolean, options: PageOptions): Promise<Page> => {
    const inspection = ledgerInspection(isCold ? { cache: coldCache() } : {});
    const t = options.bundle === undefined ? undefined : inTextsOf(options.bundle.texts);
    return (await open(ledgerMessages(inspection, t), options)).page;
  };

  it('stands in its line, with the whole sentence in its hover', async () => {
    const page = await opened(false, { width: 1280, height: 900 });
    const fact = page.locator('.head .cache');
    assert.equal((await fact.innerText()).trim(), 'Cache warm until 14:32');
    assert.match(
      (await fact.getAttribute('title')) ?? '',
      /^Cache: warm until .*14:32, then the next prompt writes ~152K again$/,
    );
    assert.equal(await fact.locator('svg').count(), 1);
    assert.deepEqual(await violations(page), []);
  });

  it('goes after model and state, before the turns, into the second line or the hover', async () => {
    const page = await opened(true, { width: 1240, height: 900 });
    const second = page.locator('.more-facts');
    assert.equal(await page.locator('.head .cache, .head .facts').count(), 0);
    assert.match(await second.innerText(), new RegExp(`^Opus 5\\.5 · .* · ${COLD} · `));
    assert.match(await page.locator('.head .left').innerText(), /about 1–4 turns$/);
    const low = await opened(true, { width: 1240, height: 600 });
    assert.equal(await low.locator('.head .cache').count(), 0);
    assert.match((await low.locator('h1').getAttribute('title')) ?? '', /\nCache: cold since /);
  });

  it('is another one as soon as the extension sends it, and gone without a cache', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 640, height: 800 });
    assert.equal((await page.locator('.cache').innerText()).trim(), 'Cache warm until 14:32');
    await send(...ledgerMessages(ledgerInspection({ cache: coldCache() })));
    assert.equal((await page.locator('.cache').innerText()).trim(), COLD);
    await send(...ledgerMessages(ledgerInspection({ cache: null })));
    assert.equal(await page.locator('.cache').count(), 0);
  });

  for (const [language, bundle] of [
    ['English', undefined],
    ['German', { language: 'de', texts: german }],
  ] as const)
    it(`cuts nothing off unseen, in ${language}`, async () => {
      const page = await opened(true, bundle === undefined ? {} : { bundle });
      for (const width of [300, 360, 560, 640, 899, 1000, 1280])
        for (const height of [520, 800]) {
          await page.setViewportSize({ width, height });
          await page.evaluate('new Promise((frame) => setTimeout(frame, 60))');
          const here = `at ${String(width)} × ${String(height)}`;
          assert.deepEqual(await page.evaluate(CUT), [], here);
          const overflow = 'document.documentElement.scrollWidth - innerWidth';
          assert.ok((await page.evaluate<number>(overflow)) <= 0, here);
        }
    });
});
