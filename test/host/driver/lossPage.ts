import type { FrameLocator, Page } from 'playwright-core';

const appearTimeLimitMs = 30_000;

/** The page of what a compaction took, inside the frames that VS Code puts around it. */
export async function waitForLoss(page: Page, heading: string | RegExp): Promise<FrameLocator> {
  const frame = page
    .locator('.webview.ready')
    .filter({ visible: true })
    .contentFrame()
    .frameLocator('#active-frame');
  await frame.locator('h1', { hasText: heading }).waitFor({ timeout: appearTimeLimitMs });
  return frame;
}
