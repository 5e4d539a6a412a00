import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { runPaletteCommand } from '../driver/commandPalette';
import { waitForInspector } from '../driver/inspector';
import { closeToast, waitForToast } from '../driver/notifications';
import { pressPruneButton, readPrunePage } from '../driver/prunePage';
import { waitForStatusItem } from '../driver/statusItem';
import type { MeterUnderTest } from './useMeter';
import { WrittenSession } from './writtenSession';

const CONTEXT_TOKENS = 57_000;
const QUESTION = 'Why does this build fail?';
const LAST = 'What should I try first?';

/** A session that began with a question around a long log. */
function sessionWithPaste(meter: MeterUnderTest): WrittenSession {
  const session = new WrittenSession(meter, { seed: 22 });
  const log = Array.from({ length: 400 }, (_, line) => `at step ${String(line)} of the build`);
  session.write((writer) => {
    writer.prompt([QUESTION, ...log, LAST].join('\n'));
    writer.response({
      blocks: [{ type: 'text', text: 'Try the second.' }],
      usage: { contextTokens: 50_000, outputTokens: 60 },
    });
    writer.prompt('And then?');
  });
  return session.reply(CONTEXT_TOKENS);
}

/** Specs of one window: text of a person, which goes only where just that is chosen. */
export function prunedOwnText(meter: () => MeterUnderTest): void {
  it('prunes a pasted text where just that is chosen, warns of it, and gives it back', async () => {
    const { page } = meter();
    const session = sessionWithPaste(meter());
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '57K' });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, 'Add CSV import to the ledger');
    const row = frame.locator('tr.line', { hasText: QUESTION }).first();
    await row.locator('input[type=checkbox]').click();
    await frame.locator('#live', { hasText: 'unless you choose it by itself' }).waitFor({
      state: 'attached',
    });
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    const { note, rows } = await readPrunePage(page, 'Prune 1 Item');
    assert.match(note, /^What goes holds text that you wrote yourself\./);
    assert.match(rows[0]!.becomes, /^\[pruned: most of this text, .* Why does this build fail\?/);
    await pressPruneButton(page, 'Prune 1 Item');
    await waitForToast(page, 'Pruned 1 item');
    const now = readFileSync(session.file, 'utf8');
    assert.ok(now.includes(QUESTION) && now.includes(LAST));
    assert.ok(!now.includes('at step 200 of the build'));
    await closeToast(page, 'Pruned 1 item');
    await row.getByText('pruned ~').waitFor();

    await frame.getByRole('button', { name: 'Undo Prune' }).click();
    await waitForToast(page, 'The prune was undone');
    await closeToast(page, 'The prune was undone');
    assert.deepEqual(readFileSync(session.file), before);
    await runPaletteCommand(page, 'View: Close Editor');
  });
}
