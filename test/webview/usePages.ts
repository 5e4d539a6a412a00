import assert from 'node:assert/strict';
import { openPage, type OpenPage, type PageOptions } from './openPage';

/** Opens a page and sends it a message. */
type OpenWith = (message: unknown, options?: PageOptions) => Promise<OpenPage>;

/** Gives the tests of the surrounding suite pages that are closed with each; none may complain. */
export function usePages(which: NonNullable<PageOptions['which']>): OpenWith {
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
    const page = await openPage({ which, ...options });
    opened.push(page);
    await page.sendRaw(message);
    return page;
  };
}
