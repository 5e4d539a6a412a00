import type { Page } from 'playwright-core';

export interface QuickPick {
  title: string;
  placeholder: string;
  /** The rows in view, without separators. */
  rows: QuickPickRow[];
}

interface QuickPickRow {
  label: string;
  description: string;
  detail: string;
}

const openTimeLimitMs = 15_000;
/** Rows of a list where several can be picked are checkboxes. */
const rowSelector = '.quick-input-list .monaco-list-row:is([role="option"], [role="checkbox"])';

/** Reads the open quick pick, of that title where one is given, as soon as it has rows. */
export async function readQuickPick(page: Page, title = ''): Promise<QuickPick> {
  const widget = page
    .locator('.quick-input-widget')
    .filter({ has: page.locator('.quick-input-title', { hasText: title }) });
  const rows = widget.locator(rowSelector);
  await rows.first().waitFor({ timeout: openTimeLimitMs });
  const read = async (index: number): Promise<QuickPickRow> => {
    const textOf = async (selector: string): Promise<string> =>
      (await rows.nth(index).locator(selector).allInnerTexts()).join(' ').trim();
    return {
      label: await textOf('.quick-input-list-row:first-child .label-name'),
      description: await textOf('.label-description'),
      detail: await textOf('.quick-input-list-label-meta'),
    };
  };
  return {
    title: (await widget.locator('.quick-input-title').innerText()).trim(),
    placeholder:
      (await widget.locator('.quick-input-filter input').getAttribute('placeholder')) ?? '',
    rows: await Promise.all(Array.from({ length: await rows.count() }, (_, index) => read(index))),
  };
}

/** Picks the row whose label contains `label`; an error when several do. */
export async function answerQuickPick(page: Page, label: string): Promise<void> {
  const row = page.locator(`.quick-input-widget ${rowSelector}`).filter({
    has: page.locator('.quick-input-list-row:first-child .label-name', { hasText: label }),
  });
  await row.click({ timeout: openTimeLimitMs });
}

/** Takes what is checked in a list where several can be picked, once that many are. */
export async function acceptChecked(page: Page, count: number): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await widget
    .locator('.quick-input-list .monaco-list-row[aria-checked="true"]')
    .nth(count - 1)
    .waitFor({ timeout: openTimeLimitMs });
  await widget.getByRole('button', { name: 'OK', exact: true }).click({ timeout: openTimeLimitMs });
}

/** Leaves the quick pick without an answer. */
export async function dismissQuickPick(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: openTimeLimitMs });
}
