import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { HoldingProcesses } from '../../fixtures/holdingProcesses';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { clearNotifications, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { hoverRow, openSessionsTree } from '../driver/sessionsTree';
import { hoverStatusItem, leaveStatusItem, waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton } from '../driver/titleBar';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const COMMAND = 'Leeway: Turn Claude’s Idle Compaction On or Off…';
const HINT = /may be compacted at about .*\d\d:\d\d if left alone/;

describe('Claude Code’s idle compaction', () => {
  const meter = useMeter({ userSettings: { 'leeway.autoCompact': 'whenIdle' } });
  const processes = new HoldingProcesses();
  after(() => processes.end());
  const settingsFile = (): string => path.join(meter().claudeConfigDirectory, 'settings.json');
  const settings = async (): Promise<unknown> =>
    JSON.parse(await readFile(settingsFile(), 'utf8')) as unknown;

  /** A session of this size in a terminal, with a cache that is kept for an hour. */
  const leftAlone = async (seed: number, contextTokens: number): Promise<void> => {
    const { claudeConfigDirectory, workspaceFolder: cwd } = meter();
    const { sessionId } = new WrittenSession(meter(), { seed, model: 'claude-opus-5-5' }).write(
      (writer) => {
        writer.prompt('Go on.');
        writer.response({
          blocks: [{ type: 'text', text: 'Done.' }],
          usage: { contextTokens: contextTokens - 100, outputTokens: 100, isKeptAnHour: true },
        });
        writer.lastPrompt();
      },
    );
    await processes.hold(claudeConfigDirectory, { sessionId, cwd, status: 'idle' });
  };

  it('is told where it is to be expected, and turned off after a diff, with Undo', async () => {
    const { page } = meter();
    await writeFile(
      settingsFile(),
      JSON.stringify({ env: { CLAUDE_CODE_IDLE_COMPACT_MIN_TOKENS: '120000' } }),
    );
    await leftAlone(1, 152_000);
    await waitForStatusItem(page, { text: '152K' });
    const tooltip = await hoverStatusItem(page);
    await tooltip.getByText(HINT).waitFor();
    await tooltip.getByText(/waits: Claude Code may compact an idle session/).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'idleCompaction.png'));
    await tooltip.getByRole('link', { name: 'Change…' }).first().click();

    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, 'is changed.');
    const env = { CLAUDE_CODE_IDLE_COMPACT_MIN_TOKENS: '120000' };
    assert.deepEqual(await settings(), { env, idleCompaction: false });
    const without = await hoverStatusItem(page);
    await without.getByText(HINT).waitFor({ state: 'detached' });
    await without.getByText(/waits: Claude Code/).waitFor({ state: 'detached' });
    await leaveStatusItem(page);

    await pressToastButton(page, 'is changed.', 'Undo');
    await (await hoverStatusItem(page)).getByText(HINT).waitFor();
    assert.deepEqual(await settings(), { env });
    await leaveStatusItem(page);
    await clearNotifications(page);
  });

  it('writes nothing before a change was accepted, and turns it on again where it is off', async () => {
    const { page } = meter();
    await writeFile(settingsFile(), JSON.stringify({ idleCompaction: false, theme: 'dark' }));
    await runPaletteCommand(page, COMMAND);
    await pressTitleButton(page, 'Discard');
    assert.deepEqual(await settings(), { idleCompaction: false, theme: 'dark' });
    await runPaletteCommand(page, COMMAND);
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, 'is changed.');
    assert.deepEqual(await settings(), { theme: 'dark' });
    await clearNotifications(page);
  });

  it('tells which other file has the say', async () => {
    const { page, workspaceFolder } = meter();
    const local = path.join(workspaceFolder, '.claude', 'settings.local.json');
    await mkdir(path.dirname(local), { recursive: true });
    await writeFile(local, JSON.stringify({ idleCompaction: false }));
    await runPaletteCommand(page, COMMAND);
    const { text, buttons } = await waitForToast(page, 'Idle compaction is turned off here by');
    assert.ok(text.includes(`idleCompaction in ${local}`), text);
    assert.deepEqual(buttons, ['Change My Own Settings']);
    await pressToastButton(page, 'Idle compaction is turned off', 'Change My Own Settings');
    await pressTitleButton(page, 'Discard');
    assert.deepEqual(await settings(), { theme: 'dark' });
  });

  it('stands in the hover of a row of the tree', async () => {
    const { page, workspaceFolder } = meter();
    await writeFile(path.join(workspaceFolder, '.claude', 'settings.local.json'), '{}');
    await leftAlone(2, 212_000);
    await waitForStatusItem(page, { text: '212K' });
    await openSessionsTree(page);
    await (await hoverRow(page, '212K')).getByText(HINT).waitFor();
  });
});
