import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { writeOpenSession } from '../../fixtures/writeOpenSession';
import { lastAnsweredTurn } from '../../claude/expectations';
import { until } from '../../claude/until';
import { sessionThatRead } from '../../claude/sessionsToPrune';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForLoss } from '../driver/lossPage';
import {
  clearNotifications,
  pressToastButton,
  readNotificationCenter,
  waitForToast,
} from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, dismissQuickPick, readQuickPick } from '../driver/quickPick';
import { hoverStatusItem, leaveStatusItem, waitForStatusItem } from '../driver/statusItem';
import { typeInTerminal } from '../driver/terminal';
import { resumeInTerminal } from './claudeInTerminal';
import { useMeter } from './useMeter';
import { useRealClaude } from './useRealClaude';
import { WrittenSession } from './writtenSession';

const model = 'claude-sonnet-4-6';
const BUTTONS = ['What Was Lost?', 'Don’t Show Again'];

describe('What a compaction took, where Claude Code runs in a terminal', () => {
  const meter = useRealClaude();

  it('is told once, and what was chosen waits in the input box until a person sends it', async () => {
    const { page, api, sandbox } = meter();
    const session = await sessionThatRead(api, sandbox, 2);
    const { prompt, idle } = await resumeInTerminal(meter(), session, model);
    await prompt('Never rename the zebra column.');
    await waitForStatusItem(page, { text: /\d+K \/ 200K/ });

    const since = Date.now();
    await typeInTerminal(page, '/compact');
    const notice = await waitForToast(page, /^Compacted on request: \d+K → ~?\d+K\.$/);
    assert.deepEqual([notice.severity, notice.buttons], ['info', BUTTONS]);
    await idle(since);
    await pressToastButton(page, 'Compacted on request', 'What Was Lost?');
    const frame = await waitForLoss(page, 'Compacted on request');
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'loss-window.png'));
    const box = frame.getByRole('checkbox', { name: /Never rename the zebra column/ });
    await box.click();
    const requests = api.requests.length;
    await frame.getByRole('button', { name: 'Put into Draft' }).click();
    await frame.getByText('The draft waits in the input box. Nothing was sent.').waitFor();
    const shown = page.locator('.terminal-wrapper.active .xterm-rows');
    await shown
      .filter({ hasText: /zebra|Pasted text/ })
      .first()
      .waitFor({ timeout: 30_000 });
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'loss-draft.png'));
    assert.equal(api.requests.length, requests, 'nothing is sent by itself');

    await page.locator('.terminal-wrapper.active .xterm-screen').click();
    await page.keyboard.press('Enter');
    await until('the draft to be sent', 30_000, () => api.requests.length > requests);
    await idle(since);
    const sent = JSON.stringify(lastAnsweredTurn(api).body);
    assert.match(sent, /The last compaction may have left these out:/);
    assert.match(sent, /I said: .{1,4}Never rename the zebra column\./);
  }).timeout(240_000);
});

describe('What a compaction took', () => {
  let old: WrittenSession;
  const meter = useMeter({
    prepare: (directories) => {
      old = new WrittenSession(directories, { seed: 1 })
        .write((writer) => writer.prompt('Mind the giraffe in the cellar'))
        .reply(120_000)
        .compact(120_000)
        .reply(30_000);
      return Promise.resolve();
    },
  });

  const notices = async () =>
    (await readNotificationCenter(meter().page)).filter(({ text }) => text.includes('ompacted'));

  it('is not told of a session that was compacted before the window opened, and can be asked for', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: '30K' });
    assert.deepEqual(await notices(), []);
    await runPaletteCommand(page, 'Leeway: What Was Lost in the Compaction?');
    const frame = await waitForLoss(page, 'Compacted automatically: 120K → 29K');
    await frame.getByRole('row', { name: /Mind the giraffe in the cellar/ }).waitFor();
    await runPaletteCommand(page, 'View: Close Editor');
    const tooltip = await hoverStatusItem(page);
    await tooltip.getByText(/Compacted automatically: 120K → 29K/).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'loss-tooltip.png'));
    await tooltip.getByRole('link', { name: 'What Was Lost?' }).click();
    await waitForLoss(page, 'Compacted automatically: 120K → 29K');
    await leaveStatusItem(page);
  });

  it('is told when it happens, with how often, and the page that stands open goes with it', async () => {
    const { page } = meter();
    old.write((writer) => writer.prompt('Feed the walrus at noon')).reply(140_000);
    await waitForStatusItem(page, { text: '140K' });
    old.compact(140_000);
    const told = await waitForToast(
      page,
      /^Compacted automatically: 140K → ~\d+K, the second time\.$/,
    );
    assert.deepEqual([told.severity, told.buttons], ['info', BUTTONS]);
    const frame = await waitForLoss(page, '· the second time');
    const row = frame.getByRole('row', { name: /Feed the walrus at noon/ });
    await row.waitFor();
    old.reply(31_000);
    await waitForStatusItem(page, { text: '31K' });
    assert.equal((await notices()).length, 1, 'once');
    await clearNotifications(page);
  });

  it('goes into the handoff file, and back to before it leads the list of turns', async () => {
    const { page, workspaceFolder } = meter();
    const frame = await waitForLoss(page, '· the second time');
    await frame.getByRole('checkbox', { name: /Feed the walrus at noon/ }).click();
    await frame.getByRole('button', { name: 'Add to Handoff File…' }).click();
    await answerQuickPick(page, '.ai/HANDOFF.md');
    await waitForToast(page, 'The handoff is in .ai/HANDOFF.md');
    assert.match(
      readFileSync(path.join(workspaceFolder, '.ai', 'HANDOFF.md'), 'utf8'),
      /Restated by hand[^\n]*\n\n- `I said: "Feed the walrus at noon"` \(turn \d\)\n/,
    );
    await clearNotifications(page);
    await page.getByRole('tab', { name: /What Was Lost\?/ }).click();
    const again = await waitForLoss(page, '· the second time');
    await again.getByRole('button', { name: 'Branch from Before…' }).click();
    await readQuickPick(page, 'Continue from Which Turn?');
    const focused = page.locator('.quick-input-list .monaco-list-row.focused');
    await focused.filter({ hasText: '140K' }).waitFor();
    await dismissQuickPick(page);
  });

  it('is copied where nobody has the session open', async () => {
    const { page } = meter();
    const frame = await waitForLoss(page, '· the second time');
    await frame.getByRole('button', { name: 'Put into Draft' }).click();
    await frame.getByText('Copied: paste it into the input box of the session.').waitFor();
  });

  it('names a session that the meter does not show, and is told no more where that is not wanted', async () => {
    const { page, claudeConfigDirectory, workspaceFolder } = meter();
    const other = new WrittenSession(meter(), { seed: 2, title: 'The other one' }).reply(90_000);
    await waitForStatusItem(page, { text: '90K' });
    await runPaletteCommand(page, 'View: Close All Editors');
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    await answerQuickPick(page, 'Add CSV import to the ledger');
    await waitForStatusItem(page, { text: '31K' });
    const { sessionId } = other;
    await writeOpenSession(claudeConfigDirectory, { sessionId, cwd: workspaceFolder });
    await hoverStatusItem(page).then((hover) => hover.getByText('Other live session').waitFor());
    await leaveStatusItem(page);
    other.compact(90_000);
    await waitForToast(page, /^“The other one”: Compacted automatically: 90K → ~\d+K\.$/);
    await pressToastButton(page, 'The other one', 'Don’t Show Again');
    await runPaletteCommand(page, 'Preferences: Open User Settings (JSON)');
    const written = page.locator('.view-line', {
      hasText: /"leeway\.notices\.compaction":\sfalse/,
    });
    await written.waitFor();
    await page.keyboard.press('Escape');
    await written.waitFor({ state: 'detached' });
    other.reply(40_000);
    other.compact(40_000);
    other.reply(20_000);
    old.reply(44_000);
    await waitForStatusItem(page, { text: '44K' });
    assert.deepEqual(await notices(), []);
  });
});
