import assert from 'node:assert/strict';

import type { Row, ToInspectorPage } from '../../src/features/inspector/protocol';
import { rowOf } from '../../src/features/inspector/rowView';
import { inEnglish } from '../../src/wording/translate';
import { ledgerInspection, ledgerItem } from '../fixtures/ledgerInspection';
import { tokens } from '../fixtures/sampleSnapshot';
import { itemsMessage, ledgerMessages, sessionMessage } from './ledgerMessages';
import { afterCompaction, afterPrune } from './states';
import { until, useInspector } from './useInspector';

const update = (rows: readonly Row[], gone: readonly string[] = []): ToInspectorPage => ({
  type: 'items',
  isReset: false,
  rows: [...rows],
  gone: [...gone],
  isLast: true,
  goneBecause: '',
});
const row = (id: string, size: number): Row =>
  rowOf(
    ledgerItem(id, 'toolResult', size, {
      toolName: 'Read',
      subject: `/tmp/${id}.ts`,
      path: `/tmp/${id}.ts`,
    }),
    null,
    inEnglish,
  );

/** The rows of the ledger session in the order that the table has at first. */
function itemRows(): Row[] {
  const message = itemsMessage(ledgerInspection());
  const { rows } = message as Extract<ToInspectorPage, { type: 'items' }>;
  return rows.filter(({ isLive }) => isLive).sort((a, b) => b.tokens - a.tokens || b.turn - a.turn);
}

describe('The inspector while Claude works', () => {
  const open = useInspector();

  it('keeps scroll, focus and selection, and the order while someone is in the table', async () => {
    const { page, send } = await open(ledgerMessages(), { height: 500 });
    await page.locator('tr.line[data-key^="item "]').nth(4).focus();
    await page.keyboard.press('Space');
    await page.evaluate('scrollTo(0, 420)');
    const before = await page.locator('tr.line[data-key^="item "] .label').allTextContents();
    await send(
      sessionMessage(ledgerInspection(tokens(171_000))),
      update([row('new-and-large', 18_700), row('new-too', 900)]),
    );
    assert.deepEqual(
      await page.locator('tr.line[data-key^="item "] .label').allTextContents(),
      before,
    );
    assert.equal(await page.evaluate('scrollY'), 420);
    assert.match(await page.evaluate('document.activeElement.textContent'), /store\.ts/);
    await page.getByText('1 selected · frees ~6.3K → context ~164K (82%)').waitFor();
    await page.getByText('171K').first().waitFor();
    await page.getByRole('button', { name: '2 new items' }).click();
    assert.equal(
      await page.locator('tr.line[data-key^="item "] .label').first().textContent(),
      'Read /tmp/new-and-large.ts',
    );
  });

  it('sorts what comes in when nobody is in the table', async () => {
    const { page, send } = await open(ledgerMessages());
    await send(update([row('new-and-large', 18_700)]));
    assert.equal(
      await page.locator('tr.line[data-key^="item "] .label').first().textContent(),
      'Read /tmp/new-and-large.ts',
    );
  });

  it('lets go of what left the context, and says so', async () => {
    const { page, send } = await open(ledgerMessages());
    for (const index of [0, 1, 2, 3])
      await page.locator('tbody input[type=checkbox]').nth(index).click();
    await page.locator('tr.line[data-key^="item "] .label').first().click();
    await send(...afterCompaction());
    await page.getByText('2 of 4 selected items left the context.').first().waitFor();
    await page
      .getByText('Claude Code compacted the session at turn 59. The other 2 stay selected.')
      .waitFor();
    await page.locator('.selbar').getByText('2 selected').waitFor();
    assert.equal(await page.locator('.prev').count(), 0);
    await until(
      { page },
      `document.getElementById('live').textContent.startsWith('2 of 4 selected items left the context.')`,
    );
    await page.getByRole('button', { name: 'Close note' }).click();
    assert.equal(await page.getByText('2 of 4 selected').and(page.locator('strong')).count(), 0);
  });

  it('says so no longer once it is back, and leaves what was pruned to the note of the prune', async () => {
    const messages = ledgerMessages();
    const { page, send } = await open(messages);
    for (const index of [0, 1, 2, 3])
      await page.locator('tbody input[type=checkbox]').nth(index).click();
    await send(...afterCompaction());
    const note = page.getByText('2 of 4 selected items left the context.').first();
    await note.waitFor();
    await send(...messages);
    await note.waitFor({ state: 'detached' });

    await send(...afterPrune());
    await page.getByText('Pruned to ~114.1K; the next reply measures it.').waitFor();
    await until(
      { page },
      `document.getElementById('live').textContent.startsWith('2 of 2 selected items left the context.')`,
    );
    assert.equal(await page.locator('strong', { hasText: 'left the context' }).count(), 0);
  });

  it('says that the order waits while values change under a hand, and mends it after', async () => {
    const { page, send } = await open(ledgerMessages());
    const [first, second] = itemRows();
    await page.locator('tr.line[data-key^="item "]').nth(4).focus();
    await send(update([{ ...first!, tokens: 40 }]));
    assert.equal(
      await page.locator('tr.line[data-key^="item "] .label').first().textContent(),
      first!.label,
    );
    await page.getByRole('button', { name: 'Sort Again' }).waitFor();
    await page.getByRole('textbox', { name: 'Filter items' }).focus();
    await page.getByRole('button', { name: 'Sort Again' }).waitFor({ state: 'detached' });
    assert.equal(
      await page.locator('tr.line[data-key^="item "] .label').first().textContent(),
      second!.label,
    );
  });

  it('leaves a row where it stands when it is pruned, until somebody sorts', async () => {
    const { page, send, sent } = await open(ledgerMessages());
    const [first] = itemRows();
    const pruned: Row = {
      ...first!,
      tokens: 60,
      kept: 'It was pruned, and can be put back.',
      isKeptInBackup: true,
      marks: [{ mark: 'pruned', words: 'pruned ~13.1K', reason: '~60 left', why: '' }],
    };
    await send(update([pruned]));
    const row = page.locator('tr.line[data-key^="item "]').first();
    await row.getByText('pruned ~13.1K').waitFor();
    await row.getByRole('button', { name: `Put back ${first!.label}` }).click();
    assert.deepEqual((await sent()).at(-1), { type: 'act', action: 'putBack', ids: [first!.id] });
    await row.focus();
    await page.keyboard.press('Space');
    assert.equal((await sent()).filter(({ type }) => type === 'act').length, 2);
    await page.getByRole('button', { name: 'Sort Again' }).click();
    assert.notEqual(
      await page.locator('tr.line[data-key^="item "] .label').first().textContent(),
      first!.label,
    );
  });

  it('is the same again after VS Code took it down, without a word of the transcript in what was kept', async () => {
    const first = await open(ledgerMessages());
    await first.page.getByRole('radio', { name: 'Files' }).check();
    await first.page.getByRole('radio', { name: 'Items' }).check();
    await first.page.locator('tbody input[type=checkbox]').first().click();
    await first.page.getByRole('button', { name: 'Age', exact: true }).click();
    await first.page.getByRole('textbox').fill('parser');
    const state = await first.keptState();
    assert.doesNotMatch(JSON.stringify(state), /parser(?!\.ts-24:0)|ledger(?!\/)|Add CSV|"Read/);
    const second = await open(ledgerMessages(), { state });
    await second.page.locator('.selbar').getByText('1 selected').waitFor();
    assert.equal(
      await second.page.getByRole('columnheader', { name: 'Age' }).getAttribute('aria-sort'),
      'descending',
    );
  });

  it('calls a turn by its prompt, which is not kept', async () => {
    const { page, send, keptState } = await open(ledgerMessages());
    await page.getByRole('radio', { name: 'Turns' }).check();
    await page.getByRole('checkbox', { name: 'Select Turn 38', exact: true }).waitFor();
    await send({ type: 'turns', turns: [{ turn: 38, words: 'Wire the <b>mapping</b> step' }] });
    const name = 'Turn 38 “Wire the <b>mapping</b> step”';
    await page.getByRole('button', { name: `Open ${name}` }).click();
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).waitFor();
    assert.doesNotMatch(JSON.stringify(await keptState()), /mapping/);
  });

  it('filters by legend, kind, age and what left the context', async () => {
    const { page } = await open(ledgerMessages(), { width: 1280 });
    await page.getByRole('button', { name: /^Thinking/ }).click();
    assert.ok(
      (await page.locator('tr.line .label').allTextContents()).every((label) =>
        label.startsWith('Thinking'),
      ),
    );
    assert.equal(
      await page.getByRole('button', { name: /^Thinking/ }).getAttribute('aria-pressed'),
      'true',
    );
    assert.equal(await page.getByRole('combobox', { name: 'Kind' }).inputValue(), 'thinking');
    await page.getByRole('button', { name: /^Thinking/ }).click();
    await page.getByRole('combobox', { name: 'State' }).selectOption('left');
    await page.locator('.status', { hasText: '2 items' }).waitFor();
    assert.equal(await page.locator('tbody input[type=checkbox]').count(), 0);
  });

  it('filters by what is selected, suggested, prunable and pruned', async () => {
    const { page } = await open(ledgerMessages(), { width: 1280 });
    const show = (state: string): Promise<unknown> =>
      page.getByRole('combobox', { name: 'State' }).selectOption(state);
    const count = (): Promise<string> => page.locator('.status .count').innerText();
    await show('suggested');
    assert.equal(await count(), '11 of 287 items');
    assert.equal(
      await page.locator('tr.line').count(),
      await page.locator('tr.line', { has: page.locator('.tag') }).count(),
    );
    await page.locator('tbody input[type=checkbox]').nth(1).click();
    await show('selected');
    assert.equal(await count(), '1 of 287 items');
    // What is no longer selected goes when the filter is set anew, not from under the pointer.
    await page.locator('tbody input[type=checkbox]').first().click();
    assert.equal(await page.locator('tr.line').count(), 1);
    await show('prunable');
    assert.equal(await page.locator('tr.line .lock').count(), 0);
    await show('pruned');
    await page.getByText('Nothing that is pruned fits the filter.').waitFor();
  });

  it('says while sizes are still being counted', async () => {
    const { page, send } = await open(ledgerMessages());
    await send(sessionMessage(ledgerInspection(), { isCounting: true }));
    await page.locator('.status', { hasText: '287 items · sizes are being counted' }).waitFor();
    await send(sessionMessage(ledgerInspection()));
    await page.locator('.status', { hasText: 'being counted' }).waitFor({ state: 'detached' });
  });

  it('draws all bars on one scale, whatever the filter shows', async () => {
    const { page } = await open(ledgerMessages(), { width: 1280 });
    const bar = page.locator('tr.line .bar').first();
    const whole = (await bar.boundingBox())!.width;
    await page.getByRole('textbox', { name: 'Filter items' }).fill('accounts.ts');
    const largest = ledgerInspection().breakdown.overheadTokens;
    await until(
      { page },
      `document.querySelector('tr.line .bar').getBoundingClientRect().width < ${String(whole / 2)}`,
    );
    const accounts = itemRows().find(({ label }) => label.endsWith('accounts.ts'))!;
    assert.ok(Math.abs((await bar.boundingBox())!.width - (whole * accounts.tokens) / largest) < 1);
  });

  it('selects what is suggested', async () => {
    const { page } = await open(ledgerMessages());
    const words = await page.getByRole('button', { name: 'Select Suggested' }).innerText();
    await page.getByRole('button', { name: 'Select Suggested' }).click();
    const [, count, size] = /\((\d+), (~[\d.]+K)\)/.exec(words) ?? [];
    await page.getByText(`${count ?? '?'} selected · frees ${size ?? '?'}`).waitFor();
  });

  it('replaces everything by another session', async () => {
    const { page, send } = await open(ledgerMessages());
    await page.locator('tbody input[type=checkbox]').first().click();
    const other = {
      ...ledgerInspection({ sessionId: 'two', title: 'Another one' }),
      items: [ledgerItem('only', 'toolResult', 500, { toolName: 'Bash', subject: 'ls' })],
      past: [],
    };
    await send(sessionMessage(other), itemsMessage(other));
    await page.getByRole('heading', { level: 1, name: 'Another one' }).waitFor();
    assert.deepEqual(await page.locator('tr.line[data-key^="item "] .label').allTextContents(), [
      'Bash ls',
    ]);
    assert.equal(await page.locator('.selbar').count(), 0);
  });
});
