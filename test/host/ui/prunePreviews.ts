import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { runPaletteCommand } from '../driver/commandPalette';
import { closeToast, waitForToast } from '../driver/notifications';
import { pressPruneButton, readPrunePage } from '../driver/prunePage';
import { answerQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { sessionOfTwoReads } from './sessionOfTwoReads';
import type { MeterUnderTest } from './useMeter';

/** Specs of one window: what the page of a prune is left by, and what goes on while it is open. */
export function prunePreviews(meter: () => MeterUnderTest): void {
  const preview = async (choice: string, button: string): Promise<void> => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await answerQuickPick(page, choice);
    await readPrunePage(page, button);
  };
  const tabs = () => meter().page.locator('.tab', { hasText: 'Prune “' });
  const backupsOf = (sessionId: string): string =>
    path.join(meter().claudeConfigDirectory, 'leeway', 'backups', sessionId);

  it('writes nothing when the preview is left: by Escape, by Cancel, or with its tab', async () => {
    const { page } = meter();
    const session = sessionOfTwoReads(meter(), 11);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '57K' });
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => pressPruneButton(page, 'Cancel'),
      () => runPaletteCommand(page, 'View: Close Editor'),
    ]) {
      await preview('Outdated reads', 'Prune 1 Item');
      await leave();
      await tabs().waitFor({ state: 'detached' });
      assert.deepEqual(readFileSync(session.file), before);
    }
    assert.equal(existsSync(backupsOf(session.sessionId)), false);
  });

  it('plans anew when the session goes on while its preview is open, and keeps what came', async () => {
    const { page } = meter();
    const session = sessionOfTwoReads(meter(), 12);
    await waitForStatusItem(page, { text: '58K' });
    await preview('Outdated reads', 'Prune 1 Item');
    session.reply(59_000);
    const before = readFileSync(session.file);
    await pressPruneButton(page, 'Prune 1 Item');
    const { text } = await waitForToast(page, 'Pruned 1 item');
    assert.match(text, /The session had changed meanwhile, so the prune was planned again\./);
    await closeToast(page, 'Pruned 1 item');
    const now = readFileSync(session.file, 'utf8');
    assert.ok(now.includes('[pruned: Read'));
    assert.equal(now.split('\n').length, before.toString().split('\n').length);
    assert.equal(
      readdirSync(backupsOf(session.sessionId)).filter((name) => name.endsWith('.jsonl')).length,
      1,
    );
  });

  it('shows a second plan on the same page, and prunes a copy of the session alone', async () => {
    const { page } = meter();
    const session = sessionOfTwoReads(meter(), 13);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '59K' });
    await preview('Outdated reads', 'Prune 1 Item');
    await preview('Old tool results', 'Prune 3 Items');
    assert.equal(await tabs().count(), 1);
    await pressPruneButton(page, 'Prune a Copy');
    const { text } = await waitForToast(page, 'Pruned 3 items');
    assert.match(text, /That is a new session, [\w-]+; the old one is as it was\.$/);
    await closeToast(page, 'Pruned 3 items');
    assert.deepEqual(readFileSync(session.file), before);
    const copies = readdirSync(path.dirname(session.file)).filter(
      (name) =>
        name.endsWith('.jsonl') &&
        readFileSync(path.join(path.dirname(session.file), name), 'utf8').includes('(pruned'),
    );
    assert.equal(copies.length, 1);
  });
}
