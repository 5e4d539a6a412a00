import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import type { OpenPage, PageOptions } from './openPage';
import { useOpenPages } from './usePages';

/** Gives the tests of the surrounding suite inspectors, each sent some messages. */
export function useInspector(): (
  messages: readonly ToInspectorPage[],
  options?: PageOptions,
) => Promise<OpenPage> {
  const open = useOpenPages();
  return async (messages, options) => {
    const page = await open(options);
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
