import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

import { runPaletteCommand } from '../driver/commandPalette';
import { waitForInspector } from '../driver/inspector';
import { closeToast, pressToastButton, waitForToast } from '../driver/notifications';
import { pressPruneButton, readPrunePage, toggleOnPrunePage } from '../driver/prunePage';
import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { prunedItems } from './prunedItems';
import { prunePreviews } from './prunePreviews';
import { prunedOwnText } from './prunedOwnText';
import { prunedThinking } from './prunedThinking';
import { SOURCE, sessionOfTwoReads } from './sessionOfTwoReads';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('Pruning', () => {
  const meter = useMeter();

  const readTwice = (seed: number): WrittenSession => sessionOfTwoReads(meter(), seed);
  prunedItems(meter);
  prunePreviews(meter);
  prunedThinking(meter);
  prunedOwnText(meter);

  const backupsIn = (session: WrittenSession): string[] =>
    readdirSync(
      path.join(meter().claudeConfigDirectory, 'leeway', 'backups', session.sessionId),
    ).filter((name) => name.endsWith('.jsonl'));

  it('says what each way would do, shows every item first, and is undone to the byte', async () => {
    const { page } = meter();
    const session = readTwice(1);
    const head = path.join(session.file.replace(/\.jsonl$/, ''), 'resume-head.jsonl');
    mkdirSync(path.dirname(head));
    writeFileSync(head, '{}\n');
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '47K' });

    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Outdated reads' })
      .waitFor();
    const offered = await readQuickPick(page, 'Prune “Add CSV import to the ledger” to fit');
    assert.match(
      offered.rows.find(({ label }) => label === 'Outdated reads')!.detail,
      /^1 item · frees ~\d[\d.]*K → context ~\d+K of 200K \(\d+%\)$/,
    );
    assert.equal(
      offered.rows.some(({ label }) => label.startsWith('All images')),
      false,
      'there are none',
    );

    await answerQuickPick(page, 'Outdated reads');
    const preview = await readPrunePage(page, 'Prune 1 Item');
    assert.equal(preview.title, 'Prune “Add CSV import to the ledger”');
    assert.match(preview.outcome, /^1 selected · frees ~\d[\d.]*K → context ~\d+K$/);
    assert.equal(
      preview.warning,
      'A backup is made first; Undo brings everything back.',
      'it stands there as text',
    );
    assert.equal(preview.rows.length, 1);
    const [row] = preview.rows;
    assert.equal(row!.label, 'Read import.ts');
    assert.match(
      row!.why,
      /^outdated (?:duplicate )?(?:Read or written again|Changed) later · \d+ turns? ago$/,
    );
    assert.match(row!.becomes, /^\[pruned: Read .*; read it again if needed\]$/);
    assert.match(row!.frees, /^~\d[\d.]*K$/);
    assert.deepEqual(
      readFileSync(session.file),
      before,
      'nothing is written before it is agreed to',
    );

    await page.keyboard.press('Enter'); // the button has the focus
    const toast = await waitForToast(page, 'Pruned 1 item');
    await page.locator('.tab', { hasText: 'Prune “' }).waitFor({ state: 'detached' });
    assert.match(toast.text, /^Pruned 1 item\. Context is now ~\d+K of 200K \(\d+%\)\.$/);
    assert.equal(toast.buttons[0], 'Undo');
    const pruned = readFileSync(session.file);
    assert.ok(
      pruned.length < before.length - SOURCE.length && pruned.includes('[pruned: Read'),
      'the file is smaller and says what was there',
    );
    assert.equal(backupsIn(session).length, 1);
    assert.equal(existsSync(head), false, 'Claude Code’s cache of the start is of the old file');
    await waitForStatusItem(page, { text: '~' });

    await pressToastButton(page, 'Pruned 1 item', 'Undo');
    await waitForToast(page, 'The prune was undone');
    assert.deepEqual(readFileSync(session.file), before);
    await closeToast(page, 'The prune was undone');
  });

  it('leaves out what was unticked, and keeps what came after when it is undone', async () => {
    const { page } = meter();
    const session = readTwice(2);
    await waitForStatusItem(page, { text: '48K' });
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await answerQuickPick(page, 'Old tool results');
    const { rows } = await readPrunePage(page, 'Prune 3 Items');
    assert.equal(rows.length, 3);
    await toggleOnPrunePage(page, 'large.csv');
    const without = await readPrunePage(page, 'Prune 2 Items');
    assert.deepEqual(
      without.rows.map(({ label, becomes }) => [label.includes('large'), becomes === 'stays']),
      rows.map(({ label }) => [label.includes('large'), label.includes('large')]),
      'it stays in its place',
    );
    await pressPruneButton(page, 'Prune 2 Items');
    await waitForToast(page, 'Pruned 2 items');
    await closeToast(page, 'Pruned 2 items');
    assert.ok(readFileSync(session.file, 'utf8').includes('Rent November'));

    session.reply(41_000);
    await waitForStatusItem(page, { text: '41K' });
    await runPaletteCommand(page, 'Leeway: Undo Last Prune');
    await waitForToast(page, 'The prune was undone; what came after it is kept.');
    await closeToast(page, 'The prune was undone');
    const now = readFileSync(session.file, 'utf8');
    assert.ok(!now.includes('[pruned:') && now.trimEnd().split('\n').length > 30);
    assert.ok(
      now.lastIndexOf('Go on.') > now.lastIndexOf('small10.ts'),
      'the later prompt is still there',
    );
  });

  it('prunes what is selected in the inspector, says that it waits for a reply, and undoes it from there', async () => {
    const { page } = meter();
    const session = readTwice(5);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '51K' });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, 'Add CSV import to the ledger');
    await frame
      .locator('tr.line', { hasText: 'import.ts' })
      .first()
      .locator('input[type=checkbox]')
      .click();
    await frame.getByRole('button', { name: 'Prune…', exact: true }).last().click();
    await pressPruneButton(page, 'Prune 1 Item');
    await waitForToast(page, 'Pruned 1 item');
    assert.equal(
      await page.evaluate('document.activeElement.matches("iframe.webview")'),
      true,
      'the focus is back in the inspector',
    );
    await closeToast(page, 'Pruned 1 item');
    await frame.getByText('the next reply measures it').waitFor();
    assert.ok(readFileSync(session.file, 'utf8').includes('[pruned: Read'));

    await frame.getByRole('button', { name: 'Undo Prune' }).click();
    await waitForToast(page, 'The prune was undone');
    await closeToast(page, 'The prune was undone');
    await frame.getByText('the next reply measures it').waitFor({ state: 'detached' });
    assert.deepEqual(readFileSync(session.file), before);
    await runPaletteCommand(page, 'View: Close Editor');
  });

  it('puts back what was written into the old file later, and says so', async () => {
    const { page } = meter();
    const session = readTwice(6);
    const before = readFileSync(session.file, 'utf8');
    await waitForStatusItem(page, { text: '52K' });
    const slow = openSync(session.file, 'a');
    try {
      await runPaletteCommand(page, 'Leeway: Prune to Fit…');
      await answerQuickPick(page, 'Outdated reads');
      await pressPruneButton(page, 'Prune 1 Item');
      await waitForToast(page, 'Pruned 1 item');
      writeSync(slow, '{"type":"mode","mode":"late"}\n');
    } finally {
      closeSync(slow);
    }
    await waitForToast(page, 'Leeway put back 1 line that Claude Code wrote into the old file');
    assert.ok(readFileSync(session.file, 'utf8').endsWith('{"type":"mode","mode":"late"}\n'));
    await closeToast(page, 'Leeway put back 1 line');

    await pressToastButton(page, 'Pruned 1 item', 'Undo');
    await waitForToast(page, 'The prune was undone');
    assert.equal(readFileSync(session.file, 'utf8'), `${before}{"type":"mode","mode":"late"}\n`);
    await closeToast(page, 'The prune was undone');
  });

  it('has nothing to undo once a backup was restored, and says why', async () => {
    const { page } = meter();
    const session = readTwice(7);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '53K' });
    await runPaletteCommand(page, 'Leeway: Prune to Fit…');
    await answerQuickPick(page, 'Outdated reads');
    await pressPruneButton(page, 'Prune 1 Item');
    await waitForToast(page, 'Pruned 1 item');
    await closeToast(page, 'Pruned 1 item');

    await runPaletteCommand(page, 'Leeway: Restore Backup…');
    await answerQuickPick(page, 'Before pruning 1 item');
    await pressToastButton(page, 'Restore the backup of', 'Restore');
    await waitForToast(page, 'The backup was restored.');
    await closeToast(page, 'The backup was restored.');
    assert.deepEqual(readFileSync(session.file), before);
    await runPaletteCommand(page, 'Leeway: Undo Last Prune');
    const toast = await waitForToast(page, 'a whole backup was restored since the last prune');
    assert.equal(toast.severity, 'info');
    assert.deepEqual(readFileSync(session.file), before);
    await closeToast(page, 'a whole backup was restored');
  });

  it('asks first where nobody can tell whether a session of a moment ago is open', async () => {
    const { page, claudeConfigDirectory } = meter();
    const session = readTwice(8);
    const before = readFileSync(session.file);
    await waitForStatusItem(page, { text: '54K' });
    const registry = path.join(claudeConfigDirectory, 'sessions');
    renameSync(registry, `${registry}.away`);
    try {
      await runPaletteCommand(page, 'Leeway: Prune to Fit…');
      await answerQuickPick(page, 'Outdated reads');
      await pressPruneButton(page, 'Prune 1 Item');
      await waitForToast(page, 'This session was written within the last minutes');
      assert.deepEqual(readFileSync(session.file), before);
      await pressToastButton(page, 'This session was written within', 'Yes, It Is Closed');
      await waitForToast(page, 'Pruned 1 item');
      assert.notDeepEqual(readFileSync(session.file), before);
      await closeToast(page, 'Pruned 1 item');
    } finally {
      renameSync(`${registry}.away`, registry);
    }
  });

  it('says so where there is nothing to undo', async () => {
    const { page } = meter();
    new WrittenSession(meter(), { seed: 4 }).reply(52_000);
    await waitForStatusItem(page, { text: '52K' });
    await runPaletteCommand(page, 'Leeway: Undo Last Prune');
    assert.equal((await waitForToast(page, 'There is nothing to undo.')).severity, 'info');
  });
});
