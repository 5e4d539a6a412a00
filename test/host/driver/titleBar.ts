import type { Locator, Page } from 'playwright-core';

const appearTimeLimitMs = 15_000;

/** A button in the title bar of the editor in front, by the words on it. */
export function titleButton(page: Page, words: string): Locator {
  return page
    .locator('.editor-group-container.active .title .editor-actions .action-label')
    .getByText(words, { exact: true });
}

export async function pressTitleButton(page: Page, words: string): Promise<void> {
  await titleButton(page, words).click({ timeout: appearTimeLimitMs });
}

/** Waits for a tab with these words and brings it to the front. */
export async function showTab(page: Page, words: string): Promise<void> {
  await page.locator('.tab', { hasText: words }).click({ timeout: appearTimeLimitMs });
}
