import path from 'node:path';

import type { Page } from 'playwright-core';

import { colorThemes, setColorTheme, type ColorTheme } from '../driver/colorTheme';
import { runPaletteCommand } from '../driver/commandPalette';
import { inspectorFrame, waitForInspector } from '../driver/inspector';
import {
  clearNotifications,
  closeToast,
  pressToastButton,
  toastLocator,
  waitForToast,
} from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton, readPrunePage } from '../driver/prunePage';
import { waitForStatusItem } from '../driver/statusItem';
import type { TestDirectories } from '../testDirectories';
import { writeOpenSession } from '../../fixtures/writeOpenSession';
import { WrittenSession } from '../ui/writtenSession';
import { LONG_PAUSE_MS, longTitle, writeLongSession } from './longSession';

const NAMES: Record<ColorTheme, string> = {
  'Dark Modern': 'dark',
  'Light Modern': 'light',
  'Dark High Contrast': 'hc-dark',
  'Light High Contrast': 'hc-light',
};
const SELECTED = 3;
/** The parts of the fixed block, and nothing below them. */
const PICTURED_BLOCK_PX = 260;

/**
 * Pictures the inspector of a long session in the four themes, then a prune from its preview to its
 * toast.
 */
export async function pictureInspector(
  page: Page,
  directories: TestDirectories,
  images: string,
): Promise<void> {
  const { claudeConfigDirectory, workspaceFolder } = directories;
  const session = new WrittenSession(directories, {
    seed: 43,
    title: longTitle,
    agoMs: LONG_PAUSE_MS,
  });
  session.write(writeLongSession);
  await writeOpenSession(claudeConfigDirectory, {
    sessionId: session.sessionId,
    cwd: workspaceFolder,
  });
  await waitForStatusItem(page, { text: '138K' });
  await clearNotifications(page);
  await runPaletteCommand(page, 'View: Close Primary Side Bar');
  await runPaletteCommand(page, 'Leeway: Open Inspector');
  const frame = await waitForInspector(page, longTitle);
  const boxes = frame.locator('tbody tr.line input[type=checkbox]');
  for (let index = 0; index < SELECTED; index++) await boxes.nth(index).click();
  await frame.locator('tr.line[data-key^="item "] .label').nth(1).click();
  await frame.locator('.prev pre').waitFor();
  for (const theme of colorThemes) {
    await setColorTheme(page, theme);
    await takePicture(page, path.join(images, `inspector-${NAMES[theme]}.png`));
    if (theme === 'Dark Modern') await pictureChart(page, path.join(images, 'cache-dark.png'));
  }
  await setColorTheme(page, 'Dark Modern');
  await inspectorFrame(page).getByRole('button', { name: 'Prune…', exact: true }).last().click();
  await readPrunePage(page, `Prune ${String(SELECTED)} Items`);
  await takePicture(page, path.join(images, 'prune-preview.png'));
  await pressPruneButton(page, `Prune ${String(SELECTED)} Items`);
  const pruned = `Pruned ${String(SELECTED)} items`;
  await waitForToast(page, pruned);
  await waitForStatusItem(page, { text: '~' });
  await frame.getByText('The running Claude Code still uses the old content.').waitFor();
  // it stays while the pointer is on it
  await toastLocator(page, pruned).locator('.notification-list-item-message').hover();
  await takePicture(page, path.join(images, 'pruned.png'));
  await pressToastButton(page, pruned, 'Undo');
  await waitForToast(page, 'The prune was undone');
  await closeToast(page, 'The prune was undone');

  await runPaletteCommand(page, 'Leeway: Prune to Fit…');
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: 'To 120K' })
    .first()
    .waitFor();
  await takePicture(page, path.join(images, 'prune-to-fit.png'), 'quickPick');
  await page.keyboard.press('Escape');
  await pictureFixedBlock(page, path.join(images, 'fixed-block-dark.png'));
  await runPaletteCommand(page, 'View: Close Editor');
  await runPaletteCommand(page, 'View: Show Explorer');
}

/** *System and tools*, as Claude Code names it. */
async function pictureFixedBlock(page: Page, file: string): Promise<void> {
  const frame = inspectorFrame(page);
  for (const picture of ['What fills it', 'How it grew'])
    await frame.getByRole('button', { name: picture, exact: true }).click();
  await frame.locator('tr.line[data-key="system"]').click();
  await frame.getByRole('button', { name: 'Ask Claude Code…' }).click();
  await pressToastButton(page, 'these may use the network', 'Ask Claude Code');
  await frame.locator('tr.line.inner', { hasText: 'figma' }).click();
  await frame.getByRole('heading', { name: 'figma' }).waitFor();
  const bounds = await frame.locator('.table-part .main').boundingBox();
  if (bounds === null) throw new Error('The table is not in sight.');
  const height = Math.min(bounds.height, PICTURED_BLOCK_PX);
  await takePicture(page, file, { ...bounds, height });
}

/** *How it grew* with what was written into the cache again. */
async function pictureChart(page: Page, file: string): Promise<void> {
  const bounds = await inspectorFrame(page).locator('.chart-steps').boundingBox();
  if (bounds === null) throw new Error('The chart is not in sight.');
  const { x, y, width, height } = bounds;
  await takePicture(page, file, { x: x - 24, y: y - 32, width: width + 40, height: height + 40 });
}
