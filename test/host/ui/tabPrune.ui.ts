import assert from 'node:assert/strict';
import path from 'node:path';
import type { ClaudeStream } from '../../claude/claudeStream';
import { toldBy } from '../../claude/companionInstall';
import { lastAnsweredTurn, responseWritten } from '../../claude/expectations';
import { changesWithin } from '../../claude/requestDifference';
import { beginStream } from '../../claude/streamSession';
import { runPaletteCommand } from '../driver/commandPalette';
import { inspectorFrame, waitForInspector } from '../driver/inspector';
import { closeToast, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { pressPruneButton } from '../driver/prunePage';
import { waitForStatusItem } from '../driver/statusItem';
import { projectDirectory } from '../../setup/cacheDirectory';
import { useRealClaude } from './useRealClaude';

// Claude Code as the official extension runs it, over the protocol that it speaks.
describe('Pruning a blocked session in a Claude tab', () => {
  const meter = useRealClaude({
    userSettings: { 'leeway.experimental.pruneInClaudeTab': true },
  });
  const streams: ClaudeStream[] = [];
  afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));

  const picture = (name: string): Promise<void> =>
    takePicture(meter().page, path.join(projectDirectory, 'out', 'pictures', `tab-${name}.png`));
  const noteSays = (words: string | RegExp): Promise<void> =>
    inspectorFrame(meter().page).locator('.note', { hasText: words }).waitFor();

  it('frees it at once, and says what Undo does there', async () => {
    const { page, api, sandbox } = meter();
    const { stream, sessionId, sessionFile } = await beginStream(meter(), { isBlocked: true });
    streams.push(stream);
    const whole = lastAnsweredTurn(api).body;
    await toldBy(sandbox, sessionId, ({ contextTokens }) => (contextTokens ?? 0) > 180_000);
    await waitForStatusItem(page, { text: /18\dK \/ 200K/ });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    await waitForInspector(page, 'Read these, and write.');
    await picture('before');

    const requests = api.requests.length;
    const frame = inspectorFrame(page);
    for (const name of ['Read 0.md', 'Write w.md'])
      await frame
        .locator('tr.line', { hasText: name })
        .first()
        .locator('input[type=checkbox]')
        .click();
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    await pressPruneButton(page, 'Prune 2 Items');
    await waitForToast(page, 'Taken up by the running Claude Code at');
    await picture('toast');
    await waitForStatusItem(page, { text: /~2\dK \/ 200K · \d+%$/ });
    await noteSays(/taken up by the running Claude Code at .*\.\s*The next reply measures it/);
    await picture('note');
    assert.equal(api.requests.length, requests, 'nothing was asked of the model');
    await closeToast(page, 'Taken up by the running Claude Code at');

    await stream.submit('Go on.');
    assert.equal(changesWithin(whole, lastAnsweredTurn(api).body).length, 2);
    await responseWritten(api, sessionFile);
    await noteSays(/Saved \d+(\.\d)?K tokens/);
    await picture('measured');
    await inspectorFrame(page).getByRole('button', { name: 'Undo Prune' }).click();
    const undone = await waitForToast(page, 'The prune was undone');
    assert.match(undone.text, /holds no more what came back/);
    await picture('undone');
    await waitForStatusItem(page, { text: /2\dK \/ 200K · \d+% · ~3\dK in the file/ });
  }).timeout(240_000);
});
