import type { Page } from 'playwright-core';

const appearTimeLimitMs = 15_000;
const ATTEMPTS = 3;

/**
 * Runs the command that the palette lists under exactly this title, `Leeway: Show Log` for
 * instance.
 */
export async function runPaletteCommand(page: Page, title: string): Promise<void> {
  const label = page
    .locator('.quick-input-list-row:first-child .label-name')
    .getByText(title, { exact: true });
  const row = page
    .locator('.quick-input-widget .monaco-list-row[role="option"]')
    .filter({ has: label })
    .first();
  for (let attempt = 1; ; attempt++) {
    await typeInPalette(page, title);
    try {
      await row.click({ timeout: appearTimeLimitMs / ATTEMPTS });
      return;
    } catch (error) {
      // A page that was just opened took the focus, which closes the palette.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Opens the command palette and types `text`; what it lists is read with `readQuickPick`. */
export async function typeInPalette(page: Page, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget .quick-input-filter input');
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${text}`, { timeout: appearTimeLimitMs / ATTEMPTS });
      return;
    } catch (error) {
      // A list that was just closing took the key with it.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
