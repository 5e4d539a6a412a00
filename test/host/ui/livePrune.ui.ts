import assert from 'node:assert/strict';
import path from 'node:path';

import { installCompanion, toldBy } from '../../claude/companionInstall';
import { lastAnsweredTurn, responseWritten } from '../../claude/expectations';
import { contextTokensAfter, reply, text } from '../../claude/mockReply';
import { sessionThatRead } from '../../claude/sessionsToPrune';
import { formatTokens } from '../../../src/wording/formatTokens';
import { runPaletteCommand } from '../driver/commandPalette';
import { inspectorFrame, waitForInspector } from '../driver/inspector';
import { closeToast, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton } from '../driver/prunePage';
import { waitForStatusItem } from '../driver/statusItem';
import { typeInTerminal } from '../driver/terminal';
import { projectDirectory } from '../../setup/cacheDirectory';
import { resumeInTerminal } from './claudeInTerminal';
import { useRealClaude } from './useRealClaude';

const model = 'claude-sonnet-4-6';

describe('Pruning a session whose Claude Code has the companion', () => {
  const meter = useRealClaude();

  const picture = (name: string): Promise<void> =>
    takePicture(meter().page, path.join(projectDirectory, 'out', 'pictures', `taken-${name}.png`));
  const noteSays = (words: string | RegExp): Promise<void> =>
    inspectorFrame(meter().page).locator('.note', { hasText: words }).waitFor();
  const pruneRow = async (name: string): Promise<void> => {
    const frame = inspectorFrame(meter().page);
    const row = frame.locator('tr.line', { hasText: `Read ${name}` }).first();
    await row.locator('input[type=checkbox]').click();
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    await pressPruneButton(meter().page, 'Prune 1 Item');
  };

  it('takes effect at once, also asked for while a turn runs, and so does its undo', async () => {
    const { page, api, sandbox } = meter();
    await installCompanion(sandbox);
    const session = await sessionThatRead(api, sandbox, 3);
    const { prompt, idle } = await resumeInTerminal(meter(), session, model);
    await prompt('Before.');
    await toldBy(sandbox, session.sessionId, ({ contextTokens }) => contextTokens !== null);
    const size = formatTokens(contextTokensAfter(lastAnsweredTurn(api).response.usage), 0);
    await waitForStatusItem(page, { text: new RegExp(`[^~]${size} / 200K · \\d+%`) });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    await waitForInspector(page, 'Read these.');

    const requests = api.requests.length;
    await pruneRow('0.md');
    const toast = await waitForToast(page, 'Taken up by the running Claude Code at');
    assert.deepEqual(toast.buttons.slice(0, 2), ['Undo', 'Show in Inspector']);
    await picture('toast');
    await waitForStatusItem(page, { text: /~\d+K \/ 200K · \d+%$/ });
    await noteSays(
      /Pruned: .* → ~.*, taken up by the running Claude Code at .*\.\s*The next reply measures it/,
    );
    await picture('note');
    assert.equal(api.requests.length, requests, 'nothing was asked of the model');
    await closeToast(page, 'Taken up by the running Claude Code at');
    await prompt('With what is left.');
    await noteSays(/Saved \d+(\.\d)?K tokens, as predicted\./);

    const held = api.hold(reply(text('Done at last.')));
    const since = Date.now();
    await typeInTerminal(page, 'Take your time.');
    await held.arrived;
    await pruneRow('1.md');
    await waitForToast(page, 'The prune begins when its turn has ended.');
    await picture('waiting');
    held.release();
    await waitForToast(page, 'Taken up by the running Claude Code at');
    await idle(since);
    await responseWritten(api, session.sessionFile);
    await closeToast(page, 'Taken up by the running Claude Code at');
    await prompt('With even less.');
    assert.equal(JSON.stringify(lastAnsweredTurn(api).body).match(/\[pruned: Read/g)?.length, 2);

    await inspectorFrame(page).getByRole('button', { name: 'Undo Prune' }).click();
    const undone = await waitForToast(page, 'The prune was undone');
    assert.match(undone.text, /Taken up by the running Claude Code at/);
    await prompt('With one back.');
    assert.equal(JSON.stringify(lastAnsweredTurn(api).body).match(/\[pruned: Read/g)?.length, 1);
  }).timeout(240_000);
});
