import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

const parts = {
  statusBar: '.part.statusbar',
  toasts: '.notifications-toasts',
  tooltip: '.workbench-hover-container',
  quickPick: '.quick-input-widget',
};

export type WindowPart = keyof typeof parts;

/** A rectangle of the window, in pixels. */
export interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Saves a PNG of the whole window (one pixel for each of the viewport's), of one part of it that is
 * in sight, or of a rectangle.
 */
export async function takePicture(page: Page, file: string, of?: WindowPart | Clip): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  if (of === undefined) await page.screenshot({ path: file, animations: 'disabled', scale: 'css' });
  else
    await page.screenshot({
      path: file,
      animations: 'disabled',
      clip: typeof of === 'string' ? await boundsOf(page, of) : of,
    });
}

/** The rectangle that a part in sight takes up. */
export async function boundsOf(page: Page, part: WindowPart): Promise<Clip> {
  const bounds = await page.locator(parts[part]).boundingBox();
  if (bounds === null) throw new Error(`The ${part} is not in sight.`);
  return bounds;
}
