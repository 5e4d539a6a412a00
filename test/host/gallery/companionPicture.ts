import path from 'node:path';
import type { Page } from 'playwright-core';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForCompanionPage } from '../driver/companionPage';
import { takePicture } from '../driver/pictures';

/** As in the editor, with its foot; what stands beside it is of no interest. */
const HEIGHT = 640;

/** Pictures the page that sets the companion up. */
export async function pictureCompanion(page: Page, images: string): Promise<void> {
  await runPaletteCommand(page, 'Leeway: Set Up the Companion…');
  const frame = await waitForCompanionPage(page, 'Set Up the Companion');
  const bounds = await frame.locator('body').boundingBox();
  if (bounds === null) throw new Error('The page of the companion is not in sight.');
  const height = Math.min(bounds.height, HEIGHT);
  await takePicture(page, path.join(images, 'companion.png'), { ...bounds, height });
  await runPaletteCommand(page, 'View: Close Editor');
}
