import type { FrameLocator, Page } from 'playwright-core';

const appearTimeLimitMs = 30_000;

export interface ShownPrune {
  readonly title: string;
  /** `1 selected · frees ~9.2K → context ~38K`. */
  readonly outcome: string;
  /** What comes with it. */
  readonly warning: string;
  /** What is to be known first; empty where there is nothing. */
  readonly note: string;
  readonly rows: readonly ShownPlannedRow[];
}

interface ShownPlannedRow {
  readonly label: string;
  readonly why: string;
  readonly becomes: string;
  readonly frees: string;
}

/** The page that shows a prune first, inside the frames that VS Code puts around it. */
function prunePageFrame(page: Page): FrameLocator {
  return page.frameLocator('.webview.ready:visible').frameLocator('#active-frame');
}

/** Waits until the page offers that, as `Prune 2 Items`, and reads what it says. */
export async function readPrunePage(page: Page, button: string): Promise<ShownPrune> {
  const frame = prunePageFrame(page);
  await frame
    .getByRole('button', { name: button, exact: true })
    .waitFor({ timeout: appearTimeLimitMs });
  const textOf = async (selector: string): Promise<string> =>
    (await frame.locator(selector).first().innerText()).trim();
  const rows = await frame.locator('.line').all();
  return {
    title: await textOf('h1'),
    outcome: await textOf('.prunes .sum'),
    warning: (await textOf('.prunes .sum + p')).split('\n')[0]!.trim(),
    note: (await frame.locator('header .note').allInnerTexts()).join(' ').trim(),
    rows: await Promise.all(
      rows.map(async (row) => {
        const cell = async (name: string): Promise<string> =>
          (await row.locator(name).innerText()).replace(/\s+/g, ' ').trim();
        return {
          label: await cell('.item'),
          why: await cell('.why'),
          becomes: (await cell('.becomes')).replace(/^→ /, ''),
          frees: await cell('.tokens'),
        };
      }),
    ),
  };
}

/** Ticks an item or leaves it out. */
export async function toggleOnPrunePage(page: Page, label: string): Promise<void> {
  await prunePageFrame(page)
    .locator('.line', { hasText: label })
    .locator('input')
    .click({ timeout: appearTimeLimitMs });
}

/** Presses a button as soon as the page offers it, and waits until the page is gone. */
export async function pressPruneButton(page: Page, name: string): Promise<void> {
  const frame = prunePageFrame(page);
  await frame.getByRole('button', { name, exact: true }).click({ timeout: appearTimeLimitMs });
  await frame.locator('.prunes').waitFor({ state: 'detached', timeout: appearTimeLimitMs });
}
