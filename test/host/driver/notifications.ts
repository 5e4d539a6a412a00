import type { Locator, Page } from 'playwright-core';

import { runPaletteCommand } from './commandPalette';

/** A notification in the corner of the window. */
export interface Toast {
  severity: 'info' | 'warning' | 'error';
  text: string;
  /** Labels, the first one being the primary button. */
  buttons: string[];
}

/** VS Code takes a toast without an error away after ten seconds. */
const appearTimeLimitMs = 30_000;

/** Reads the toasts in sight, newest first. */
export async function readToasts(page: Page): Promise<Toast[]> {
  const toasts = toastLocator(page);
  return Promise.all(
    Array.from({ length: await toasts.count() }, (_, index) => readToast(toasts.nth(index))),
  );
}

/** Waits for the one toast whose message contains `text` and reads it. */
export async function waitForToast(
  page: Page,
  text: string | RegExp,
  timeLimitMs = appearTimeLimitMs,
): Promise<Toast> {
  const toast = toastLocator(page, text);
  await toast.waitFor({ timeout: timeLimitMs });
  return readToast(toast);
}

export async function pressToastButton(
  page: Page,
  text: string | RegExp,
  button: string,
): Promise<void> {
  await toastLocator(page, text)
    .getByRole('button', { name: button, exact: true })
    .click({ timeout: appearTimeLimitMs });
}

/** Closes a toast by its cross and waits until it is gone. */
export async function closeToast(page: Page, text: string | RegExp): Promise<void> {
  const toast = toastLocator(page, text);
  await toast.hover();
  await toast.locator('.codicon-notifications-clear').click();
  await page.mouse.move(0, 0); // a toast under the mouse stays
  await toast.waitFor({ state: 'hidden' });
}

/** Reads all notifications that were not answered, those out of sight too, newest first. */
export async function readNotificationCenter(page: Page): Promise<Toast[]> {
  await runPaletteCommand(page, 'Notifications: Show Notifications');
  const center = page.locator('.notifications-center.visible');
  await center.waitFor({ timeout: appearTimeLimitMs });
  const items = center.locator('.notification-list-item');
  const notifications = await Promise.all(
    Array.from({ length: await items.count() }, (_, index) => readToast(items.nth(index))),
  );
  await page.keyboard.press('Escape');
  await center.waitFor({ state: 'hidden' });
  return notifications;
}

export async function clearNotifications(page: Page): Promise<void> {
  await runPaletteCommand(page, 'Notifications: Clear All Notifications');
  await toastLocator(page).first().waitFor({ state: 'hidden' });
}

/** The toasts in sight whose message contains `text`. */
export function toastLocator(page: Page, text: string | RegExp = ''): Locator {
  const message = page.locator('.notification-list-item-message').filter({ hasText: text });
  return page.locator('.notifications-toasts .notification-toast').filter({ has: message });
}

async function readToast(toast: Locator): Promise<Toast> {
  const icon = (await toast.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
  return {
    severity: icon.includes('codicon-error')
      ? 'error'
      : icon.includes('codicon-warning')
        ? 'warning'
        : 'info',
    text: (await toast.locator('.notification-list-item-message').innerText()).trim(),
    buttons: await toast
      .locator('.notification-list-item-buttons-container .monaco-button')
      .allInnerTexts(),
  };
}
