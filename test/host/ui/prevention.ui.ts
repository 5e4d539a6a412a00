import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { clearNotifications, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { acceptChecked, answerQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton, showTab, titleButton } from '../driver/titleBar';
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

  it('tells what bloats the project, and counts a copy of a session no second time', async () => {
    const { page } = meter();
    const copyId = randomUUID();
    const copy = readFileSync(session.file, 'utf8').replaceAll(session.sessionId, copyId);
    writeFileSync(path.join(path.dirname(session.file), `${copyId}.jsonl`), copy);
    await runPaletteCommand(page, 'Leeway: What Bloats This Project');
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await preview.getByRole('heading', { name: 'What Bloats This Project' }).waitFor();
    await preview.getByRole('cell', { name: 'dist/bundle.js' }).waitFor();
    await preview.getByText('1 session of this project brought').waitFor();
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
    const question = page.locator('.tab', {
      hasText: /Write This Change to .*settings\.local\.json\?/,
    });
    await question.waitFor();
    await page.locator('.editor.modified .view-line', { hasText: 'Read(./coverage/**)' }).waitFor();
    await page.locator('.part.statusbar', { hasText: 'The file will be created.' }).waitFor();
    assert.equal(await page.locator('.quick-input-widget').isVisible(), false, 'nothing covers it');
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'ignoreGenerated.png'));
    await showTab(page, 'What Bloats This Project');
    await titleButton(page, 'Write This Change').waitFor({ state: 'detached' });
    await showTab(page, 'Write This Change to');
    assert.ok(!existsSync(file), 'nothing is written before the answer');
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, 'is changed.');
    await question.waitFor({ state: 'detached' });
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
      permissions: { deny: ['Read(./dist/**)', 'Read(./coverage/**)'] },
    });
    await pressToastButton(page, 'is changed.', 'Undo');
    await waitForToast(page, 'is as it was.');
    assert.ok(!existsSync(file));
    await clearNotifications(page);
  });

  it('writes nothing when the diff is discarded or closed', async () => {
    const { page, workspaceFolder } = meter();
    // a page that comes to the front takes the focus, and with it the list that was just opened
    await runPaletteCommand(page, 'View: Close All Editors');
    const question = page.locator('.tab', { hasText: 'Write This Change to' });
    for (const leave of [
      () => pressTitleButton(page, 'Discard'),
      () => runPaletteCommand(page, 'Leeway: Discard This Change'),
      () => runPaletteCommand(page, 'View: Close Editor'),
      async () => {
        await page.reload();
        await waitForStatusItem(page, { text: '200K' });
      },
    ]) {
      await runPaletteCommand(page, 'Leeway: Ignore Generated Folders…');
      await answerQuickPick(page, 'This Project, Only Me');
      await acceptChecked(page, 2);
      await question.waitFor();
      await titleButton(page, 'Discard').waitFor();
      await leave();
      await question.waitFor({ state: 'detached' });
      await page
        .locator('.part.statusbar', { hasText: 'will be made' })
        .waitFor({ state: 'detached' });
    }
    assert.ok(!existsSync(path.join(workspaceFolder, '.claude', 'settings.local.json')));
  });

  it('lets warnings wait', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Snooze Warnings…');
    const { rows } = await readQuickPick(page, 'Snooze Warnings');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['For This Session', 'For an Hour', 'Until Tomorrow', 'Choose Which Warnings to Show…'],
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
    await page
      .locator('.tab', { hasText: 'Create 4 Files, and Write This Change to CLAUDE.md?' })
      .waitFor();
    await page.locator('.editor.modified .view-line', { hasText: '.ai/UI_RULES.md' }).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'memoryPointers.png'));
    const claudeFile = path.join(workspaceFolder, 'CLAUDE.md');
    assert.deepEqual(
      [existsSync(claudeFile), readdirSync(path.dirname(own))],
      [false, ['DECISIONS.md']],
      'nothing is written before the answer',
    );
    await pressTitleButton(page, 'Write This Change');
    const toast = await waitForToast(
      page,
      /^Created \.ai\/ARCHITECTURE\.md, .*CLAUDE\.md points to/,
    );
    assert.deepEqual(toast.buttons, ['Undo']);
    assert.equal(readFileSync(own, 'utf8'), 'mine\n');
    assert.ok(existsSync(path.join(workspaceFolder, '.ai', 'STACK.md')));
    const pointers = readFileSync(claudeFile, 'utf8');
    for (const name of ['ARCHITECTURE', 'DECISIONS', 'STACK', 'TODO', 'UI_RULES'])
      assert.ok(pointers.includes(`.ai/${name}.md`), name);
    await pressToastButton(page, 'CLAUDE.md points to', 'Undo');
    await waitForToast(page, 'The memory files are gone, and CLAUDE.md is as it was.');
    assert.deepEqual(
      [existsSync(claudeFile), readdirSync(path.dirname(own)), readFileSync(own, 'utf8')],
      [false, ['DECISIONS.md'], 'mine\n'],
    );
  });
});
