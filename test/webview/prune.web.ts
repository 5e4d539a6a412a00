import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { inTextsOf } from '../../src/wording/translate';
import { projectDirectory } from '../setup/cacheDirectory';
import { hostileTexts } from '../fixtures/hostileTexts';
import { ledgerItem } from '../fixtures/ledgerInspection';
import { manyItems, planMessage, pruneStates } from './pruneStates';
import { themes } from './themes';
import { until } from './useInspector';
import { focused, outcome, usePrunePage } from './usePrunePage';
import { violations } from './violations';

const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;

const SIZES = [360, 640, 1280].flatMap((width) => [520, 900].map((height) => ({ width, height })));
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

describe('The page of a prune', () => {
  const open = usePrunePage();

  for (const theme of themes) {
    it(`${theme.name}: passes axe at every size, also while it is used`, async () => {
      // What differs by theme is colour alone: one theme in all states, the others in the fullest.
      const states = Object.entries(pruneStates).filter(
        ([name]) => theme === themes[0] || name === 'target',
      );
      for (const [name, message] of states) {
        const { page } = await open(message(), { theme, width: 1280, height: 900 });
        assert.deepEqual(await violations(page), [], name);
        for (const { width, height } of SIZES) {
          await page.setViewportSize({ width, height });
          await drawn(page);
          const box = page.locator('.line input').first();
          await box.click();
          await box.press('ArrowDown');
          await page.locator('.line').first().hover();
          const at = `${name} at ${String(width)}×${String(height)}`;
          assert.deepEqual(await violations(page), [], at);
          if (name === 'target' && height === 520)
            await page.screenshot({
              path: path.join(
                ...[projectDirectory, 'out', 'pictures'],
                `prune-${theme.kind}-${String(width)}.png`,
              ),
            });
        }
      }
    }).timeout(180_000);
  }

  for (const [language, texts] of [
    ['English', {}],
    ['German', german],
  ] as const)
    it(`fits from 300 to 1300 px in ${language}: nothing scrolls sideways or is cut off`, async () => {
      for (const [name, message] of Object.entries(pruneStates)) {
        const { page } = await open(message(inTextsOf(texts)), { bundle: { language, texts } });
        for (const width of [300, 360, 550, 560, 561, 640, 760, 999, 1000, 1300]) {
          await page.setViewportSize({ width, height: 520 });
          await drawn(page);
          const at = `${name} at ${String(width)} px`;
          assert.equal(
            await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            ),
            0,
            at,
          );
          const cut: string[] = await page.evaluate(
            `[...document.querySelectorAll(
              'button, .mark > span, .result p, .short, .prunes p, [role=columnheader], .line .tokens'
            )]
              .filter((each) => {
                const { left, right } = each.getBoundingClientRect();
                return right > innerWidth + 0.5 || left < -0.5 ||
                  each.scrollWidth > each.clientWidth + 1;
              })
              .filter((each) => getComputedStyle(each).clipPath === 'none')
              .map((each) => each.innerText)`,
          );
          assert.deepEqual(cut, [], at);
        }
      }
    }).timeout(120_000);

  it('says what is, what would be, what comes with it, and what its button does', async () => {
    const { page } = await open(pruneStates['target']!());
    await page.getByRole('heading', { level: 1, name: 'Prune “Add CSV import' }).waitFor();
    const [sizes, marks] = await page.locator('.result p').allInnerTexts();
    assert.match(sizes!, /^152\.3K of 200K · 14\.7K to auto-compact → ~93K · ~73\.\dK to/);
    assert.equal(marks, 'auto-compact 167K · limit 200K');
    assert.match(await outcome(page), /^14 selected · frees ~59(?:\.\d)?K → context ~93K$/);
    await page.getByText('A backup is made first; Undo brings everything back.').waitFor();
    assert.deepEqual(await page.locator('.acts button').allInnerTexts(), [
      'Cancel',
      'Prune a Copy',
      'Prune 14 Items',
    ]);
    assert.equal(await focused(page), 'Prune 14 Items');
    assert.match(
      await page.locator('.prunes .hidden').innerText(),
      /The Backup Goes to ~\/\.claude\/leeway\/backups/,
    );
  });

  it('ends the bar at what comes next where the limit is far, and says so', async () => {
    const { page } = await open(pruneStates['million']!());
    assert.equal(
      await page.locator('.result p').last().innerText(),
      'usage credits 200K, where the bar ends · limit 1M',
    );
    const ratio: number = await page.evaluate(
      `[...document.querySelectorAll('.track > div')]
        .reduce((sum, each) => sum + each.getBoundingClientRect().width, 0) /
        document.querySelector('.track').getBoundingClientRect().width`,
    );
    assert.ok(Math.abs(ratio - 183.2 / 200) < 0.01, String(ratio));
  });

  it('tells of each row why it goes and what it becomes, and of one that is left out that it stays', async () => {
    const { page } = await open(pruneStates['target']!());
    const row = page.getByRole('row', { name: 'Read src/import/parser.ts' });
    assert.match(await row.innerText(), /outdated\s*Read or written again later · 34 turns ago/);
    await row.getByText('[pruned: Read /home/dev/code/ledgerline/src/import/parser.ts').waitFor();
    const box = page.getByRole('checkbox', { name: 'Prune Read src/import/parser.ts' });
    await box.click();
    await row.getByText('stays', { exact: true }).waitFor();
    assert.equal(await row.getAttribute('aria-rowindex'), '2', 'it stays in its place');
    assert.match(await outcome(page), /^13 selected · frees ~45\.\dK → context ~106K$/);
    await page.getByRole('button', { name: 'Prune 13 Items', exact: true }).waitFor();
    await until({ page }, `document.getElementById('live').textContent.startsWith('13 selected')`);
  });

  it('says of thinking that it is left out, and what is known of that', async () => {
    const { page } = await open(pruneStates['thinking']!());
    const cells = await page.locator('.line .becomes').allInnerTexts();
    assert.deepEqual(
      cells.map((cell) => cell.replace('→', '').trim()),
      ['left out', 'left out', 'left out'],
    );
    await page.getByText('Thinking of earlier turns is left out of later prompts.').waitFor();
    assert.equal(await page.locator('.line .becomes code').count(), 0);
  });

  it('asks for what is ticked, of the session or of a copy, and for nothing without a row', async () => {
    const { page, answers } = await open(planMessage({ most: 3 }));
    const ids = planMessage({ most: 3 }).plan.rows.map(({ id }) => id);
    await page.locator('.line input').nth(1).click();
    await page.getByRole('button', { name: 'Prune 2 Items', exact: true }).click();
    await page.getByRole('button', { name: 'Prune a Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const kept = [ids[0], ids[2]];
    assert.deepEqual(await answers(), [
      { type: 'prune', ids: kept, intoCopy: false },
      { type: 'prune', ids: kept, intoCopy: true },
      { type: 'cancel' },
    ]);
    const all = page.getByRole('checkbox', { name: 'All items' });
    assert.equal(await all.evaluate((box: { indeterminate?: boolean }) => box.indeterminate), true);
    await all.click();
    assert.match(await outcome(page), /^3 selected/);
    await all.click();
    assert.match(await outcome(page), /^0 selected · frees ~0 → context ~152K$/);
    for (const name of ['Prune 0 Items', 'Prune a Copy'])
      assert.equal(await page.getByRole('button', { name, exact: true }).isDisabled(), true);
    const one = await open(pruneStates['chosen']!());
    await one.page.getByRole('button', { name: 'Prune 1 Item', exact: true }).waitFor();
  });

  it('shows enough rows at the sizes people have', async () => {
    for (const [width, height, least] of [
      [760, 520, 7],
      [1280, 520, 11],
      [640, 800, 14],
      [360, 640, 6],
    ] as const) {
      const { page } = await open(pruneStates['many']!(), { width, height });
      const whole: number = await page.evaluate(
        `[...document.querySelectorAll('.line')].filter((line) =>
          line.getBoundingClientRect().bottom <=
            document.querySelector('.prunes').getBoundingClientRect().top).length`,
      );
      assert.ok(whole >= least, `${String(whole)} at ${String(width)}×${String(height)}`);
    }
  });

  it('cuts a path at its left, so that the file is named', async () => {
    const { page } = await open(planMessage({ items: manyItems(3), most: 3 }), { width: 640 });
    const end: number = await page.evaluate(
      `(() => {
        const cell = document.querySelector('.line .path');
        const text = cell.querySelector('bdi').getBoundingClientRect();
        return Math.round(text.right - cell.getBoundingClientRect().right);
      })()`,
    );
    assert.equal(end, 0, 'its end is in sight');
  });

  it('shows a second plan in place of the first, all of it ticked', async () => {
    const { page, sendRaw } = await open(pruneStates['target']!());
    await page.locator('.line input').first().click();
    await sendRaw(planMessage({ most: 2 }));
    assert.match(await outcome(page), /^2 selected/);
    assert.equal(await page.locator('.line').count(), 2);
    assert.equal(await focused(page), 'Prune 2 Items');
  });

  it('takes nothing that comes from a transcript for markup, and no message that is none', async () => {
    const MARKUP = [
      ...['<img src=x onerror="window.broken=1">', '"><svg onload=window.broken=1>'],
      ...['${alert(1)} ?lit$1$ <!--?lit$-->', ...hostileTexts],
    ];
    const items = MARKUP.map((text, index) =>
      ledgerItem(`h${String(index)}`, 'toolResult', 9_000 + index, {
        id: `"><b id=broken>${String(index)}`,
        toolName: text,
        subject: text,
        path: text,
      }),
    );
    const { page, sendRaw } = await open(
      planMessage({ items, most: 100, snapshot: { title: MARKUP.join(' '), cwd: MARKUP[0]! } }),
    );
    assert.equal(await page.locator('.line').count(), MARKUP.length);
    assert.equal(await page.evaluate('window.broken'), undefined);
    assert.equal(await page.locator('#broken, main img, main a, main script').count(), 0);
    for (const wrong of [null, 5, {}, { type: 'plan' }, { type: 'plan', plan: { title: 'x' } }])
      await sendRaw(wrong);
    assert.equal(await page.locator('.line').count(), MARKUP.length);
  });
});
