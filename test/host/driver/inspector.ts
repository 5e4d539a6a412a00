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
  return frame.locator('tr.line[data-key^="item "] .label').allTextContents();
}

/** By buttons, or by a list where the page is not wide enough for them. */
export async function groupBy(frame: FrameLocator, grouping: string): Promise<void> {
  const button = frame.getByRole('radio', { name: grouping });
  if ((await button.count()) > 0) await button.check();
  else await frame.getByRole('combobox', { name: 'Group by' }).selectOption({ label: grouping });
}

/** As the filter of states says it: `Pruned`, `Any state`. */
export async function showState(frame: FrameLocator, state: string): Promise<void> {
  const states = frame.getByRole('combobox', { name: 'State' });
  if ((await states.count()) === 0) await frame.getByTitle('More filters').click();
  await states.selectOption({ label: state });
}

/** Waits until the table shows so many of the items in the context. */
export async function waitForCount(frame: FrameLocator, count: number): Promise<void> {
  await frame
    .locator('.status .count', { hasText: new RegExp(`^\\s*${String(count)} of \\d+ items?\\s*$`) })
    .waitFor();
}
