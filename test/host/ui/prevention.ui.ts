import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { clearNotifications, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { acceptChecked, answerQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('Prevention', () => {
  let session: WrittenSession;
  const meter = useMeter({
    prepare: (directories) => {
      mkdirSync(path.join(directories.workspaceFolder, 'coverage'), { recursive: true });
      session = new WrittenSession(directories, { seed: 1 }).reply(20_000);
      return Promise.resolve();
    },
  });

  it('names a large result in the status bar', async () => {
    const { page, workspaceFolder } = meter();
    await waitForStatusItem(page, { text: '20K' });
    session.write((writer) => {
      writer.prompt('Read the bundle.');
      const { toolUseIds } = writer.response({
        blocks: [
          {
            type: 'tool_use',
            name: 'Read',
            input: { file_path: path.join(workspaceFolder, 'dist', 'bundle.js') },
          },
        ],
        usage: { contextTokens: 24_000, outputTokens: 100 },
      });
      writer.toolResult(
        toolUseIds[0]!,
        Array.from({ length: 6000 }, (_, line) => `line ${String(line)} of it;`).join('\n'),
      );
    });
    const mark = page.locator('.part.statusbar [id$="leeway.arrival"]');
    await mark.waitFor();
    assert.match(await mark.innerText(), /\+\d+K bundle\.js/);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'arrival.png'));
  });

  it('tells what bloats the project', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: What Bloats This Project');
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await preview.getByRole('heading', { name: 'What Bloats This Project' }).waitFor();
    await preview.getByRole('cell', { name: 'dist/bundle.js' }).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'bloat.png'));
  });

  it('proposes rules against generated folders, shows them as a diff, and takes them back', async () => {
    const { page, workspaceFolder } = meter();
    const file = path.join(workspaceFolder, '.claude', 'settings.local.json');
    await runPaletteCommand(page, 'Leeway: Ignore Generated Folders…');
    await answerQuickPick(page, 'This Project, Only Me');
    const rows = page
      .locator('.quick-input-widget', { hasText: 'Which Folders Should Claude Not Read?' })
      .locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    assert.deepEqual(await rows.locator('.label-description').allInnerTexts(), [
      'Read(./dist/**)',
      'Read(./coverage/**)',
    ]);
    await acceptChecked(page, 2);
    await readQuickPick(page, 'Write This Change');
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'ignoreGenerated.png'));
    assert.ok(!existsSync(file), 'nothing is written before the answer');
    await answerQuickPick(page, 'Apply');
    await waitForToast(page, 'is changed.');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
      permissions: { deny: ['Read(./dist/**)', 'Read(./coverage/**)'] },
    });
    await pressToastButton(page, 'is changed.', 'Undo');
    await waitForToast(page, 'is as it was.');
    assert.ok(!existsSync(file));
    await clearNotifications(page);
  });

  it('lets warnings wait', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Snooze Warnings…');
    const { rows } = await readQuickPick(page, 'Snooze Warnings');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['For This Session', 'For an Hour', 'Until Tomorrow'],
    );
    await answerQuickPick(page, 'For an Hour');
    await runPaletteCommand(page, 'Leeway: Snooze Warnings…');
    await answerQuickPick(page, 'Warn Again');
  });

  it('creates the memory files that are missing, and points to them', async () => {
    const { page, workspaceFolder } = meter();
    const own = path.join(workspaceFolder, '.ai', 'DECISIONS.md');
    mkdirSync(path.dirname(own), { recursive: true });
    writeFileSync(own, 'mine\n');
    await runPaletteCommand(page, 'Leeway: Create Memory Files…');
    const { rows } = await readQuickPick(page, 'Create Which Memory Files?');
    assert.deepEqual(rows.map(({ label }) => label).sort(), [
      '.ai/ARCHITECTURE.md',
      '.ai/STACK.md',
      '.ai/TODO.md',
      '.ai/UI_RULES.md',
    ]);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'memoryFiles.png'));
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'CLAUDE.md' }).waitFor();
    assert.equal(readFileSync(own, 'utf8'), 'mine\n');
    assert.ok(existsSync(path.join(workspaceFolder, '.ai', 'STACK.md')));
    const pointers = readFileSync(path.join(workspaceFolder, 'CLAUDE.md'), 'utf8');
    for (const name of ['ARCHITECTURE', 'DECISIONS', 'STACK', 'TODO', 'UI_RULES'])
      assert.ok(pointers.includes(`.ai/${name}.md`), name);
  });
});
