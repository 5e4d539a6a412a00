import type { Locator, Page } from 'playwright-core';

const appearTimeLimitMs = 15_000;

/**
 * Waits until the open output panel has a line that contains `text`; VS Code renders only the lines
 * in sight.
 */
export async function waitForOutputLine(page: Page, text: string | RegExp): Promise<Locator> {
  const line = page.locator('.part.panel .view-line').filter({ hasText: text }).first();
  await line.waitFor({ timeout: appearTimeLimitMs });
  return line;
}
