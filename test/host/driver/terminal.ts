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

/**
 * Types a line into what runs in the terminal that is shown, and Enter once it stands there: a
 * program takes what comes at once for something pasted.
 */
export async function typeInTerminal(page: Page, line: string): Promise<void> {
  const shown = page.locator('.terminal-wrapper.active');
  // A click takes the keyboard from the page of a webview, focus alone does not.
  await shown.locator('.xterm-screen').click();
  await page.keyboard.type(line);
  await shown.locator('.xterm-rows', { hasText: line }).waitFor({ timeout: timeLimitMs });
  await page.keyboard.press('Enter');
}
