import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { inTextsOf } from '../../src/wording/translate';
import { ledgerInspection } from '../fixtures/ledgerInspection';
import { cacheLedgerOf, cacheRewrite } from '../fixtures/ledgerOf';
import { autoCompact, hardStop, limitWall } from '../fixtures/sampleSnapshot';
import { usedFile, usedRequest, useWith } from '../fixtures/usedRequests';
import { projectDirectory } from '../setup/cacheDirectory';
import { ledgerMessages, sessionMessage } from './ledgerMessages';
import type { PageOptions } from './openPage';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { violations } from './violations';

const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const LIMITS = [autoCompact(167_000), hardStop(177_000), limitWall(200_000)];
const SIZES = [
  [1280, 900],
  [640, 800],
  [360, 800],
  [300, 800],
] as const;
const ledger = () => ledgerInspection({ walls: LIMITS });
const slider = (page: Page): Locator => page.getByRole('slider', { name: /^How it grew/ });
const heard = async (page: Page): Promise<string> =>
  (await slider(page).getAttribute('aria-valuetext')) ?? '';
const laneTexts = (page: Page): Promise<string[]> =>
  page.locator('.chart .lane-label').allTextContents();
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Middle and height of each mark, in pixels of the picture. */
const MARKS = `[...document.querySelector('.chart .rewrites').getAttribute('d')
  .matchAll(/M([\\d.]+) ([\\d.]+)V([\\d.]+)H([\\d.]+)/g)]
  .map(([, left, bottom, top, right]) => [(+left + +right) / 2, bottom - top])`;

/** Texts and marks of the chart that touch one another, are cut, or leave the picture. */
const FAULTS = `(() => {
  const svg = document.querySelector('svg.chart');
  const picture = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')]
    .filter((each) => each.closest('.probe') === null)
    .map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }));
  const marks = ${MARKS}.map(([x, height]) => ({
    text: 'a mark',
    box: {
      left: picture.left + x - 2, right: picture.left + x + 2,
      top: picture.bottom - 1 - height, bottom: picture.bottom - 1,
    },
  }));
  const doTouch = (a, b) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 &&
    a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2;
  return [
    ...boxes.flatMap(({ text, box }, index) =>
      [...boxes.slice(0, index), ...marks].filter((other) => doTouch(box, other.box))
        .map((other) => text + ' on ' + other.text)),
    ...boxes.filter(({ box }) => box.left < picture.left - 0.5 ||
      box.right > picture.right + 0.5 || box.bottom > picture.bottom + 0.5)
      .map(({ text }) => text + ' is outside'),
    ...boxes.filter(({ text }) => text.includes('…')).map(({ text }) => text + ' is cut'),
  ];
})()`;

describe('The cache lane below the chart', () => {
  const open = useInspector();
  const opened = async (options: PageOptions = {}, inspection = ledger()) => {
    const texts = options.bundle?.texts;
    const t = texts === undefined ? undefined : inTextsOf(texts);
    const one = await open(ledgerMessages(inspection, t), options);
    if ((options.width ?? 1100) < 900 || (options.height ?? 800) < 560)
      await one.page.locator('#chart-heading button').click();
    return one;
  };

  for (const theme of themes)
    it(`${theme.name}: has its marks, and words that touch nothing, at every width`, async () => {
      // What differs by theme is colour alone: one theme at all sizes, the others at two.
      const isFirst = theme === themes[0];
      for (const [width, height] of isFirst ? SIZES : [SIZES[0], SIZES[2]])
        for (const language of isFirst ? (['en', 'de'] as const) : (['en'] as const)) {
          const bundle = language === 'de' ? { language, texts: german } : undefined;
          const { page } = await opened({
            ...{ theme, width, height },
            ...(bundle === undefined ? {} : { bundle }),
          });
          const here = `${language} at ${String(width)} × ${String(height)}`;
          const marks: number[][] = await page.evaluate(MARKS);
          assert.equal(marks.length, 4, here);
          assert.deepEqual(
            marks.map(([, px]) => Math.round(px!)),
            [26, 11, 36, 31],
            here,
          );
          const faults: string[] = await page.evaluate(FAULTS);
          // The names of limits are cut on the narrowest pages, as ever.
          assert.deepEqual(
            faults.filter((fault) => width > 360 || !fault.endsWith(' is cut')),
            [],
            here,
          );
          assert.equal(await overflow(page), 0, here);
          assert.equal((await page.locator('.chart .lane-sum').allTextContents()).length, 2, here);
          if (language === 'en') assert.deepEqual(await violations(page), [], here);
          await page.locator('section[aria-labelledby=chart-heading]').screenshot({
            path: path.join(
              ...[projectDirectory, 'out', 'pictures'],
              `lane-${theme.kind}-${language}-${String(width)}.png`,
            ),
          });
        }
    }).timeout(120_000);

  it('says size and reason where there is room, and the sum in the gutter', async () => {
    const { page } = await opened({ width: 640, height: 800 });
    assert.deepEqual(await laneTexts(page), [
      ...['88K', '72 min pause', '36K', 'compacted', '121K', '103K', 'pruned'],
    ]);
    assert.deepEqual(await page.locator('.chart .lane-sum').allTextContents(), [
      '4 re-writes',
      '21% of the input',
    ]);
    assert.deepEqual(await page.locator('.chart .lane-name').allTextContents(), ['cache']);
  });

  it('stands below the very steps, is heard there, and a click on a mark chooses its step', async () => {
    const { page } = await opened({ width: 1280, height: 900 });
    const marks: number[][] = await page.evaluate(MARKS);
    const picture = (await page.locator('svg.chart').boundingBox())!;
    const lines = ['88K written again: 72 min pause', '36K written again: compacted'];
    for (const [index, line] of lines.entries()) {
      const at = { x: marks[index]![0]!, y: picture.height - 8 };
      await page.locator('svg.chart').hover({ position: at });
      assert.deepEqual((await page.locator('.probe text').allTextContents()).slice(1, 2), [line]);
      const probe = (await page.locator('.probe-line').getAttribute('d'))!;
      assert.equal(Number(/M([\d.]+)/.exec(probe)?.[1]).toFixed(3), at.x.toFixed(3));
      assert.equal(await page.locator('.probe-mark').count(), 1);
    }
    // Between two marks there is nothing to point at.
    await page.locator('svg.chart').hover({ position: { x: marks[3]![0]! + 100, y: 190 } });
    assert.equal(await page.locator('.probe-box').count(), 0);
    await page.mouse.click(picture.x + marks[0]![0]! + 2, picture.y + picture.height - 3);
    await page.getByRole('button', { name: 'Came in at turn 6: remove this filter' }).waitFor();
    await slider(page).focus();
    assert.match(await heard(page), /^Turn 6, .*, 88K written again: 72 min pause/);
    await page.keyboard.press('ArrowRight');
    assert.doesNotMatch(await heard(page), /written again/);
  });

  it('is part of the sentence that tells the chart to a screen reader, and of the folded line', async () => {
    const { page } = await opened({ width: 1280, height: 900 });
    const sum = '4 re-writes of the cache, 21% of the input';
    assert.ok((await page.locator('#chart-summary').textContent())!.includes(`, ${sum}.`));
    await page.locator('#chart-heading button').click();
    const folded = page.locator('section[aria-labelledby=chart-heading] .cut');
    assert.ok((await folded.getAttribute('title'))!.endsWith(sum));
  });

  it('leaves low windows to the curve, which still tells of it', async () => {
    const { page } = await opened({ width: 1280, height: 520 });
    assert.equal(await page.locator('.chart .rewrites').count(), 0);
    assert.equal((await page.locator('svg.chart').boundingBox())?.height, 186);
    await slider(page).focus();
    await page.keyboard.press('Home');
    for (let at = 0; at < 15; at++) await page.keyboard.press('ArrowRight');
    assert.match(await heard(page), /^Turn 6, .*, 88K written again: 72 min pause/);
  });

  it('is not there without a cache, or where nothing was written again', async () => {
    for (const none of [null, cacheLedgerOf([])]) {
      const { page } = await opened({ width: 1280, height: 900 }, { ...ledger(), ledger: none });
      assert.equal(await page.locator('.chart .rewrites, .chart .lane-name').count(), 0);
      assert.equal((await page.locator('svg.chart').boundingBox())?.height, 186);
      assert.doesNotMatch((await page.locator('#chart-summary').textContent())!, /cache/);
      await page.getByRole('button', { name: 'Show as Table: How it grew' }).click();
      const tables = page.getByRole('region', { name: 'The cache, as a table' });
      assert.equal(await tables.count(), none === null ? 0 : 1);
      assert.equal(await page.locator('table.rewrites').count(), 0);
    }
  });

  it('has a table with reasons, what a prune brought, and the whole input', async () => {
    for (const [width, height] of [
      [1280, 900],
      [360, 800],
    ] as const) {
      const { page } = await opened({ width, height });
      await page.getByRole('button', { name: 'Show as Table: How it grew' }).click();
      const table = page.getByRole('table', { name: '4 re-writes of the cache, 21% of the input' });
      assert.deepEqual(
        (await table.getByRole('row').allTextContents()).map((row) =>
          row.replace(/\s+/g, ' ').trim(),
        ),
        [
          'Turn Size Pause Reason',
          '45 103K 6 min prunedThe server: messages changed. Wrote 103K of cache again, saves 34K in every request; 42 of 119 requests until it has paid for itself.',
          '36 121K 40 s tools changed',
          '22 36K 2 min compacted',
          '6 88K 72 min 72 min pauseThe server: earlier message not found.',
        ],
      );
      const totals = page.getByRole('table', { name: 'All input of this session' });
      assert.match(await totals.innerText(), /Read from the cache\s+19M\s+Written for an hour/);
      const region = page.getByRole('region', { name: 'The cache, as a table' });
      assert.match(await region.innerText(), /\$2\.80 of \$9\.06 by the API’s price list of 2026-/);
      assert.equal(
        await region.evaluate((each) => {
          const { scrollWidth, clientWidth } = each as unknown as Record<string, number>;
          return scrollWidth! - clientWidth!;
        }),
        0,
      );
      const steps = page.getByRole('region', { name: 'How it grew, as a table' });
      assert.match(await steps.innerText(), /88K written again: 72 min pause/);
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflow(page), 0);
    }
  });

  it('tells below the table what subagents and compactions used, in either language, wide and narrow', async () => {
    const use = useWith(
      [
        ...['a1', 'a2', 'a3'].map((id) => usedFile(id, [usedRequest({ read: 566_000 })])),
        usedFile('acompact-1', [usedRequest({ read: 169_200 })], false),
      ],
      ledger().ledger!,
    );
    for (const [width, height] of [SIZES[0], SIZES[2]])
      for (const language of ['en', 'de'] as const) {
        const bundle = language === 'de' ? { bundle: { language, texts: german } } : {};
        const { page } = await opened({ width, height, ...bundle }, { ...ledger(), use });
        const [show, region, own, words] =
          language === 'en'
            ? [
                'Show as Table: How it grew',
                'The cache, as a table',
                'All input of the session itself',
                'Input of all prompts: at least 21.5M ($9.43), of which 3 subagents 1.6M ($0.34), 1 compaction at least 169.2K ($0.03)',
              ]
            : [
                'Als Tabelle anzeigen: Wie der Kontext wuchs',
                'Der Cache als Tabelle',
                'Gesamter Input der Sitzung selbst',
                'Input aller Prompts: mindestens 21.5M ($9.43), davon 3 Subagenten 1.6M ($0.34), 1 Verdichtung mindestens 169.2K ($0.03)',
              ];
        await page.getByRole('button', { name: show }).click();
        const table = page.getByRole('region', { name: region });
        await table.getByRole('table', { name: own }).waitFor();
        await table.getByText(words, { exact: true }).waitFor();
        assert.ok(
          (await table.innerText()).trim().endsWith(words),
          'behind what is of the session',
        );
        assert.equal(await overflow(page), 0);
        if (language === 'en') assert.deepEqual(await violations(page), []);
      }
  }).timeout(60_000);

  it('stays legible, quick and whole with as many re-writes as can be', async () => {
    const inspection = ledger();
    const many = inspection.history.flatMap(({ line, turn }) =>
      [0, 1, 2, 3].map((at) =>
        cacheRewrite({ ...{ line: line - at, turn }, tokens: 9_000 + 700 * ((line * 7) % 60) }),
      ),
    );
    const full = { ...inspection, ledger: cacheLedgerOf(many) };
    const { page, send } = await opened({ width: 640, height: 800 }, full);
    const marks: number[][] = await page.evaluate(MARKS);
    assert.equal(marks.length, 300);
    const cut = (await page.evaluate<string[]>(FAULTS)).filter((fault) => !fault.endsWith('cut'));
    assert.deepEqual(cut, []);
    await page.getByRole('button', { name: 'Show as Table: How it grew' }).click();
    assert.equal(await page.locator('table.rewrites tbody tr').count(), 300);
    await page.getByText(`${String(many.length - 300)} earlier ones`).waitFor();
    await send(sessionMessage({ ...inspection, ledger: null }));
    await until({ page }, `document.querySelector('table.rewrites') === null`);
  });
});
