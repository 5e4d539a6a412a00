import type { Page } from 'playwright-core';

/**
 * Opens another window in front of this one, which VS Code then counts as one in the background.
 *
 * @returns closes the other window and gives this one the focus again.
 */
export async function coverWindow(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  // playwright makes every page believe that it has the focus
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const [front] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate("void window.open('about:blank')"),
  ]);
  await front.bringToFront();
  await page.waitForFunction('!document.hasFocus()');
  await askForFocus(page);
  await page.locator('.part.titlebar.inactive').waitFor({ state: 'attached' });
  return async () => {
    await front.close();
    await page.bringToFront();
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await devtools.detach();
    await page.waitForFunction('document.hasFocus()');
    await askForFocus(page);
    await page.locator('.part.titlebar:not(.inactive)').waitFor({ state: 'attached' });
  };
}

/**
 * Headless Chromium moves the focus and does not say so; at this event VS Code asks the document
 * for it.
 */
async function askForFocus(page: Page): Promise<void> {
  await page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))");
}
