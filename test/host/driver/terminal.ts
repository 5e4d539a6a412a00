import type { Page } from 'playwright-core';
import { runPaletteCommand } from './commandPalette';

const appearTimeLimitMs = 30_000;

/** Opens a terminal and types a command line into its shell. */
export async function runInTerminal(page: Page, command: string): Promise<void> {
  await runPaletteCommand(page, 'Terminal: Create New Terminal');
  await page.locator('.terminal-wrapper.active .xterm').waitFor({ timeout: appearTimeLimitMs });
  await typeInTerminal(page, command);
}

/** Types a line and Enter into the terminal that is shown. */
export async function typeInTerminal(page: Page, line: string): Promise<void> {
  await page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}
