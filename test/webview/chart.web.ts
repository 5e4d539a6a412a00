import assert from 'node:assert/strict';

import type { Locator, Page } from 'playwright-core';

import { afterCompaction } from './states';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { autoCompact, hardStop, limitWall } from '../fixtures/sampleSnapshot';
import { itemsMessage, ledgerMessages, sessionMessage } from './ledgerMessages';
import type { PageOptions } from './openPage';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { violations } from './violations';

const LIMITS = [autoCompact(167_000), hardStop(177_000), limitWall(200_000)];
const ledger = () => ledgerInspection({ walls: LIMITS });
const slider = (page: Page): Locator => page.getByRole('slider', { name: /^How it grew/ });
const heard = (page: Page): Promise<string | null> => slider(page).getAttribute('aria-valuetext');
const rows = (page: Page): Locator => page.locator('tr.line');

/** From the end to the newest step of which something is in the context still. */
async function walkToFilled(page: Page): Promise<string> {
  await slider(page).focus();
  await page.keyboard.press('End');
  for (let at = 0; at < 40; at++) {
    const words = (await heard(page)) ?? '';
    if (words.includes('~')) return words;
    await page.keyboard.press('ArrowLeft');
  }
  throw new Error('No step holds anything.');
}

/** Pairs of texts of the chart that touch, those beyond the picture, and a probe over its dot. */
const TOUCHING = `(() => {
  const svg = document.querySelector('svg.chart');
  const picture = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')]
    .filter((text) => text.closest('.probe') === null)
    .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const doTouch = (a, b) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 &&
    a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2;
  const found = boxes.flatMap(({ text, box }, index) =>
    boxes.slice(0, index).filter((other) => doTouch(box, other.box))
      .map((other) => text + ' on ' + other.text));
  const isOut = (box) => box.left < picture.left - 0.5 || box.right > picture.right + 0.5 ||
    box.top < picture.top - 1.5 || box.bottom > picture.bottom + 0.5;
  const out = boxes.filter(({ box }) => isOut(box)).map(({ text }) => text + ' is outside');
  const probe = document.querySelector('.probe-box')?.getBoundingClientRect();
  const dot = document.querySelector('.probe-dot')?.getBoundingClientRect();
  const words = [...document.querySelectorAll('.probe text')]
    .map((each) => each.getBoundingClientRect());
  return [
    ...found,
    ...out,
    ...(probe !== undefined && doTouch(probe, dot) ? ['the box is over the dot'] : []),
    ...(probe !== undefined && isOut(probe) ? ['the box is outside'] : []),
    ...(words.some((each) => each.right > probe.right || each.left < probe.left)
      ? ['words leave the box'] : []),
  ];
})()`;

describe('The chart of the inspector', () => {
  const open = useInspector();
  const opened = async (options: PageOptions = {}) => {
    const one = await open(ledgerMessages(ledger()), options);
    if ((options.width ?? 1100) < 900 || (options.height ?? 800) < 560)
      await one.page.getByRole('button', { name: 'How it grew', exact: true }).click();
    return one;
  };

  it('tells of the step under the pointer', async () => {
    const { page } = await opened({ width: 1280 });
    const box = (await page.locator('svg.chart').boundingBox())!;
    assert.equal(await page.locator('.probe-box').count(), 0);
    await page.mouse.move(box.x + 150, box.y + 70);
    assert.match(await page.locator('.probe-title').innerHTML(), /Turn \d+ · [\d.]+K · [+−]/);
    await page.mouse.move(box.x + 37, box.y + 70);
    assert.match(await page.locator('.probe-title').innerHTML(), /Turn 1 · 2\d\.\dK/);
    await page.mouse.move(box.x + box.width / 2, box.y - 60);
    assert.equal(await page.locator('.probe-box').count(), 0);
  });

  it('is walked through by the keyboard, and each step is heard', async () => {
    const { page } = await opened();
    await slider(page).focus();
    assert.match((await heard(page))!, /^Turn 58, 152\.3K tokens, \+/);
    await page.keyboard.press('Home');
    assert.match((await heard(page))!, /^Turn 1, 2\d\.\dK tokens/);
    await page.keyboard.press('ArrowRight');
    assert.equal(await slider(page).getAttribute('aria-valuenow'), '2');
    await page.keyboard.press('PageUp');
    assert.equal(await slider(page).getAttribute('aria-valuenow'), '12');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await slider(page).getAttribute('aria-valuenow'), '1');
    for (let at = 0; at < 63; at++) await page.keyboard.press('ArrowRight');
    assert.match((await heard(page))!, /^Turn 21, 36\.4K tokens, −\d+\.\dK, compacted to 36\.4K/);
    await page.keyboard.press('End');
    assert.match(await walkToFilled(page), /^Turn 5\d, [\d.]+K tokens, \+[\d.]+K, .* ~\d/);
    assert.equal(await page.locator('.probe-box').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.probe-box').count(), 0);
  });

  it('shows in the table what came in with a step, until it is chosen again', async () => {
    const { page, send, keptState } = await opened();
    const all = await rows(page).count();
    const words = await walkToFilled(page);
    await page.keyboard.press('Enter');
    const chip = page.getByRole('button', { name: `Came in at turn ${words.slice(5, 7)}: ` });
    await chip.waitFor();
    const shown = await rows(page).locator('.label').allTextContents();
    assert.ok(shown.length > 0 && shown.length < 12, String(shown.length));
    const largest = shown[0]!.split(/[ /]/).at(-1)!;
    assert.ok(words.includes(largest), `${words} without ${largest}`);
    assert.ok(!JSON.stringify(await keptState()).includes('cameIn'));
    // A live update changes nothing of that.
    await send(...ledgerMessages(ledger()));
    assert.equal(await rows(page).count(), shown.length);
    await page.keyboard.press('Enter');
    assert.equal(await chip.count(), 0);
    assert.equal(await rows(page).count(), all);

    const box = (await page.locator('svg.chart').boundingBox())!;
    await page.mouse.click(box.x + 200, box.y + 70);
    const clicked = page.getByRole('button', { name: /^Came in at turn \d+: remove this filter$/ });
    await clicked.click();
    assert.equal(await rows(page).count(), all);
  });

  it('says where all that came in has left, and shows what is known of it', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Show as table: How it grew' }).click();
    await page.getByRole('button', { name: 'Turn 12: show what came in' }).click();
    await page.getByText('What came in at turn 12 has left the context.').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Show what left' }).click();
    assert.deepEqual(await rows(page).locator('.label').allTextContents(), ['Read src/old.ts']);
    await page.getByRole('button', { name: 'Turn 12: show what came in' }).click();
    assert.equal(await rows(page).count(), 2);
  });

  it('shows the step that a link asks for, once steps and items are there', async () => {
    const [session, items] = ledgerMessages(ledger());
    const steps = ledger().history;
    const filled = ledger().items.find(({ turn }) => turn === 50)!;
    const at = steps.findIndex(({ line }) => line >= filled.cameInLine);
    const asked = { type: 'showStep', line: steps[at]!.line } as const;
    const { page, send, sendRaw } = await open([]);
    const chip = page.getByRole('button', { name: /^Came in at turn \d+: remove this filter$/ });
    await send(asked, session!);
    assert.equal(await chip.count(), 0);
    await send(items!);
    assert.equal((await chip.innerText()).trim(), 'Came in at turn 50');
    assert.equal(await page.locator('svg.chart rect.chosen').count(), 1);
    const shown = await rows(page).count();
    assert.ok(shown > 0 && shown < 12, String(shown));

    // Another filter would hide it; for a step that was thinned out the next one is shown.
    await chip.click();
    await page.getByRole('textbox', { name: 'Filter items' }).fill('nothing is called that');
    assert.equal(await rows(page).count(), 0);
    await send({ ...asked, line: steps[at]!.line - 4 });
    assert.equal(await rows(page).count(), shown);
    await chip.click();
    // What comes later than all steps, and what is no line, show nothing.
    await send({ ...asked, line: 90_000_000 });
    for (const line of [-1, 0.5, 1e12, '610', null, Number.NaN])
      await sendRaw({ type: 'showStep', line });
    assert.equal(await chip.count(), 0);
  });

  it('forgets the step with the session', async () => {
    const { page, send } = await opened();
    await slider(page).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Came in at turn/ }).waitFor();
    const other = ledgerInspection({ walls: LIMITS, sessionId: 'two' });
    await send(sessionMessage(other), itemsMessage(other));
    await until({ page }, `document.querySelector('.step-filter') === null`);
    assert.ok((await rows(page).count()) > 50);
  });

  it('stays at its step when others come', async () => {
    const { page, send } = await opened();
    await slider(page).focus();
    for (let at = 0; at < 20; at++) await page.keyboard.press('ArrowLeft');
    const before = await heard(page);
    const inspection = ledger();
    const last = inspection.history.at(-1)!;
    const more = [{ ...last, line: last.line + 10, tokens: last.tokens + 500 }];
    await send(sessionMessage({ ...inspection, history: [...inspection.history, ...more] }));
    assert.equal(await heard(page), before);
    await page.keyboard.press('End');
    assert.match((await heard(page))!, /152\.8K tokens, \+500/);
  });

  it('costs a move the same however many steps there are', async () => {
    const inspection = ledger();
    const long = Array.from({ length: 1_500 }, (_, index) => ({
      ...inspection.history[0]!,
      ...{ turn: 1 + Math.floor(index / 30), line: 10 * (index + 1), tokens: 20_000 + 80 * index },
    }));
    const perMove = async (history: typeof inspection.history): Promise<number> => {
      const { page } = await open(ledgerMessages({ ...inspection, history }));
      await slider(page).focus();
      return page.evaluate(`(async () => {
        const slider = document.querySelector('[role=slider]');
        const times = [];
        for (let at = 0; at < 60; at++) {
          await new Promise((frame) => requestAnimationFrame(frame));
          const start = performance.now();
          slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
          document.querySelector('.probe-box').getBoundingClientRect();
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[30];
      })()`);
    };
    const few = await perMove(inspection.history.slice(0, 30));
    const many = await perMove(long);
    console.log(`      a move: ${few.toFixed(2)} ms of 30 steps, ${many.toFixed(2)} ms of 1,500`);
    assert.ok(many < 3 * few + 2, `${String(many)} ms against ${String(few)} ms`);
  });

  for (const theme of themes)
    it(`${theme.name}: has no labels that touch, and passes axe, at every size`, async () => {
      for (const [width, height] of [
        [360, 800],
        [640, 800],
        [1280, 520],
      ] as const) {
        const { page, send } = await opened({ theme, width, height });
        const here = `at ${String(width)} × ${String(height)}`;
        assert.deepEqual(await page.evaluate(TOUCHING), [], here);
        await slider(page).focus();
        for (const [key, times] of [
          ['End', 1],
          ['PageDown', 17],
        ] as const)
          for (let at = 0; at < times; at++) {
            await page.keyboard.press(key);
            assert.deepEqual(await page.evaluate(TOUCHING), [], `${here}, ${(await heard(page))!}`);
          }
        await page.keyboard.press('Enter');
        assert.deepEqual(await violations(page), [], here);
        await send(...afterCompaction());
        assert.deepEqual(await page.evaluate(TOUCHING), [], `${here}, compacted`);
      }
    });
});
