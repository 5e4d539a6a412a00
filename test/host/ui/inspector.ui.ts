import assert from 'node:assert/strict';
import path from 'node:path';

import { pngImage } from '../../fixtures/pngImage';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { menuEntries, pressMenuEntry } from '../driver/contextMenu';
import { groupBy, inspectorFrame, itemLabels, waitForInspector } from '../driver/inspector';
import { takePicture } from '../driver/pictures';
import { clickStatusItem, waitForStatusItem } from '../driver/statusItem';

import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const TITLE = 'Add CSV import to the ledger';
const appearTimeLimitMs = 20_000;

/** Reads two files, one of them twice, and takes a screenshot. */
function ledgerSession(session: WrittenSession): WrittenSession {
  const read = (file: string, lines: number, contextTokens: number): WrittenSession =>
    session.write((writer) => {
      writer.prompt('Look again.');
      const { toolUseIds } = writer.response({
        blocks: [
          { type: 'tool_use', name: 'Read', input: { file_path: `/home/dev/ledger/${file}` } },
        ],
        usage: { contextTokens, outputTokens: 60 },
      });
      writer.toolResult(
        toolUseIds[0]!,
        `1\texport const ${file.replace(/\W/g, '_')} = [];\n`.repeat(lines),
      );
    });
  read('import.ts', 500, 21_000);
  read('store.ts', 200, 30_000);
  read('import.ts', 520, 36_000);
  return session
    .write((writer) => {
      writer.prompt('How does it look?');
      const { toolUseIds } = writer.response({
        blocks: [{ type: 'tool_use', name: 'mcp__playwright__browser_take_screenshot', input: {} }],
        usage: { contextTokens: 47_000, outputTokens: 60 },
      });
      writer.toolResult(toolUseIds[0]!, [
        { type: 'image', png: pngImage({ width: 1440, height: 900 }) },
      ]);
      const told = `<summary>Agent “Look” completed</summary>\n<result>${'Seen. '.repeat(400)}`;
      writer.inUsersPlace(`<task-notification>\n${told}</result>\n</task-notification>`, {
        origin: { kind: 'task-notification' },
      });
    })
    .reply(50_000);
}

describe('The inspector', () => {
  const meter = useMeter();
  let session: WrittenSession;

  before('a session with a few reads', () => {
    session = ledgerSession(new WrittenSession(meter(), { seed: 31 }));
  });

  it('opens from the status bar and shows what fills the context, the largest first', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: '50K' });
    await clickStatusItem(page);
    const frame = await waitForInspector(page, TITLE);
    await frame.getByText('50K / 200K · 25%').waitFor();
    const labels = await itemLabels(frame);
    assert.match(labels[0] ?? '', /^Read .*import\.ts \(2nd\)$/);
    assert.ok(labels.includes('Screenshot 1440×900'), labels.join(', '));
    await frame.locator('tr.line', { hasText: 'outdated' }).first().waitFor();
  });

  it('sorts, filters, groups and selects', async () => {
    const frame = inspectorFrame(meter().page);
    await frame.getByRole('button', { name: 'Item', exact: true }).click();
    const labels = (await itemLabels(frame)).map((label) => label.toLowerCase());
    assert.deepEqual(
      labels,
      [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    );
    await frame.getByRole('button', { name: 'Tokens', exact: true }).click();
    await frame.getByRole('textbox', { name: 'Filter items' }).fill('store.ts');
    await frame.locator('.status .count', { hasText: /^\s*\d of \d+ items/ }).waitFor();
    assert.ok((await itemLabels(frame)).every((label) => label.includes('store.ts')));
    await frame.getByRole('textbox', { name: 'Filter items' }).fill('');
    await groupBy(frame, 'Files');
    await frame.locator('tr.line', { hasText: 'import.ts' }).first().waitFor();
    await groupBy(frame, 'Items');
    await frame.locator('tbody input[type=checkbox]').first().click();
    await frame.getByText(/1 selected\s+·\s+frees ~[\d.]+K → context ~\d+K \(\d+%\)/).waitFor();
    await frame.getByRole('button', { name: 'Copy List' }).click();
    await meter().page.locator('.part.statusbar', { hasText: '1 line copied.' }).waitFor();
  });

  it('tells what nobody typed from what a person wrote, and lets it go', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    const category = (name: string) => frame.locator('.legend button', { hasText: name });
    await category('Machine').click();
    const told = frame.locator('tr.line', { hasText: 'Task notification Agent “Look” completed' });
    await told.locator('input[type=checkbox]:enabled').waitFor({ timeout: appearTimeLimitMs });
    assert.equal((await itemLabels(frame)).length, 1);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'machineText.png'));
    await category('Machine').click();
    await category('User').click();
    await frame.locator('tr.line', { hasText: 'How does it look?' }).waitFor();
    assert.equal(await frame.locator('tr.line input[type=checkbox]:enabled').count(), 0);
    await category('User').click();
  });

  it('previews a picture and a text', async () => {
    const frame = inspectorFrame(meter().page);
    await frame.locator('tr.line', { hasText: 'Screenshot' }).first().locator('.label').click();
    const picture = frame.getByRole('img', { name: /1440 by 900 pixels/ });
    await picture.waitFor({ timeout: appearTimeLimitMs });
    assert.equal(
      await picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth),
      1440,
    );
    await frame.locator('tr.line', { hasText: 'store.ts' }).first().locator('.label').click();
    await frame
      .locator('.prev pre', { hasText: 'export const store_ts = [];' })
      .waitFor({ timeout: appearTimeLimitMs });
  });

  it('opens an item as a document that cannot be written, and its line in the session file', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    await frame.getByRole('button', { name: 'Open as Document' }).click();
    await page
      .locator('.editor-instance .view-line', { hasText: 'store_ts' })
      .first()
      .waitFor({ timeout: appearTimeLimitMs });
    await runPaletteCommand(page, 'View: Close Editor');
    await waitForInspector(page, TITLE);
    await inspectorFrame(page)
      .locator('.prev pre', { hasText: 'store_ts' })
      .waitFor({ timeout: appearTimeLimitMs });
    await inspectorFrame(page).getByRole('button', { name: 'Reveal in Session File' }).click();
    await page
      .locator('.tab.active', { hasText: `${session.sessionId}.jsonl` })
      .waitFor({ timeout: appearTimeLimitMs });
    await runPaletteCommand(page, 'View: Close Editor');
    await waitForInspector(page, TITLE);
  });

  it('has a menu on its rows, with what can be done with each', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    const row = frame.locator('tr.line', { hasText: 'store.ts' }).first();
    await row.click({ button: 'right' });
    assert.deepEqual(await menuEntries(page), [
      'Prune…',
      'Show Content',
      'Open as Document',
      'Reveal in Session File',
      'Copy List',
    ]);
    await pressMenuEntry(page, 'Copy List');
    await page.locator('.part.statusbar', { hasText: '1 line copied.' }).waitFor();
    await frame.locator('tr.line', { hasText: 'How does it look?' }).click({ button: 'right' });
    assert.ok(!(await menuEntries(page)).includes('Prune…'));
    await pressMenuEntry(page, 'Show Content');
    await frame.locator('.prev pre', { hasText: 'How does it look?' }).waitFor();
  });

  it('keeps up with the session and keeps the selection', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    await frame.getByText('1 selected').waitFor();
    session.reply(61_000);
    await frame.getByText('61K / 200K · 30%').waitFor({ timeout: appearTimeLimitMs });
    await frame.getByText('1 selected').waitFor();
  });

  it('lets go of what a compaction took, and says so', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    session.compact(61_000);
    await frame
      .getByText('The selected item left the context.')
      .first()
      .waitFor({ timeout: appearTimeLimitMs });
    await frame.getByText(/^Claude Code compacted the session at turn \d+\.$/).waitFor();
    assert.equal(await frame.locator('.selbar').count(), 0);
    session.reply(30_000);
    await frame.getByText('30K / 200K · 15%').waitFor({ timeout: appearTimeLimitMs });
  });

  it('closes, and opens again from the palette', async () => {
    const { page } = meter();
    const fold = { name: 'What fills it', exact: true };
    const before = await inspectorFrame(page).locator('svg.treemap').count();
    await inspectorFrame(page).getByRole('button', fold).click();
    await runPaletteCommand(page, 'View: Close Editor');
    await page.locator('.webview.ready').waitFor({ state: 'detached' });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, TITLE);
    await frame.getByText('30K / 200K').waitFor();
    // folded as it was left, though the page is another one
    assert.equal(await frame.locator('svg.treemap').count(), 1 - before);
  });

  it('stays calm when the session file goes', async () => {
    const { page } = meter();
    session.remove();
    await inspectorFrame(page)
      .getByText('The session file is gone.')
      .or(inspectorFrame(page).getByText('No Claude Code session in this folder yet'))
      .first()
      .waitFor({ timeout: appearTimeLimitMs });
  });
});
