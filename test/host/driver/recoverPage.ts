import type { FrameLocator, Page } from 'playwright-core';

const appearTimeLimitMs = 30_000;

/** The recover page, inside the frames that VS Code puts around it. */
export function recoverFrame(page: Page): FrameLocator {
  return page.frameLocator('.webview.ready').frameLocator('#active-frame');
}

/** Waits until the recover page says this of its session. */
export async function waitForVerdict(
  page: Page,
  verdict: string,
  timeLimitMs = appearTimeLimitMs,
): Promise<FrameLocator> {
  const frame = recoverFrame(page);
  await frame.locator('.note strong', { hasText: verdict }).waitFor({ timeout: timeLimitMs });
  return frame;
}

export async function pressRecoverButton(page: Page, name: string): Promise<void> {
  await recoverFrame(page)
    .getByRole('button', { name, exact: true })
    .click({ timeout: appearTimeLimitMs });
}
