import type { Page } from 'playwright-core';

const MENU = '.monaco-menu .action-label:not(.separator)';

/** The entries of the menu that is open, from the top, once it is there. */
export async function menuEntries(page: Page): Promise<string[]> {
  await page.locator(MENU).first().waitFor();
  return (await page.locator(MENU).allTextContents()).filter((entry) => entry.trim() !== '');
}

/**
 * Chooses one, and waits until the menu is gone. By keyboard: a click while the menu still opens is
 * taken for the end of the one that opened it.
 */
export async function pressMenuEntry(page: Page, name: string): Promise<void> {
  const entry = page.locator('.monaco-menu .action-item', { hasText: name }).first();
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press('ArrowDown');
    if (/\bfocused\b/.test((await entry.getAttribute('class')) ?? '')) break;
  }
  await page.keyboard.press('Enter');
  await entry.waitFor({ state: 'detached' });
}
