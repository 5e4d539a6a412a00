import type { Page } from 'playwright-core';

const appearTimeLimitMs = 15_000;

/**
 * Runs the command that the palette lists under exactly this title, `Leeway: Show Log` for
 * instance.
 */
export async function runPaletteCommand(page: Page, title: string): Promise<void> {
  await typeInPalette(page, title);
  const label = page
    .locator('.quick-input-list-row:first-child .label-name')
    .getByText(title, { exact: true });
  await page
    .locator('.quick-input-widget .monaco-list-row[role="option"]')
    .filter({ has: label })
    .first()
    .click({ timeout: appearTimeLimitMs });
}

/** Opens the command palette and types `text`; what it lists is read with `readQuickPick`. */
export async function typeInPalette(page: Page, text: string): Promise<void> {
  await page.keyboard.press('F1');
  await page
    .locator('.quick-input-widget .quick-input-filter input')
    .fill(`>${text}`, { timeout: appearTimeLimitMs });
}
