import type { Page } from 'playwright-core';

/** Opens the file of that name in the workspace and waits until its text is there. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget .quick-input-filter input').fill(name);
  await page.locator('.quick-input-widget .monaco-list-row', { hasText: name }).first().click();
  await page.locator('.editor-instance .view-line').first().waitFor();
}
