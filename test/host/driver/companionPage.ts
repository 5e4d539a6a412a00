import type { FrameLocator, Page } from 'playwright-core';

const appearTimeLimitMs = 60_000;

/** Waits until the page of the companion has this title. */
export async function waitForCompanionPage(page: Page, title: string): Promise<FrameLocator> {
  const frame = page.frameLocator('.webview.ready').frameLocator('#active-frame');
  await frame.locator('h1', { hasText: title }).waitFor({ timeout: appearTimeLimitMs });
  return frame;
}
