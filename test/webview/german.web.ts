import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { inTextsOf } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { projectDirectory } from '../setup/cacheDirectory';
import { ledgerMessages } from './ledgerMessages';
import { useInspector } from './useInspector';

const texts = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const messages = ledgerMessages(ledgerInspection(), inTextsOf(texts));

describe('The inspector in German', () => {
  const open = useInspector();

  for (const width of [300, 360, 640, 900, 1280])
    it(`never scrolls sideways, with something selected too, at ${String(width)} px`, async () => {
      const { page } = await open(messages, { width, bundle: { language: 'de', texts } });
      await page.locator('tbody input[type=checkbox]').first().click();
      await page.locator('.selbar').waitFor();
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth - innerWidth <= 0'),
        true,
      );
    });

  it('cuts no name of a kind in its column', async () => {
    const { page } = await open(messages, { width: 1280, bundle: { language: 'de', texts } });
    await page.locator('tr.line .kind').first().waitFor();
    assert.deepEqual(
      await page
        .locator('tr.line .kind')
        .evaluateAll((kinds) =>
          (kinds as unknown as { scrollWidth: number; clientWidth: number; innerText: string }[])
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ innerText }) => innerText),
        ),
      [],
    );
  });

  it('is read in German alone by a screen reader', async () => {
    const { page } = await open(messages, { width: 1280, bundle: { language: 'de', texts } });
    await page.locator('tr.line').first().waitFor();
    const names = await page
      .locator('[aria-label], [title]')
      .evaluateAll((elements) =>
        (elements as unknown as { getAttribute: (name: string) => string | null }[]).flatMap(
          (element) => [element.getAttribute('aria-label'), element.getAttribute('title')],
        ),
      );
    const told = names.filter((name): name is string => name !== null);
    assert.ok(told.length > 50);
    assert.deepEqual(
      told.filter((name) => /\b(?:tokens|turns?|ago|stays|selected|items)\b/.test(name)),
      [],
    );
  });
});
