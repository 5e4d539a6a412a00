import type { Page } from 'playwright-core';
import { runPaletteCommand } from './commandPalette';

const timeLimitMs = 20_000;

/** Opens another terminal, which takes the focus, and has its shell run something. */
export async function runInNewTerminal(page: Page, commandLine: string): Promise<void> {
  const terminals = page.locator('.terminal-wrapper');
  const before = await terminals.count();
  await runPaletteCommand(page, 'Terminal: Create New Terminal');
  await terminals.nth(before).waitFor({ state: 'attached', timeout: timeLimitMs });
  const shown = page.locator('.terminal-wrapper.active');
  await shown.locator('.xterm-helper-textarea').focus({ timeout: timeLimitMs });
  await page.keyboard.type(`${commandLine}\n`);
}

/** Types a line and Enter into the terminal that is shown. */
export async function typeInTerminal(page: Page, line: string): Promise<void> {
  // A click takes the keyboard from the page of a webview, focus alone does not.
  await page.locator('.terminal-wrapper.active .xterm-screen').click();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}
