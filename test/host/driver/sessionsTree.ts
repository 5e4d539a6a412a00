import type { Locator, Page } from 'playwright-core';

/** A row of the tree as it is drawn. */
export interface DrawnRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a group. */
  readonly level: number;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Of VS Code's icons or of the product's: `leeway-level-4`. */
  readonly icon: string;
}

interface PageElement {
  readonly className: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
}

const CONTAINER = 'a.action-label[aria-label^="Claude Sessions"]';
const ROWS = '.part.sidebar .pane-body .monaco-list-row';
const appearTimeLimitMs = 30_000;

/** Brings the tree up by its icon in the Activity Bar. */
export async function openSessionsTree(page: Page): Promise<void> {
  await page.locator(`.activitybar ${CONTAINER}`).first().click();
  await page.locator('.part.sidebar .pane-body').first().waitFor({ timeout: appearTimeLimitMs });
}

/** Waits until the number on the icon is this one. */
export async function waitForTreeBadge(page: Page, number: string): Promise<void> {
  await page
    .locator('.activitybar .action-item', { has: page.locator(CONTAINER) })
    .locator('.badge-content', { hasText: new RegExp(`^\\s*${number}\\s*$`) })
    .first()
    .waitFor({ timeout: appearTimeLimitMs });
}

/** All rows that are drawn, from the top. */
function drawnRows(page: Page): Promise<DrawnRow[]> {
  return page.locator(ROWS).evaluateAll((rows: PageElement[]) =>
    rows.map((row) => ({
      label: row.querySelector('.label-name')?.textContent ?? '',
      description: row.querySelector('.label-description')?.textContent ?? '',
      level: Number(row.getAttribute('aria-level')),
      spoken: row.getAttribute('aria-label') ?? '',
      icon:
        /codicon-((?!modifier)[\w-]+)/.exec(
          row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '',
        )?.[1] ?? '',
    })),
  );
}

/** Waits until the drawn rows are so. */
export async function untilRows(
  page: Page,
  what: string,
  isSo: (rows: readonly DrawnRow[]) => boolean,
): Promise<DrawnRow[]> {
  const until = Date.now() + appearTimeLimitMs;
  for (;;) {
    const rows = await drawnRows(page);
    if (isSo(rows)) return rows;
    if (Date.now() > until)
      throw new Error(`The tree does not show ${what}:\n${JSON.stringify(rows, null, 1)}`);
    await page.waitForTimeout(100);
  }
}

/** The row whose label has these words. */
export function treeRow(page: Page, label: string): Locator {
  return page.locator(ROWS, { hasText: label }).first();
}

/** Rests the mouse on that row and returns its hover. */
export async function hoverRow(page: Page, label: string): Promise<Locator> {
  const hover = page.locator('.workbench-hover-container');
  // a row that is drawn anew under the mouse opens none
  for (let tries = 1; ; tries++) {
    await page.mouse.move(1, 1);
    await hover.waitFor({ state: 'detached' });
    await treeRow(page, label).hover({ position: { x: 90, y: 10 } });
    try {
      await hover.waitFor({ timeout: 3_000 });
      return hover;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Opens the menu of that row, the pointer coming from where nothing is hovered. */
export async function openRowMenu(page: Page, label: string): Promise<void> {
  await page.mouse.move(1, 1);
  await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
  await treeRow(page, label).click({ button: 'right' });
}
