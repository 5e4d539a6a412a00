import assert from 'node:assert/strict';
import { openPage, type OpenPage, type PageOptions } from './openPage';

/**
 * Opens pages for the tests of the surrounding `describe` and closes them; a page on which anything
 * went wrong fails its test.
 */
export function useOpenPages(): (options?: PageOptions) => Promise<OpenPage> {
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
  return async (options) => {
    const page = await openPage(options);
    opened.push(page);
    return page;
  };
}

/** The same, of one kind, each sent a message. */
export function usePages(
  which: NonNullable<PageOptions['which']>,
): (message: unknown, options?: PageOptions) => Promise<OpenPage> {
  const open = useOpenPages();
  return async (message, options = {}) => {
    const page = await open({ which, ...options });
    await page.sendRaw(message);
    return page;
  };
}
