import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { formatTokens } from '../../src/wording/formatTokens';
import { runPaletteCommand } from '../host/driver/commandPalette';
import { type Toast, waitForToast } from '../host/driver/notifications';
import { type StatusItem, waitForStatusItem } from '../host/driver/statusItem';
import { type StoryStage, storyStage } from './storyStage';

export type StoryToast = 'early' | 'late' | 'blocked' | 'compacted';

export const SHOWN_WITHIN_MS = 15_000;
const BACKGROUNDS: Record<StoryStage, StatusItem['background']> = {
  far: 'none',
  early: 'warning',
  late: 'error',
};
/** The numbers in them are where the thresholds lie: 160K to 190K, and from there to 200K. */
const TOASTS: Record<StoryToast, { readonly text: RegExp; readonly severity: Toast['severity'] }> =
  {
    early: { text: /holds ~?1[678]\dK tokens/, severity: 'info' },
    late: { text: /holds ~?19\dK tokens/, severity: 'warning' },
    blocked: { text: /^Claude Code is blocked/, severity: 'error' },
    compacted: { text: /^Compacted automatically: 2\d\dK → ~?\d\dK\.$/, severity: 'info' },
  };

/**
 * Waits until the status bar shows exactly so many tokens of that limit, not as an estimate, on the
 * background that belongs to them.
 */
export function expectTokens(
  page: Page,
  tokens: number,
  limit: '1M' | '200K',
): Promise<StatusItem> {
  const text = new RegExp(`(?<![~\\d])${formatTokens(tokens, 0)} / ${limit}`);
  return waitForStatusItem(
    page,
    { text, background: BACKGROUNDS[storyStage(tokens)] },
    SHOWN_WITHIN_MS,
  );
}

/**
 * Right after a compaction nothing is reported yet: waits for an estimate far below what it was.
 * The block has shown that 200K is the limit.
 */
export function expectCompacted(page: Page): Promise<StatusItem> {
  return waitForStatusItem(page, { text: /~\d\dK \/ 200K/, background: 'none' }, SHOWN_WITHIN_MS);
}

/**
 * Waits for the block to show in the status bar, where it takes the place of the number's limit.
 */
export async function expectBlocked(page: Page): Promise<StatusItem> {
  const item = await waitForStatusItem(
    page,
    { text: /blocked · ~?2\d\dK/, background: 'error' },
    SHOWN_WITHIN_MS,
  );
  assert.equal(item.icon, 'error');
  return item;
}

/** Waits for the toast of that warning. */
export async function expectToast(page: Page, warning: StoryToast): Promise<Toast> {
  const { text, severity } = TOASTS[warning];
  const toast = await waitForToast(page, text, SHOWN_WITHIN_MS);
  assert.equal(toast.severity, severity);
  return toast;
}

/**
 * Opens the notification centre, which keeps what toasts have said, and holds ours there to
 * exactly these, newest first.
 */
export async function expectNotifications(
  page: Page,
  toasts: readonly StoryToast[],
): Promise<void> {
  await runPaletteCommand(page, 'Notifications: Show Notifications');
  const ours = page
    .locator('.notifications-center .notification-list-item')
    .filter({ hasText: 'Source: Leeway' });
  const messages = ours.locator('.notification-list-item-message');
  await messages
    .nth(toasts.length - 1)
    .waitFor({ timeout: SHOWN_WITHIN_MS })
    .catch(() => undefined); // what is there is told below
  const known = Object.keys(TOASTS) as StoryToast[];
  const kept = (await messages.allInnerTexts()).map(
    (message) => known.find((warning) => TOASTS[warning].text.test(message)) ?? message,
  );
  assert.deepEqual(kept, toasts, 'the toasts that the window has shown');
}
