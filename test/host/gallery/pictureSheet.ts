import { readFile } from 'node:fs/promises';

import type { Page } from 'playwright-core';

import type { SheetColors } from './sheetColors';

export interface SheetRow {
  readonly caption: string;
  /** A PNG with two pixels for each of the sheet's. */
  readonly picture: string;
  readonly width: number;
}

/** Saves pictures below each other as one PNG, each behind its caption. */
export async function saveSheet(
  page: Page,
  file: string,
  rows: readonly SheetRow[],
  { background, foreground }: SheetColors,
): Promise<void> {
  const html = await Promise.all(
    rows.map(async ({ caption, picture, width }) => {
      const png = (await readFile(picture)).toString('base64');
      const image = `<img src="data:image/png;base64,${png}" width="${width}">`;
      return `<tr><td>${caption}</td><td>${image}</td></tr>`;
    }),
  );
  const sheet = await page.context().browser()!.newPage({ deviceScaleFactor: 2 });
  await sheet.setContent(`<style>
    body { margin: 0; background: ${background}; color: ${foreground}; }
    body { font: 13px system-ui, sans-serif; }
    table { padding: 6px 12px 6px 16px; border-spacing: 0 6px; }
    td { padding: 0 32px 0 0; }
    td + td { padding: 0; }
    img { display: block; margin-left: auto; }
  </style><table>${html.join('')}</table>`);
  await sheet.locator('table').screenshot({ path: file });
  await sheet.close();
}
