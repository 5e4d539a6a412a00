import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import type { FromPrunePage } from '../../src/features/prune/protocol';
import type { OpenPage, PageOptions } from './openPage';
import { usePages } from './usePages';

/** The page of a prune, with what it answered besides that it is ready. */
export interface OpenPrunePage extends Pick<OpenPage, 'page' | 'sendRaw'> {
  readonly answers: () => Promise<readonly FromPrunePage[]>;
}

/** Gives the tests of the surrounding suite pages of a prune, each sent a message. */
export function usePrunePage(): (
  message: unknown,
  options?: PageOptions,
) => Promise<OpenPrunePage> {
  const openWith = usePages('prune');
  return async (message, options) => {
    const open = await openWith(message, options);
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
