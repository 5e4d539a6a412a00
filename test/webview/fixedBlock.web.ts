import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Locator, Page } from 'playwright-core';

import type { Block } from '../../src/features/inspector/fixedBlockProtocol';
import type { ToInspectorPage } from '../../src/features/inspector/protocol';
import { inTextsOf } from '../../src/wording/translate';
import { ledgerBlock } from '../fixtures/openedBlock';
import { projectDirectory } from '../setup/cacheDirectory';
import { ledgerMessages } from './ledgerMessages';
import { themes } from './themes';
import { until, useInspector } from './useInspector';
import { violations } from './violations';

const texts = JSON.parse(
  readFileSync(path.join(projectDirectory, 'l10n', 'bundle.l10n.de.json'), 'utf8'),
) as Record<string, string>;

const blockMessage = (block: Block | null, isReading = false): ToInspectorPage => ({
  ...{ type: 'fixedBlock', isReading, block },
});
const sum = (page: Page): Locator => page.locator('tr.line[data-key="system"]');
const inner = (page: Page): Promise<string[]> =>
  page
    .locator('tr.line.inner')
    .evaluateAll((rows) => (rows as unknown as { innerText: string }[]).map((r) => r.innerText));
const note = (page: Page): Locator => page.locator('tr.line[data-key="system note"]');
const figma = (page: Page): Locator => page.locator('tr.line.inner', { hasText: 'figma' });

describe('The fixed block', () => {
  const open = useInspector();

  for (const theme of themes)
    for (const width of [360, 640, 1280])
      it(`${theme.name}: opens to its parts, at ${String(width)} px`, async () => {
        for (const toldBy of ['claude', 'files'] as const) {
          const { page, send } = await open(ledgerMessages(), { theme, width, height: 900 });
          await sum(page).locator('.fold').click();
          await send(blockMessage(ledgerBlock(toldBy)));
          assert.equal((await inner(page)).length, ledgerBlock(toldBy).parts.length + 1);
          assert.deepEqual(await violations(page), []);
          assert.equal(
            await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            ),
            0,
          );
          const shot = (name: string): Promise<unknown> =>
            page.screenshot({
              path: path.join(
                ...[projectDirectory, 'out', 'pictures'],
                `${name}-by-${toldBy}-${theme.kind}-${String(width)}.png`,
              ),
            });
          await shot('block');
          if (toldBy === 'claude') {
            await figma(page).click();
            await page.getByRole('heading', { name: 'figma' }).waitFor();
            assert.deepEqual(await violations(page), []);
            await shot('part');
          }
        }
      });

  it('is asked for when somebody opens it, and once', async () => {
    const { page, send, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    const acts = async (): Promise<unknown[]> =>
      (await sent()).flatMap((each) => (each.type === 'act' ? [each.action] : []));
    assert.deepEqual(await acts(), []);
    assert.match(await sum(page).innerText(), /System and tools\s+in every prompt[^]*~\d/);
    await sum(page).click();
    assert.deepEqual(await acts(), ['openBlock']);
    await send(blockMessage(null, true));
    assert.equal((await note(page).innerText()).trim(), 'Reading.');
    await send(blockMessage(ledgerBlock('files')));
    assert.match((await inner(page)).at(-2)!, /System prompt, tools and all else[^]*The rest\s+~/);
    await sum(page).click();
    assert.deepEqual(await inner(page), []);
    await sum(page).click();
    assert.equal((await inner(page)).length, 5);
    assert.deepEqual(await acts(), ['openBlock']);
  });

  it('says who told it, offers to ask Claude Code, and to stop asking', async () => {
    const { page, send, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    await sum(page).click();
    await send(blockMessage(ledgerBlock('files')));
    assert.match(await note(page).innerText(), /^\s*Told by the files that can be read/);
    await note(page).getByRole('button', { name: 'Ask Claude Code…' }).click();
    await send(blockMessage(ledgerBlock('files'), true));
    await note(page).getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(
      (await sent()).flatMap((each) => (each.type === 'act' ? [each.action] : [])),
      ['openBlock', 'askClaude', 'cancelAsking'],
    );
    const problem = 'Claude Code 2.1.329 did not answer within 15 seconds.';
    await send(blockMessage({ ...ledgerBlock('files'), problem }));
    assert.match(
      await note(page).innerText(),
      new RegExp(`^\\s*${problem}\\s*Ask Claude Code…\\s*$`),
    );
    await send(blockMessage(ledgerBlock('claude')));
    assert.match(await note(page).innerText(), /^\s*Told by Claude Code, [^]*estimates\.\s*$/);
  });

  it('tells of a part in the preview, with its tools and what helps', async () => {
    const { page, send, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    await sum(page).click();
    await send(blockMessage(ledgerBlock('claude')));
    const told = await inner(page);
    assert.match(
      told.find((words) => words.includes('figma'))!,
      /figma\s+2 tools · 0 calls, 0 in 10 before\s+MCP server\s+~8\.2K\s+4%/,
    );
    assert.match(
      told.find((words) => words.includes('issues'))!,
      /1 tool · ~7\.4K when asked for · 3 calls, 12 in 10 before\s+MCP server\s*$/,
    );
    await figma(page).click();
    const preview = page.locator('.prev');
    assert.match(await preview.innerText(), /figma\s+MCP server · ~8\.2K tokens/);
    assert.match(
      await preview.innerText(),
      /mcp__figma__get_design\s+0 calls, 0 in 10 before\s+~4\.9K/,
    );
    await preview.getByRole('button', { name: 'Switch Off in This Project…' }).click();
    await page.locator('tr.line.inner', { hasText: 'CLAUDE.md' }).first().click();
    await preview.getByRole('button', { name: 'Open the File' }).click();
    const ids = ledgerBlock('claude').parts;
    const idOf = (name: string): string => ids.find((part) => part.name === name)!.id;
    assert.deepEqual((await sent()).slice(2), [
      { type: 'act', action: 'switchOffServer', ids: [idOf('figma')] },
      { type: 'act', action: 'openPart', ids: [idOf('CLAUDE.md')] },
    ]);
    await send(blockMessage({ ...ledgerBlock('claude'), parts: [] }));
    assert.equal(await preview.count(), 0);
  });

  it('is used by the keyboard, and cannot be selected', async () => {
    const { page, send, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    await sum(page).focus();
    await page.keyboard.press('ArrowRight');
    await send(blockMessage(ledgerBlock('claude')));
    assert.equal(await sum(page).locator('.fold').getAttribute('aria-expanded'), 'true');
    for (const key of ['Space', 'Delete']) {
      await page.keyboard.press(key);
      await until(
        { page },
        `document.getElementById('live').textContent ===
          'It is not in the session file, so it cannot be pruned.'`,
      );
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Built-in tools' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.prev').count(), 0);
    assert.match(await page.locator('tr.line:focus').innerText(), /^\s*Built-in tools/);
    await sum(page).focus();
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await inner(page), []);
    assert.deepEqual(
      (await sent()).map(({ type }) => type),
      ['ready', 'act'],
    );
  });

  it('is a kind of the legend, of the filter and of the map, which show its parts alone', async () => {
    const { page, send, sent } = await open(ledgerMessages(), { width: 1280, height: 900 });
    const legend = page.getByRole('button', { name: /^System and tools/ });
    await legend.first().click();
    await send(blockMessage(ledgerBlock('claude')));
    assert.equal(await page.locator('tr.line').count(), 12);
    await page.getByText('10 parts', { exact: true }).first().waitFor();
    assert.equal(await page.getByLabel('Kind', { exact: true }).inputValue(), 'system');
    assert.equal(await sum(page).locator('.fold').count(), 0, 'it stays open');
    await legend.first().click();
    assert.ok((await page.locator('tr.line').count()) > 20);
    await page.getByRole('option', { name: /^All of System and tools/ }).click();
    assert.equal(await page.locator('tr.line').count(), 12);
    assert.deepEqual(
      (await sent()).flatMap((each) => (each.type === 'act' ? [each.action] : [])),
      ['openBlock'],
    );
  });

  it('has its parts on the map once they are told, which show what is known of them', async () => {
    const { page, send } = await open(ledgerMessages(), { width: 1280, height: 900 });
    const cells = page.locator('.cell.k-system');
    assert.equal(await cells.count(), 1);
    await sum(page).click();
    await send(blockMessage(ledgerBlock('claude')));
    const cell = page.getByRole('option', {
      name: 'figma, System and tools, ~8.2K tokens, 4% of 200K',
    });
    await cell.click();
    await page.getByRole('heading', { name: 'figma' }).waitFor();
    assert.equal(await cell.getAttribute('aria-current'), 'true');
    assert.ok((await cells.count()) >= 4);
    assert.deepEqual(await violations(page), []);
    await page.getByRole('textbox', { name: 'Filter items' }).fill('get_variables');
    await page.locator('.cell.k-system.dim').first().waitFor();
    assert.doesNotMatch((await cell.getAttribute('class')) ?? '', /\bdim\b/);
    await page.getByRole('textbox', { name: 'Filter items' }).fill('');
    await page
      .getByRole('button', { name: /^System and tools/ })
      .first()
      .click();
    assert.equal(await page.locator('.cell.k-system.dim').count(), 0);
    assert.ok((await page.locator('.cell.dim').count()) > 20);
  });

  it('is legible in German, uncut', async () => {
    const bundle = { language: 'de', texts };
    const messages = ledgerMessages(undefined, inTextsOf(texts));
    const { page, send } = await open(messages, { width: 1280, height: 900, bundle });
    await sum(page).click();
    await send(blockMessage(ledgerBlock('claude', inTextsOf(texts))));
    assert.match((await inner(page)).join('\n'), /2 Werkzeuge · 0 Aufrufe, 0 in 10 davor/);
    const cut = await page
      .locator('tr.line .kind, .seg label, tr.inner td .m')
      .evaluateAll((kinds) =>
        (kinds as unknown as { scrollWidth: number; clientWidth: number; innerText: string }[])
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ innerText }) => innerText),
      );
    assert.deepEqual(cut, []);
  });
});
