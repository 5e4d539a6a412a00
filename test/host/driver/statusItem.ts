import type { Locator, Page } from 'playwright-core';
import { EXTENSION_ID } from '../../fixtures/extensionId';

/** What the status bar shows of the extension. */
export interface StatusItem {
  /** Without the icon. */
  text: string;
  /** Name of the leading codicon, `dashboard` for instance. */
  icon: string | undefined;
  /** What a screen reader says. */
  spokenLabel: string;
  background: 'none' | 'warning' | 'error';
}

/** The little of the page's HTMLElement that is read; the tests' own types are Node's. */
interface PageElement {
  innerText: string;
  innerHTML: string;
  className: string;
  getAttribute(name: string): string | null;
}

const itemSelector = `:is([id="${EXTENSION_ID}.leeway"], [id="${EXTENSION_ID}.leewayLeft"])`;
const appearTimeLimitMs = 60_000;
const hoverTimeLimitMs = 15_000;

/**
 * The one status bar item of the extension; VS Code makes its DOM id of the extension's and the
 * item's.
 */
function statusItemLocator(page: Page): Locator {
  return page.locator(`.part.statusbar ${itemSelector}`);
}

/** Reads the item as soon as it is there. */
export async function readStatusItem(page: Page): Promise<StatusItem> {
  const item = statusItemLocator(page);
  await item.waitFor({ timeout: appearTimeLimitMs });
  const shown = await item.evaluate((element: PageElement) => ({
    text: element.innerText,
    html: element.innerHTML,
    classes: element.className,
    spokenLabel: element.getAttribute('aria-label'),
  }));
  return {
    text: shown.text.trim(),
    icon: /codicon-([\w-]+)/.exec(shown.html)?.[1],
    spokenLabel: shown.spokenLabel ?? '',
    background: shown.classes.includes('error-kind')
      ? 'error'
      : shown.classes.includes('warning-kind')
        ? 'warning'
        : 'none',
  };
}

/**
 * Waits until the item shows `text` (a part of it, or a pattern) on the wanted background, and
 * reads it.
 *
 * @throws Error that says what the item shows instead when the time is over.
 */
export async function waitForStatusItem(
  page: Page,
  wanted: { text?: string | RegExp; background?: StatusItem['background'] },
  timeLimitMs = 30_000,
): Promise<StatusItem> {
  await readStatusItem(page);
  const kinds = {
    none: ':not(.warning-kind):not(.error-kind)',
    warning: '.warning-kind',
    error: '.error-kind',
  };
  const background = wanted.background === undefined ? '' : kinds[wanted.background];
  const matching = page
    .locator(`.part.statusbar ${itemSelector}${background}`)
    .filter({ hasText: wanted.text ?? /./ });
  try {
    await matching.waitFor({ timeout: timeLimitMs });
  } catch {
    const { text, background: shown } = await readStatusItem(page);
    const what = [wanted.text, wanted.background]
      .filter((part) => part !== undefined)
      .map(String)
      .join(', ');
    const limit = `${timeLimitMs / 1000} s`;
    throw new Error(
      `Within ${limit} the status item did not show ${what}; it shows “${text}”, ${shown}.`,
    );
  }
  return readStatusItem(page);
}

/** Waits until the item stands on that side of the status bar. */
export async function waitForStatusItemSide(page: Page, side: 'left' | 'right'): Promise<void> {
  await page
    .locator(`.part.statusbar .${side}-items ${itemSelector}`)
    .waitFor({ timeout: appearTimeLimitMs });
}

/** Rests the mouse on the item and returns the tooltip, which stays open until the mouse leaves. */
export async function hoverStatusItem(page: Page): Promise<Locator> {
  await leaveStatusItem(page);
  await statusItemLocator(page).hover();
  await tooltipLocator(page).waitFor({ timeout: hoverTimeLimitMs });
  return tooltipLocator(page);
}

/** Takes the mouse off the item and waits until its tooltip is gone. */
export async function leaveStatusItem(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  // VS Code opens it on focus too, which comes back from a quick pick
  await statusItemLocator(page).getByRole('button').blur();
  await tooltipLocator(page).waitFor({ state: 'hidden', timeout: hoverTimeLimitMs });
}

/** Clicks the item and takes the mouse away, so that no tooltip opens over what follows. */
export async function clickStatusItem(page: Page): Promise<void> {
  await statusItemLocator(page).getByRole('button').click();
  await page.mouse.move(0, 0);
}

/**
 * Hides another item of the status bar, as a person does from its menu; `id` is that of its
 * element.
 */
export async function hideStatusItem(page: Page, id: string): Promise<void> {
  const item = page.locator(`[id="${id}"]`);
  // While VS Code starts, the item is drawn anew, and a menu that was opened on it hides nothing.
  for (let tries = 1; ; tries++) {
    await item.click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Hide '/ }).click();
    try {
      await item.waitFor({ state: 'hidden', timeout: 5_000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

function tooltipLocator(page: Page): Locator {
  return page.locator('.workbench-hover[role="tooltip"] .hover-contents');
}
