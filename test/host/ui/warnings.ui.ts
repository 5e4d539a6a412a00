import assert from 'node:assert/strict';
import path from 'node:path';

import { writeOpenSession } from '../../fixtures/writeOpenSession';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import {
  clearNotifications,
  closeToast,
  pressToastButton,
  readNotificationCenter,
  readToasts,
  waitForToast,
} from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick } from '../driver/quickPick';
import {
  hoverStatusItem,
  leaveStatusItem,
  readStatusItem,
  waitForStatusItem,
} from '../driver/statusItem';
import { coverWindow } from '../driver/windowFocus';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const BUTTONS = ['Inspect', 'Prune to Fit…', 'Snooze…', 'Don’t Show Again'];
const LATE_BUTTONS = ['Prune to Fit…', 'Compact…', 'Inspect', 'Snooze…'];
const BLOCKED_BUTTONS = ['Recover…', 'Inspect', 'Don’t Show Again'];

describe('Warnings', () => {
  let old: WrittenSession;
  const meter = useMeter({
    prepare: (directories) => {
      old = new WrittenSession(directories, { seed: 1 }).reply(165_000);
      return Promise.resolve();
    },
  });

  it('do not come for a session that was that full when the window opened', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: '165K', background: 'error' });
    old.reply(166_000);
    await waitForStatusItem(page, { text: '166K', background: 'error' });
    assert.deepEqual(await readNotificationCenter(page), []);
  });

  it('come once each on the way up, the more urgent one at once', async () => {
    const { page } = meter();
    const session = new WrittenSession(meter(), { seed: 2, model: 'claude-opus-5-5' }).reply(
      100_000,
    );
    await waitForStatusItem(page, { text: '100K' });
    session.reply(161_000);
    assert.deepEqual(await waitForToast(page, '161K'), {
      severity: 'info',
      text: '“Add CSV import to the ledger” holds 161K tokens. Beyond 200K, prompts may need usage credits: they cost extra then, or are refused.',
      buttons: BUTTONS,
    });
    session.reply(165_000);
    await waitForStatusItem(page, { text: '165K' });
    session.reply(191_000);
    const late = await waitForToast(page, '191K');
    assert.deepEqual([late.severity, late.buttons], ['warning', LATE_BUTTONS]);
    session.refuse();
    assert.deepEqual(await waitForToast(page, 'blocked'), {
      severity: 'error',
      text: 'Claude Code is blocked: usage credits are required for 1M context. This session holds ~191K tokens; making it smaller unblocks it.',
      buttons: BLOCKED_BUTTONS,
    });
    session.refuse();
    const severities = (await readNotificationCenter(page)).map(({ severity }) => severity);
    assert.deepEqual(severities.sort(), ['error', 'info', 'warning']);
    await clearNotifications(page);
  });

  it('come again after a compaction', async () => {
    const { page } = meter();
    const session = new WrittenSession(meter(), { seed: 3, title: 'Once compacted' }).reply(
      100_000,
    );
    await waitForStatusItem(page, { text: '100K' });
    session.reply(140_000);
    await waitForToast(page, '140K');
    await closeToast(page, '140K');
    session.compact(140_000).reply(30_000);
    await waitForStatusItem(page, { text: '30K' });
    await waitForToast(page, 'Compacted automatically');
    await closeToast(page, 'Compacted automatically');
    session.reply(135_000);
    assert.equal(
      (await waitForToast(page, '135K')).text,
      '“Once compacted” holds 135K tokens, 80% of the way to auto-compact at 167K. It fills up again: one session per task helps most.',
    );
    await closeToast(page, '135K');
  });

  it('are put off by a button, which shows while it lasts', async () => {
    const { page } = meter();
    const session = new WrittenSession(meter(), { seed: 10 }).reply(100_000);
    await waitForStatusItem(page, { text: '100K' });
    session.reply(141_000);
    await pressToastButton(page, '141K', 'Snooze…');
    await answerQuickPick(page, 'For an Hour');
    const mark = page.locator('.part.statusbar .codicon-bell-slash');
    await mark.first().waitFor();
    session.reply(160_000);
    const { spokenLabel } = await waitForStatusItem(page, { text: '160K', background: 'error' });
    assert.match(spokenLabel, / Warnings are snoozed until (?:tomorrow, )?\d\d:\d\d\.$/);
    assert.deepEqual(await readToasts(page), []);
    const tooltip = await hoverStatusItem(page);
    await tooltip.getByText(/^\s*Warnings are snoozed until .*\d\d:\d\d\. Warn Again…$/).waitFor();
    await tooltip.getByRole('link', { name: 'Prune to Fit…' }).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'snoozed.png'));

    await tooltip.getByRole('link', { name: 'Warn Again…' }).click();
    await answerQuickPick(page, 'Warn Again');
    await waitForToast(page, '160K');
    assert.doesNotMatch((await readStatusItem(page)).spokenLabel, /snoozed/);
    await closeToast(page, '160K');
  });

  it('come for the other live session of the workspace too', async () => {
    const { page, claudeConfigDirectory, workspaceFolder } = meter();
    const other = new WrittenSession(meter(), { seed: 4, title: 'Fix the flaky login test' })
      .reply(20_000)
      .countAsWrittenAgo();
    const removeRecord = await writeOpenSession(claudeConfigDirectory, {
      sessionId: other.sessionId,
      cwd: workspaceFolder,
    });
    new WrittenSession(meter(), { seed: 5 }).reply(21_000);
    await waitForStatusItem(page, { text: '21K' });
    await (await hoverStatusItem(page)).getByText('Other live session').waitFor();
    await leaveStatusItem(page);
    other.reply(150_000).countAsWrittenAgo();
    assert.match(
      (await waitForToast(page, '150K')).text,
      /^“Fix the flaky login test” holds 150K tokens/,
    );
    await waitForStatusItem(page, { text: '21K' });
    await closeToast(page, '150K');
    await removeRecord();
  });

  it('wait while the window is in the background', async () => {
    const { page } = meter();
    const session = new WrittenSession(meter(), { seed: 6 }).reply(20_000);
    await waitForStatusItem(page, { text: '20K' });
    const uncoverWindow = await coverWindow(page);
    session.reply(138_000);
    await waitForStatusItem(page, { text: '138K' });
    session.reply(139_000);
    await waitForStatusItem(page, { text: '139K' });
    assert.deepEqual(await readToasts(page), []);
    await uncoverWindow();
    await waitForToast(page, 'holds 139K tokens');
    await closeToast(page, '139K');
  });

  it('of a kind do not come again once that is asked for', async () => {
    const { page } = meter();
    const session = new WrittenSession(meter(), { seed: 7 }).reply(20_000);
    await waitForStatusItem(page, { text: '20K' });
    session.reply(136_000);
    await waitForToast(page, '136K');
    const waiting = new WrittenSession(meter(), { seed: 9 }).reply(20_700);
    await waitForStatusItem(page, { text: '20K' });
    waiting.reply(134_000);
    await waitForStatusItem(page, { text: '134K', background: 'warning' });
    await pressToastButton(page, '136K', 'Don’t Show Again');
    await runPaletteCommand(page, 'Preferences: Open User Settings (JSON)');
    const written = page.locator('.view-line', {
      hasText: /"leeway\.warnings\.early":\sfalse/,
    });
    await written.waitFor();
    await page.keyboard.press('Escape');
    await written.waitFor({ state: 'detached' });

    const next = new WrittenSession(meter(), { seed: 8 }).reply(20_500);
    await waitForStatusItem(page, { text: '20K' });
    next.reply(137_000);
    await waitForStatusItem(page, { text: '137K', background: 'warning' });
    next.reply(160_000);
    await waitForToast(page, '160K');
    assert.deepEqual(
      (await readNotificationCenter(page)).map(({ severity }) => severity),
      ['warning'],
    );
  });
});
