import type { Page } from 'playwright-core';

import { runPaletteCommand } from './commandPalette';
import { answerQuickPick } from './quickPick';

/**
 * The four themes that everything shown is looked at in, by the names the theme picker has for
 * them.
 */
export const colorThemes = [
  'Dark Modern',
  'Light Modern',
  'Dark High Contrast',
  'Light High Contrast',
] as const;
export type ColorTheme = (typeof colorThemes)[number];

const workbenchClasses: Record<ColorTheme, string> = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Dark High Contrast': 'hc-black',
  'Light High Contrast': 'hc-light',
};

/** Switches the theme as a person does and waits until the window wears it. */
export async function setColorTheme(page: Page, theme: ColorTheme): Promise<void> {
  await runPaletteCommand(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget .quick-input-filter input').fill(theme);
  await answerQuickPick(page, theme);
  await page.locator(`.monaco-workbench.${workbenchClasses[theme]}`).waitFor();
}
