import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { inTextsOf } from '../../src/wording/translate';
import { companionMessage, companionPageState, INSTALLED, TOLD } from '../fixtures/companionPages';
import { hostileTexts } from '../fixtures/hostileTexts';
import { projectDirectory } from '../setup/cacheDirectory';
import { usePages } from './usePages';
import { themes } from './themes';
import { violations } from './violations';

const states = {
  setUp: companionPageState(),
  busy: companionPageState({}, { isBusy: true }),
  noProgram: companionPageState({}, { found: { problem: { kind: 'notFound' } } }),
  broken: companionPageState(
    {},
    {
      reading: {
        ...companionPageState().reading,
        ...{ installing: null, removing: null, problem: 'notJson' },
      },
    },
  ),
  installed: companionPageState(INSTALLED, { sessions: TOLD }),
  newer: companionPageState({ ...INSTALLED, shippedVersion: '1.1.0' }),
  damaged: companionPageState({ ...INSTALLED, folder: 'changed' }),
  old: companionPageState(INSTALLED, { found: { version: '2.1.300' } }),
} as const;
const german = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;
const SIZES = [
  [900, 640],
  [640, 800],
  [360, 800],
] as const;
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe('The page of the companion', () => {
  const open = usePages('companion');

  for (const theme of themes)
    it(`${theme.name}: passes axe, wide and narrow`, async () => {
      const { page, sendRaw } = await open(companionMessage(states.setUp), { theme });
      for (const [name, state] of Object.entries(states)) {
        await sendRaw(companionMessage(state, undefined, name === 'busy' ? 'Installing…' : null));
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          assert.deepEqual(await violations(page), [], `${name} at ${String(width)}`);
          const picture = `companion-${name}-${theme.kind}-${String(width)}.png`;
          await page.screenshot({ path: path.join(projectDirectory, 'out', 'pictures', picture) });
        }
      }
    }).timeout(120_000);

  it('never scrolls sideways, in either language', async () => {
    const { page, sendRaw } = await open(companionMessage(states.setUp));
    for (const [name, state] of Object.entries(states))
      for (const t of [undefined, inTextsOf(german)]) {
        await sendRaw(companionMessage(state, t));
        for (const width of [300, 360, 560, 561, 640, 700, 900, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await page.evaluate(SIDEWAYS), 0, `${name} at ${String(width)}`);
        }
      }
  });

  it('stands in three columns, and in one where there is no room', async () => {
    const lefts = async (width: number): Promise<number> => {
      const { page } = await open(companionMessage(states.setUp), { width });
      const boxes = await page.locator('.columns section').all();
      const places = await Promise.all(boxes.map((each) => each.boundingBox()));
      return new Set(places.map((box) => box?.x)).size;
    };
    assert.deepEqual([await lefts(900), await lefts(701), await lefts(700)], [3, 3, 1]);
  });

  it('has its buttons in sight, wherever the page is scrolled to', async () => {
    const { page } = await open(companionMessage(states.setUp), { width: 360, height: 420 });
    const { bottom } = await page
      .getByRole('button', { name: 'Install', exact: true })
      .evaluate((button: { getBoundingClientRect(): { bottom: number } }) =>
        button.getBoundingClientRect(),
      );
    assert.ok(bottom <= 420, String(bottom));
  });

  it('goes by keys from the code to the installation, and tells what was pressed', async () => {
    const { page, sent } = await open(companionMessage(states.setUp));
    const passed: unknown[] = [];
    while (passed.length < 4) {
      await page.keyboard.press('Tab');
      passed.push(await page.evaluate('document.activeElement.innerText'));
    }
    assert.deepEqual(passed, ['Read Its Code', 'Open Diff', 'Not Now', 'Install']);
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(), [{ type: 'ready' }, { type: 'act', action: 'install' }]);
    assert.deepEqual(await page.locator('button:not(.sec, .lnk)').allInnerTexts(), ['Install']);
  });

  it('lets nothing be pressed twice, and says what is going on', async () => {
    const { page, sent, sendRaw } = await open(companionMessage(states.setUp));
    await page.locator('[data-action=install]').focus();
    await sendRaw(companionMessage(states.busy, undefined, 'Installing…'));
    assert.ok(await page.locator('[data-action=install]').isDisabled());
    assert.equal(await page.locator('#live').innerText(), 'Installing…');
    await sendRaw(companionMessage(states.installed));
    assert.equal(await page.locator('#live').innerText(), 'The Companion is installed');
    assert.notEqual(await page.evaluate('document.activeElement.tagName'), 'BODY');
    assert.deepEqual(await sent(), [{ type: 'ready' }]);
  });

  it('cannot install without Claude Code, and says so', async () => {
    const { page } = await open(companionMessage(states.noProgram));
    assert.ok(await page.locator('[data-action=install]').isDisabled());
    await page.getByText('There is no claude on this machine').waitFor();
  });

  it('takes nothing that comes from a file for markup, and no message that is none', async () => {
    const { page, sendRaw } = await open(companionMessage(states.installed));
    const shown = states.setUp.reading.installing!;
    for (const text of [...hostileTexts, '<img src=x onerror=alert(1)>']) {
      const settings = { ...states.setUp.reading, installing: { ...shown, after: text } };
      for (const state of [
        companionPageState({}, { reading: settings }),
        companionPageState(INSTALLED, { sessions: [{ ...TOLD[0]!, title: text, where: text }] }),
      ]) {
        await sendRaw(companionMessage(state));
        assert.equal(await page.locator('main img, main script, main iframe, main a').count(), 0);
        assert.equal(await page.evaluate(SIDEWAYS), 0);
      }
    }
    for (const wrong of [null, 5, {}, { type: 'page' }, { type: 'page', page: { kind: 'x' } }])
      await sendRaw(wrong);
    assert.equal(await page.locator('h1').innerText(), 'The Companion is installed');
  });
});
