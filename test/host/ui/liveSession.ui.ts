import assert from 'node:assert/strict';
import path from 'node:path';

import { lastAnsweredTurn } from '../../claude/expectations';
import { contextTokensAfter } from '../../claude/mockReply';
import { sessionThatRead } from '../../claude/sessionsToPrune';
import { formatTokens } from '../../../src/wording/formatTokens';
import { runPaletteCommand } from '../driver/commandPalette';
import { inspectorFrame, waitForInspector } from '../driver/inspector';
import { closeToast, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton } from '../driver/prunePage';
import { waitForStatusItem } from '../driver/statusItem';
import { projectDirectory } from '../../setup/cacheDirectory';
import { resumeInTerminal } from './claudeInTerminal';
import { useRealClaude } from './useRealClaude';

const model = 'claude-sonnet-4-6';

describe('Pruning a session that runs in a terminal', () => {
  const meter = useRealClaude();

  const picture = async (name: string): Promise<void> => {
    const { page } = meter();
    await inspectorFrame(page).locator('h1').scrollIntoViewIfNeeded();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', `live-${name}.png`));
  };
  const note = () =>
    inspectorFrame(meter().page).locator('.note', { hasText: /Claude Code|Saved/ });
  const noteSays = (words: string | RegExp): Promise<void> =>
    inspectorFrame(meter().page).locator('.note', { hasText: words }).waitFor();
  /** What the bar says of the system prompt and the tools. */
  const overhead = async (): Promise<string> => {
    const bar = inspectorFrame(meter().page).getByRole('img', { name: /^Context by kind: / });
    const [, size] = /System and tools (~?[\d.]+K?)/.exec((await bar.getAttribute('aria-label'))!)!;
    return size!;
  };

  it('shows what the process sends until it has loaded the file, with one click to make it', async () => {
    const { page, api, sandbox } = meter();
    const { sessionId, sessionFile } = await sessionThatRead(api, sandbox, 3);
    const { idle, prompt } = await resumeInTerminal(meter(), { sessionId, sessionFile }, model);
    await prompt('Before.');
    const size = formatTokens(contextTokensAfter(lastAnsweredTurn(api).response.usage), 0);
    await waitForStatusItem(page, { text: new RegExp(`[^~]${size} / 200K · \\d+%`) });

    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, 'Read these.');
    const overheadBefore = await overhead();
    for (const name of ['0.md', '1.md'])
      await frame
        .locator('tr.line', { hasText: `Read ${name}` })
        .first()
        .locator('input[type=checkbox]')
        .click();
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    await pressPruneButton(page, 'Prune 2 Items');
    const toast = await waitForToast(page, 'The file holds');
    assert.match(toast.text, /The running Claude Code still uses the old content\./);
    assert.deepEqual(toast.buttons.slice(0, 2), ['Undo', 'Type /resume Now']);
    const offer = await waitForToast(page, 'A running session can take up a prune at once');
    assert.deepEqual(offer.buttons, ['Set Up the Companion…', 'Not Now']);
    await waitForStatusItem(page, { text: new RegExp(`${size} / 200K .*~\\d+K in the file`) });

    await noteSays('The running Claude Code still uses the old content.');
    await picture('pruned');
    await closeToast(page, 'The file holds');
    await prompt('Without /resume.');
    await noteSays('The newest reply confirmed it.');
    await waitForStatusItem(page, { text: new RegExp(`${size} / 200K .*~\\d+K in the file`) });
    assert.equal(await overhead(), overheadBefore, 'what was not touched does not move');
    await picture('unloaded');

    const since = Date.now();
    await note().getByRole('button', { name: 'Type /resume Now' }).click();
    await idle(since);
    const loaded = await waitForStatusItem(page, { text: /~\d+K \/ 200K · \d+%/ });
    assert.ok(parseInt(loaded.text.slice(1)) < parseInt(size) - 30, loaded.text);
    await prompt('With what was loaded.');
    await noteSays(/Saved \d+(\.\d)?K tokens, as predicted\./);
    await picture('loaded');

    await note().getByRole('button', { name: 'Undo Prune' }).click();
    await waitForToast(page, 'The prune was undone');
    await noteSays('The running Claude Code does not know yet what was put back.');
    const undone = await waitForStatusItem(page, { text: 'in the file' });
    assert.match(undone.text, /^\d\dK \/ 200K · \d+% · ~8\dK in the file$/);
    await picture('undone');
    const again = Date.now();
    await note().getByRole('button', { name: 'Type /resume Now' }).click();
    await idle(again);
    await waitForStatusItem(page, { text: /~\d+K \/ 200K · \d+%/ });
  }).timeout(240_000);
});
