import assert from 'node:assert/strict';

import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { openPage, type OpenPage, type PageOptions } from './openPage';

/**
 * Opens pages for the tests of the surrounding `describe` and closes them; a page on which anything
 * went wrong fails its test.
 */
export function useInspector(): (
  messages: readonly ToInspectorPage[],
  options?: PageOptions,
) => Promise<OpenPage> {
  const opened: OpenPage[] = [];
  afterEach('close the pages', async () => {
    const pages = opened.splice(0);
    for (const each of pages) await each.close();
    assert.deepEqual(
      pages.flatMap(({ problems }) => problems),
      [],
      'the page reported problems',
    );
  });
  return async (messages, options) => {
    const page = await openPage(options);
    opened.push(page);
    page.page.setDefaultTimeout(10_000);
    await page.send(...messages);
    return page;
  };
}

/**
 * Waits until an expression holds on the page, whose policy forbids the browser's own waiting for
 * one.
 */
export async function until(
  { page }: Pick<OpenPage, 'page'>,
  expression: string,
  timeLimitMs = 12_000,
): Promise<void> {
  const end = Date.now() + timeLimitMs;
  while (!(await page.evaluate(`Boolean(${expression})`))) {
    if (Date.now() > end)
      throw new Error(
        `Within ${String(timeLimitMs / 1000)} s this did not come true: ${expression}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
