import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { openFile } from '../driver/editor';
import { clearNotifications, readNotificationCenter, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton, showTab, titleButton } from '../driver/titleBar';
import { FakeClaude } from './fakeClaude';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('A handoff', () => {
  const claude = new FakeClaude();
  let session: WrittenSession;
  const meter = useMeter({
    machineSettings: { 'leeway.claudePath': claude.path },
    prepare: (directories) => {
      session = new WrittenSession(directories, { seed: 1 })
        .write((writer) => {
          const check =
            'cd app && npm run test:unit -- --grep "reads|writes" && git commit -m "Go"';
          const { toolUseIds } = writer.response({
            blocks: [{ type: 'tool_use', name: 'Bash', input: { command: check } }],
          });
          writer.toolResult(toolUseIds[0]!, '[main 1a2b3c] Go');
        })
        .reply(24_000);
      writeFileSync(path.join(directories.workspaceFolder, 'notes.md'), '# Notes\n');
      return Promise.resolve();
    },
  });
  const file = (): string => path.join(meter().workspaceFolder, '.ai', 'HANDOFF.md');

  it('is written to a file that opens, and says how large it is', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: '24K' });
    await runPaletteCommand(page, 'Leeway: Write Handoff…');
    const { rows } = await readQuickPick(page, 'Write the Handoff to Which File?');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['.ai/HANDOFF.md', 'Another File…'],
    );
    await answerQuickPick(page, '.ai/HANDOFF.md');
    const toast = await waitForToast(page, /The handoff is in \.ai\/HANDOFF\.md, ~\d+ tokens\./);
    assert.deepEqual(toast.buttons, [], 'what comes next stays, and does not go with a toast');
    await page
      .locator('.editor-instance .view-line')
      .filter({ hasText: 'Handoff:' })
      .first()
      .waitFor();
    assert.match(
      readFileSync(file(), 'utf8'),
      /^<!-- leeway:handoff:begin -->\n# Handoff: Add CSV import to the ledger\n[^]*Branch `main`, working folder[^]*Go on\.[^]*claude --resume/,
    );
    assert.match(
      readFileSync(file(), 'utf8'),
      /\n- `cd app && npm run test:unit -- --grep "reads\|writes"`: run once [^\n]*\n\n##/,
      'whole, and without what the commit printed',
    );
    const start = titleButton(page, 'Start Fresh');
    await start.waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'handoff.png'));
    await clearNotifications(page);
    await openFile(page, 'notes.md');
    await start.waitFor({ state: 'detached' });
    await showTab(page, 'HANDOFF.md');
    await start.waitFor();
    await runPaletteCommand(page, 'View: Close Editor');
    await openFile(page, 'HANDOFF.md');
    await start.waitFor({ state: 'detached' });
  });

  it('starts a fresh session that is told to read the file, and archives the old one', async () => {
    const { page, claudeConfigDirectory } = meter();
    const before = readFileSync(session.file, 'utf8');
    await runPaletteCommand(page, 'Leeway: Start Fresh with Handoff');
    await waitForToast(page, 'Start Fresh is in the title bar of the handoff.');
    await clearNotifications(page);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Mind the second bank.');
    await pressTitleButton(page, 'Start Fresh');
    assert.deepEqual(await claude.started(), [
      'Read .ai/HANDOFF.md and go on from there. It was handed over from an earlier session.',
    ]);
    await page.locator('.terminal-wrapper, .xterm').first().waitFor();
    assert.match(readFileSync(file(), 'utf8'), /Mind the second bank\.\n?$/, 'as it was edited');
    await titleButton(page, 'Start Fresh').waitFor({ state: 'detached' });
    const backups = path.join(claudeConfigDirectory, 'leeway', 'backups');
    const archived = readdirSync(backups, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(path.join(backups, name), 'utf8'));
    assert.deepEqual(archived, [before]);
    assert.equal(readFileSync(session.file, 'utf8'), before, 'the old session is untouched');
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    const { rows } = await readQuickPick(page, 'Show the Context of Which Session?');
    assert.match(rows[0]!.detail, / · archived\b/);
    assert.match(rows[0]!.detail, /Left for a fresh session; handoff in \.ai\/HANDOFF\.md/);
    await page.keyboard.press('Escape');
  });

  it('ends the warnings of the session that was left, until somebody goes on in it', async () => {
    const { page } = meter();
    const told = (await readNotificationCenter(page)).length;
    session.write((writer) => {
      const usage = { contextTokens: 164_900, outputTokens: 100 };
      writer.response({ blocks: [{ type: 'text', text: 'Done.' }], usage });
    });
    await waitForStatusItem(page, { text: '165K', background: 'error' });
    assert.equal((await readNotificationCenter(page)).length, told);
    session.reply(171_000);
    const { text } = await waitForToast(page, '171K');
    assert.match(text, /is past auto-compact \(167K\): it will compact at the next prompt\.$/);
    await clearNotifications(page);
  });

  it('keeps a person’s own text, and touches no file with conflict marks', async () => {
    const { page } = meter();
    writeFileSync(file(), `# Mine\n\n${readFileSync(file(), 'utf8')}\nafter\n`);
    await runPaletteCommand(page, 'Leeway: Write Handoff…');
    await answerQuickPick(page, '.ai/HANDOFF.md');
    await waitForToast(page, 'the rest of the file is as it was');
    assert.match(
      readFileSync(file(), 'utf8'),
      /^# Mine\n\n<!--[^]*-->\nMind the second bank\.\nafter\n$/,
    );
    await clearNotifications(page);
    writeFileSync(file(), '<<<<<<< HEAD\n');
    await runPaletteCommand(page, 'Leeway: Write Handoff…');
    await answerQuickPick(page, '.ai/HANDOFF.md');
    const toast = await waitForToast(page, 'contains Git conflict markers');
    assert.equal(toast.severity, 'error');
    assert.equal(readFileSync(file(), 'utf8'), '<<<<<<< HEAD\n');
    assert.ok(existsSync(session.file));
  });
});
