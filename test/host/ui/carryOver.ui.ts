import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { EARLIER_PRODUCT, PRODUCT } from '../../../src/product';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { waitForStatusItem } from '../driver/statusItem';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const BACKUP = 'backups/5ba08d29-65a1-489d-b90e-69b2be914b7c/20261121T000000000Z-0a1b2c.jsonl';
const { id, settingsSection } = EARLIER_PRODUCT;

describe('After an earlier build', () => {
  const meter = useMeter({
    userSettings: { [`${settingsSection}.statusBar.format`]: 'percent' },
    prepare: (directories) => {
      const { file: session, sessionId } = new WrittenSession(directories, { seed: 1 }).reply(
        31_200,
      );
      const archived = JSON.stringify({ originalPath: session, archivedAtMs: 1000 });
      for (const [name, text] of [
        [BACKUP, 'old session\n'],
        [`checkpoints/${sessionId}/20261120T101112345Z-0a1b2c.jsonl`, 'before compacting\n'],
        [`archive/${sessionId}.jsonl`, 'left for a fresh one\n'],
        [`archive/${sessionId}.jsonl.json`, archived],
      ] as const) {
        const file = path.join(directories.claudeConfigDirectory, id, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const folder = path.join(directories.workspaceFolder, '.vscode');
      mkdirSync(folder);
      writeFileSync(
        path.join(folder, 'settings.json'),
        JSON.stringify({ [`${settingsSection}.prune.targetPercent`]: 50 }),
      );
      return Promise.resolve();
    },
  });

  it('carries its backups and its user settings over, and says so', async () => {
    const { page, claudeConfigDirectory } = meter();
    assert.deepEqual(await waitForToast(page, 'Context Meter is now Leeway.'), {
      severity: 'info',
      text: 'Context Meter is now Leeway. Its backups and 1 setting were carried over. Pinned sessions and snoozed warnings cannot be carried over: choose them again. The settings of this folder still use the earlier names, which no longer count.',
      buttons: ['Open Workspace Settings'],
    });
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'carryOver.png'));
    assert.equal(
      readFileSync(path.join(claudeConfigDirectory, PRODUCT, BACKUP), 'utf8'),
      'old session\n',
    );
    assert.equal(existsSync(path.join(claudeConfigDirectory, id)), false);
    const own = path.join(claudeConfigDirectory, PRODUCT);
    assert.deepEqual(
      readdirSync(path.join(own, 'backups'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => readFileSync(path.join(own, 'backups', name), 'utf8'))
        .sort(),
      ['before compacting\n', 'left for a fresh one\n', 'old session\n'],
    );
    for (const store of ['checkpoints', 'archive'])
      assert.equal(existsSync(path.join(own, store)), false, store);
    await waitForStatusItem(page, { text: '15%' });
  });

  it('opens the settings of the folder, which it leaves as they are', async () => {
    const { page, workspaceFolder } = meter();
    await pressToastButton(page, 'Context Meter is now Leeway.', 'Open Workspace Settings');
    const opened = page.locator('.view-line', { hasText: `${settingsSection}.prune` });
    await opened.waitFor();
    await page.keyboard.press('Escape');
    await opened.waitFor({ state: 'detached' });
    assert.deepEqual(
      JSON.parse(readFileSync(path.join(workspaceFolder, '.vscode', 'settings.json'), 'utf8')),
      { [`${settingsSection}.prune.targetPercent`]: 50 },
    );
    await runPaletteCommand(page, 'Preferences: Open User Settings (JSON)');
    for (const section of [settingsSection, PRODUCT])
      await page.locator('.view-line', { hasText: `"${section}.statusBar.format"` }).waitFor();
  });
});
