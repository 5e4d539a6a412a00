import type { FrameLocator, Page } from 'playwright-core';

const appearTimeLimitMs = 30_000;

/** The page of the inspector, inside the frames that VS Code puts around it. */
export function inspectorFrame(page: Page): FrameLocator {
  return page.frameLocator('.webview.ready').frameLocator('#active-frame');
}

/** Waits until the inspector shows a session by that title, and its items. */
export async function waitForInspector(page: Page, title: string): Promise<FrameLocator> {
  const frame = inspectorFrame(page);
  await frame
    .getByRole('heading', { level: 1, name: title })
    .waitFor({ timeout: appearTimeLimitMs });
  await frame.locator('tr.line').first().waitFor({ timeout: appearTimeLimitMs });
  return frame;
}

/** The names of the items in the table, in its order. */
export function itemLabels(frame: FrameLocator): Promise<string[]> {
  return frame.locator('tr.line .label').allTextContents();
}
