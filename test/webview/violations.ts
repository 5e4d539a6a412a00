import { source as axeSource } from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const IN_WORDS = `({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary)
)`;

/** What axe finds against a page's accessibility, in words. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const options = JSON.stringify({ runOnly: RULES });
  return page.evaluate(`axe.run(document, ${options}).then(${IN_WORDS})`);
}
