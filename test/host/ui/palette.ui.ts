import assert from 'node:assert/strict';
import path from 'node:path';

import { EXTENSION_ID } from '../../fixtures/extensionId';
import { projectDirectory } from '../../setup/cacheDirectory';
import { readManifest } from '../../l10n/readManifest';
import { runPaletteCommand, typeInPalette } from '../driver/commandPalette';
import { clearNotifications, waitForToast } from '../driver/notifications';
import { waitForOutputLine } from '../driver/outputPanel';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, dismissQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('The command palette', () => {
  let hostile: WrittenSession;
  const meter = useMeter({
    prepare: (directories) => {
      hostile = new WrittenSession(directories, {
        seed: 1,
        title: 'Fix the flaky $(trash) login test',
        model: 'claude-opus-5-5',
      })
        .reply(61_234)
        .countAsWrittenAgo();
      new WrittenSession(directories, { seed: 2, title: 'Add CSV import to the ledger' })
        .write((writer) => writer.raw('{"type":'))
        .reply(24_000);
      return Promise.resolve();
    },
  });

  it('offers its commands', async () => {
    await waitForStatusItem(meter().page, { text: '24K' });
    await typeInPalette(meter().page, 'Leeway: ');
    const { rows } = await readQuickPick(meter().page);
    const titles = readManifest().contributes.commands.map(
      ({ category, title }) => `${category}: ${title}`,
    );
    // Only the rows in view are there.
    assert.ok(rows.length >= 10, String(rows.length));
    assert.deepEqual(
      rows.map(({ label }) => label).filter((label) => !titles.includes(label)),
      [],
    );
    await dismissQuickPick(meter().page);
  });

  it('Switch Session… lists tokens, title, model and age, and shows and marks the one that is chosen', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    const { rows } = await readQuickPick(page, 'Show the Context of Which Session?');
    assert.deepEqual(rows, [
      {
        label: '24K · Add CSV import to the ledger',
        description: '',
        detail: 'Sonnet 4.6 · just now',
      },
      {
        label: '61.2K · Fix the flaky $\u200b(trash) login test',
        description: '',
        detail: 'Opus 5.5 · 1 h ago',
      },
      { label: 'Other Folders…', description: '', detail: '' },
    ]);
    await answerQuickPick(page, 'Fix the flaky');
    const { spokenLabel } = await waitForStatusItem(page, { text: '61K / 1M · 6%' });
    assert.match(spokenLabel, / Pinned\.$/);
    await page.locator('.part.statusbar .codicon-pinned').waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'pinned.png'));
  });

  it('shows what a session says in a message, and makes no link of it', async () => {
    const { page } = meter();
    const version = '9.0.0 [Update](command:workbench.action.toggleSidebarVisibility)';
    hostile.write((writer) => writer.raw(JSON.stringify({ type: 'user', version })));
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    const { text } = await waitForToast(page, 'a version of Claude Code that is not known yet');
    assert.match(text, /9\.0\.0 \[Update\]\u200b?\(command:/);
    assert.equal(await page.locator('.notification-list-item-message a').count(), 0);
    await clearNotifications(page);
  });

  it('What Helps opens a page to read', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: What Helps When the Context Is Full');
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await preview.getByRole('heading', { name: 'When the context is nearly full' }).waitFor();
    await preview.getByRole('table').waitFor();
    assert.equal(
      (await page.locator('.tab.active').innerText()).trim(),
      'What Helps When the Context Is Full',
    );
  });

  it('Show Log opens the log, which says what was skipped', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Show Log');
    await waitForOutputLine(page, /Line\s3\s\(8\sbytes\)\swas\sskipped/);
  });

  it('Open Settings shows the settings of the extension', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Open Settings');
    const settings = page.locator('.settings-editor .setting-item-contents');
    await settings.filter({ hasText: 'Leeway › Status Bar: Format' }).waitFor();
    const categories = await settings.locator('.setting-item-category').allInnerTexts();
    assert.ok(
      categories.every((category) => category.startsWith('Leeway ›')),
      categories.join(),
    );
    assert.equal(
      (await page.locator('.settings-editor .suggest-input-container .view-line').innerText())
        .replaceAll('\u00a0', ' ')
        .trim(),
      `@ext:${EXTENSION_ID}`,
    );
  });
});
