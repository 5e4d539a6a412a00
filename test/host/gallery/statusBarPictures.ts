import path from 'node:path';

import type { Page } from 'playwright-core';

import { colorThemes, setColorTheme, type ColorTheme } from '../driver/colorTheme';
import { closeToast, waitForToast } from '../driver/notifications';
import { boundsOf, takePicture, type Clip } from '../driver/pictures';
import { waitForStatusItem, type StatusItem } from '../driver/statusItem';
import type { TestDirectories } from '../testDirectories';
import { WrittenSession } from '../ui/writtenSession';
import { saveSheet, type SheetRow } from './pictureSheet';
import { sheetColors } from './sheetColors';

const FILES: Readonly<Record<ColorTheme, string>> = {
  'Dark Modern': 'status-bar-dark.png',
  'Light Modern': 'status-bar-light.png',
  'Dark High Contrast': 'status-bar-hc-dark.png',
  'Light High Contrast': 'status-bar-hc-light.png',
};

interface State {
  readonly caption: string;
  readonly shown: { readonly text: string; readonly background: StatusItem['background'] };
  readonly write: (session: (model: string) => WrittenSession) => WrittenSession;
  readonly toast?: string;
}

const STATES: readonly State[] = [
  {
    caption: 'Room left',
    shown: { text: '61K / 200K', background: 'none' },
    write: (session) => session('claude-sonnet-4-6').reply(61_200),
  },
  {
    caption: 'Near a wall: auto-compact at 167K',
    shown: { text: '140K / 200K', background: 'warning' },
    write: (session) => session('claude-sonnet-4-6').reply(140_600),
  },
  {
    caption: 'Almost at it: usage credits at 200K',
    shown: { text: '192K / 1M', background: 'error' },
    write: (session) => session('claude-opus-5-5').reply(192_300),
  },
  {
    caption: 'Every prompt is refused',
    shown: { text: 'blocked', background: 'error' },
    write: (session) =>
      session('claude-opus-5-5')
        .reply(199_000)
        .write((writer) => writer.prompt('Line after line of a log. '.repeat(1560)))
        .refuse(),
    toast: 'blocked',
  },
];

/** Pictures the item in each state and theme: one sheet for each theme. */
export async function pictureStatusBar(
  page: Page,
  directories: TestDirectories,
  images: string,
): Promise<void> {
  const parts = path.join(directories.root, 'parts');
  const rows = new Map<ColorTheme, SheetRow[]>(colorThemes.map((theme) => [theme, []]));
  for (const [index, { caption, shown, write, toast }] of STATES.entries()) {
    write((model) => new WrittenSession(directories, { seed: 100 + index, model }));
    await waitForStatusItem(page, shown);
    if (toast !== undefined) {
      await waitForToast(page, toast);
      await closeToast(page, toast);
    }
    for (const theme of colorThemes) {
      await setColorTheme(page, theme);
      const picture = path.join(parts, `${index}-${FILES[theme]}`);
      const end = await endOfStatusBar(page);
      await takePicture(page, picture, end);
      rows.get(theme)!.push({ caption, picture, width: end.width });
    }
  }
  for (const theme of colorThemes)
    await saveSheet(page, path.join(images, FILES[theme]), rows.get(theme)!, sheetColors[theme]);
}

/** The status bar from the item before ours, the language of the file, to its end. */
async function endOfStatusBar(page: Page): Promise<Clip> {
  const bar = await boundsOf(page, 'statusBar');
  const language = await page.locator('[id="status.editor.mode"]').boundingBox();
  if (language === null) throw new Error('No file is open.');
  return { ...bar, x: language.x, width: bar.x + bar.width - language.x };
}
