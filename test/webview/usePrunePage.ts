import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import type { FromPrunePage } from '../../src/features/prune/protocol';
import { openPage, type OpenPage, type PageOptions } from './openPage';

/** The page of a prune, with what it answered besides that it is ready. */
export interface OpenPrunePage extends Pick<OpenPage, 'page' | 'sendRaw'> {
  readonly answers: () => Promise<readonly FromPrunePage[]>;
}

/**
 * Opens pages for the tests of the surrounding `describe` and closes them; a page on which anything
 * went wrong fails its test.
 */
export function usePrunePage(): (
  message: unknown,
  options?: PageOptions,
) => Promise<OpenPrunePage> {
  const opened: OpenPage[] = [];
  afterEach('close the pages', async () => {
    const closed = opened.splice(0);
    for (const each of closed) await each.close();
    assert.deepEqual(
      closed.flatMap(({ problems }) => problems),
      [],
      'the page reported problems',
    );
  });
  return async (message, options = {}) => {
    const open = await openPage({ which: 'prune', ...options });
    opened.push(open);
    await open.sendRaw(message);
    const answers = async (): Promise<readonly FromPrunePage[]> => {
      const [ready, ...rest] = (await open.sent()) as readonly FromPrunePage[];
      assert.deepEqual(ready, { type: 'ready' });
      return rest;
    };
    return { page: open.page, sendRaw: open.sendRaw, answers };
  };
}

/** The name of what has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(
    'document.activeElement.getAttribute("aria-label") ?? document.activeElement.innerText',
  );
}

/** What is selected, and what comes of it. */
export function outcome(page: Page): Promise<string> {
  return page.locator('.prunes .sum').innerText();
}
