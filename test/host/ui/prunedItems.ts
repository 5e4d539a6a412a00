import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { showState, waitForCount, waitForInspector } from '../driver/inspector';
import { closeToast, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton, readPrunePage } from '../driver/prunePage';
import { answerQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { sessionOfTwoReads } from './sessionOfTwoReads';
import type { MeterUnderTest } from './useMeter';

/** Specs of one window: what is pruned, a size that is typed, and the end of all backups. */
export function prunedItems(meter: () => MeterUnderTest): void {
  it('shows what is pruned, with what stood there, and puts one item of it back', async () => {
    const { page } = meter();
    const session = sessionOfTwoReads(meter(), 9);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '55K' });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, 'Add CSV import to the ledger');
    const row = (name: string) => frame.locator('tr.line', { hasText: name });
    for (const name of ['outdated', 'large.csv'])
      await row(name).first().locator('input[type=checkbox]').click();
    await row('large.csv').first().locator('.label').click();
    const preview = frame.locator('.prev');
    await preview.locator('pre', { hasText: 'Rent November' }).waitFor();
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    await pressPruneButton(page, 'Prune 2 Items');
    await waitForToast(page, 'Pruned 2 items');
    await closeToast(page, 'Pruned 2 items');

    // The open preview follows the file: it shows what stood there, and says so.
    await preview.getByText('It was pruned. This is what stood there, from the backup').waitFor();
    await preview.locator('pre', { hasText: 'Rent November' }).waitFor();
    await showState(frame, 'Pruned');
    await waitForCount(frame, 2);
    assert.match((await row('large.csv').locator('.tag').innerText()).trim(), /^pruned ~[\d.]+K$/);
    assert.equal(await row('import.ts').getByText('outdated').count(), 0);
    assert.equal(
      await row('import.ts')
        .getByRole('button', { name: /^Put back / })
        .count(),
      1,
    );
    await preview.scrollIntoViewIfNeeded();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'prunedItems.png'));

    session.reply(41_000);
    await waitForStatusItem(page, { text: '41K' });
    await preview.getByRole('button', { name: 'Put Back This Item' }).click();
    const toast = await waitForToast(page, 'The item is back in the session');
    assert.equal(toast.buttons[0], 'Undo');
    await waitForCount(frame, 1);
    await preview.getByText('It was pruned.').waitFor({ state: 'detached' });
    await preview.locator('pre', { hasText: 'Rent November' }).waitFor();
    const back = readFileSync(session.file, 'utf8');
    assert.ok(back.includes('Rent November') && back.includes('[pruned: Read'));
    assert.ok(back.lastIndexOf('Go on.') > back.lastIndexOf('small10.ts'), 'later turns stay');

    await pressToastButton(page, 'The item is back in the session', 'Undo');
    await waitForToast(page, 'Pruned 1 item');
    await waitForCount(frame, 2);
    await preview.getByText('It was pruned. This is what stood there').waitFor();
    await closeToast(page, 'Pruned 1 item');
    await preview.getByRole('button', { name: 'Put Back This Item' }).click();
    await waitForToast(page, 'The item is back in the session');
    await closeToast(page, 'The item is back in the session');

    await runPaletteCommand(page, 'Leeway: Undo Last Prune');
    await waitForToast(page, 'The prune was undone');
    await closeToast(page, 'The prune was undone');
    await frame.getByText('Nothing that is pruned fits the filter.').waitFor();
    assert.ok(readFileSync(session.file).subarray(0, before.length).equals(before));
    await showState(frame, 'Any state');
    await runPaletteCommand(page, 'View: Close Editor');
  });

  it('prunes to a size that is typed, and says what is wrong with another', async () => {
    const { page } = meter();
    const session = sessionOfTwoReads(meter(), 10);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '56K' });
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await answerQuickPick(page, 'To Another Size…');
    const widget = page.locator('.quick-input-widget');
    // the list before it has a field in the same place
    const input = widget.getByPlaceholder('A size such as');
    await input.fill('50');
    await widget.getByText('That would be 50 tokens. For 50 thousand, type 50K.').waitFor();
    await input.fill('99%');
    await widget.getByText('and 198K is not less. Type a smaller size.').waitFor();
    await input.fill('52K');
    await page.keyboard.press('Enter');
    const { outcome } = await readPrunePage(page, 'Prune 1 Item');
    assert.match(outcome, /→ context ~(4\d|5[0-2])K$/);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'prunePreview.png'));
    await pressPruneButton(page, 'Cancel');
    assert.deepEqual(readFileSync(session.file), before);
  });

  it('says how many backups are deleted, and how large; of none it says so, and asks nothing', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Delete All Backups…');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText(/^This deletes all \d+ backups of all sessions \(\d+ KB\)\./).waitFor();
    await dialog.getByRole('button', { name: 'Delete All Backups' }).click();
    await waitForToast(page, 'backups were deleted.');
    await closeToast(page, 'backups were deleted.');
    await runPaletteCommand(page, 'Leeway: Delete All Backups…');
    await page.locator('.statusbar', { hasText: 'There are no backups to delete.' }).waitFor();
    assert.equal(await dialog.count(), 0);
  });
}
