import assert from 'node:assert/strict';

import { pruneStates } from './pruneStates';
import { until } from './useInspector';
import { focused, outcome, usePrunePage } from './usePrunePage';

describe('The page of a prune by keyboard', () => {
  const open = usePrunePage();

  it('is left by Escape, from anywhere', async () => {
    const { page, answers } = await open(pruneStates['target']!());
    await page.keyboard.press('Escape');
    await page.locator('.line input').first().focus();
    await page.keyboard.press('Escape');
    assert.deepEqual(await answers(), [{ type: 'cancel' }, { type: 'cancel' }]);
  });

  it('is walked by arrows and ticked by Space; no single key in the table prunes', async () => {
    const { page, answers } = await open(pruneStates['target']!());
    await page.getByRole('checkbox', { name: 'All items' }).focus();
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Prune Read src/import/parser.ts');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'Prune Bash npm test -- --reporter=verbose');
    await page.keyboard.press('Space');
    assert.match(await outcome(page), /^13 selected/);
    await page.keyboard.press('End');
    const last = await focused(page);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), last, 'there is no further');
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    assert.notEqual(await focused(page), 'Prune Read src/import/parser.ts');
    for (const key of ['Enter', 'Delete', 'Backspace', 'p', 'y']) await page.keyboard.press(key);
    await page.keyboard.press('Control+a');
    assert.match(await outcome(page), /^14 selected/);
    assert.deepEqual(await answers(), []);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Cancel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(
      (await answers()).map(({ type }) => type),
      ['prune'],
    );
  });

  it('takes a key that is still held down from before for no agreement', async () => {
    const { page, answers } = await open(pruneStates['target']!());
    await page.locator('.line input').first().focus();
    await page.keyboard.down('Enter');
    await page.locator('[data-act=prune]').focus();
    await page.keyboard.down('Enter');
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    assert.deepEqual(await answers(), []);
    await page.keyboard.press('Enter');
    assert.equal((await answers()).length, 1);
  });

  it('ticks a whole range with Shift', async () => {
    const { page } = await open(pruneStates['target']!());
    const boxes = page.locator('.line input');
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ['Shift'] });
    assert.match(await outcome(page), /^11 selected/);
  });

  it('holds the rows of a large plan that can be seen, and leads to every one of them', async () => {
    for (const width of [360, 760, 1280]) {
      const { page } = await open(pruneStates['many']!(), { width, height: 520 });
      const grid = page.getByRole('grid', { name: 'Items to prune' });
      assert.equal(await grid.getAttribute('aria-rowcount'), '2001');
      const rows = page.locator('.line');
      assert.ok((await rows.count()) < 70, String(await rows.count()));
      await page.locator('.line input').first().focus();
      await page.keyboard.press('End');
      await until({ page }, `document.activeElement.dataset.row === '1999'`);
      const isInSight = `(() => {
        const { top, bottom } = document.activeElement.closest('.line').getBoundingClientRect();
        return top >= document.querySelector('.heads').getBoundingClientRect().bottom - 1 &&
          bottom <= document.querySelector('.prunes').getBoundingClientRect().top + 1;
      })()`;
      await until({ page }, isInSight);
      assert.ok((await rows.count()) < 70);
      for (const key of ['PageUp', 'ArrowUp', 'Home', 'PageDown']) {
        await page.keyboard.press(key);
        await until({ page }, isInSight);
      }
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight / 2)');
      await until(
        { page },
        `[...document.querySelectorAll('.line')].filter((line) => {
          const { top } = line.getBoundingClientRect();
          return top >= 0 && top < innerHeight;
        }).length >= Math.floor(300 / document.querySelector('.line').offsetHeight)`,
      );
      await page.keyboard.press('ArrowDown');
      await until({ page }, isInSight);
    }
  });
});
