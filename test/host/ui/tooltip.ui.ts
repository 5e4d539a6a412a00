import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { writeOpenSession } from '../../fixtures/writeOpenSession';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForInspector } from '../driver/inspector';
import { clearNotifications, pressToastButton } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { hoverStatusItem, waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton } from '../driver/titleBar';
import { FakeClaude } from './fakeClaude';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const OWN_LINKS = ['openInspector', 'whatHelps', 'switchSession', 'openSettings', 'showLog'].map(
  (command) => `command:leeway.${command}`,
);

describe('The tooltip', () => {
  const claude = new FakeClaude();
  const meter = useMeter({ machineSettings: { 'leeway.claudePath': claude.path } });

  /**
   * The lines of the tooltip that opens on the item once the item shows `text`; cells of a table
   * stand behind tabs.
   */
  const linesAt = async (text: string): Promise<string[]> => {
    await waitForStatusItem(meter().page, { text });
    const tooltip = await hoverStatusItem(meter().page);
    return (await tooltip.innerText()).split('\n').map((line) =>
      line
        .replace(/\s*\t\s*/g, '\t')
        .replaceAll('\u2060', '')
        .replaceAll('\u00a0', ' ')
        .trim(),
    );
  };

  it('tells title, model, size, the limit with its reason, and the walls', async () => {
    new WrittenSession(meter(), { seed: 1 }).reply(24_000).reply(40_500).reply(61_234);
    const lines = await linesAt('61K');
    assert.deepEqual(lines.slice(0, 2), ['Add CSV import to the ledger', 'Sonnet 4.6 · turn 3']);
    for (const line of [
      '61.2K of 200K tokens · 30%',
      'Limit\t200K: the window of Sonnet 4.6',
      'Auto-compact\tat 167K, 105.7K away, about 4–12 turns',
      'Blocked\tat 177K, 115.7K away, about 4–13 turns',
      'Growth\t~18.6K a turn',
    ])
      assert.ok(lines.includes(line), `“${line}” in ${JSON.stringify(lines)}`);
    assert.doesNotMatch(lines.join(), /estimate/);
  });

  it('explains the estimate while there is one', async () => {
    new WrittenSession(meter(), { seed: 2 }).reply(30_000).write((writer) => {
      const { toolUseIds } = writer.response({
        blocks: [
          { type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/ledger/import.ts' } },
        ],
        usage: { contextTokens: 33_000, outputTokens: 90 },
      });
      writer.toolResult(toolUseIds[0]!, '1\texport const columns = [];\n'.repeat(300));
    });
    const lines = await linesAt('~');
    assert.ok(
      lines.includes('~ marks an estimate; the next reply makes it exact.'),
      JSON.stringify(lines),
    );
    assert.match(lines.join('\n'), /^Read \/home\/dev\/ledger\/import\.ts\s*\t~\d[\d.]*K$/m);
  });

  it('stays open while the session goes on, and keeps up with it', async () => {
    const session = new WrittenSession(meter(), { seed: 8 }).reply(70_000).reply(71_000);
    await waitForStatusItem(meter().page, { text: '71K' });
    const tooltip = await hoverStatusItem(meter().page);
    session.reply(72_300);
    await tooltip.getByText('72.3K of 200K tokens').waitFor();
    // VS Code closes it as soon as the item is set to what it already shows.
    await assert.rejects(tooltip.waitFor({ state: 'hidden', timeout: 1500 }), 'it was closed');
  });

  it('tells since when and why a session is blocked, and leads out', async () => {
    new WrittenSession(meter(), { seed: 3, model: 'claude-opus-5-5' })
      .reply(199_950)
      .write((writer) => {
        writer.prompt('A long prompt, behind which nothing fits. '.repeat(800));
        writer.apiError('creditsSubscriber');
      });
    const lines = await linesAt('blocked');
    assert.match(lines.join('\n'), /^Blocked since .*\d\d:\d\d · ~21\d\.\dK tokens$/m);
    assert.match(
      lines.join('\n'),
      /^Usage credits are required for 1M context\. The session has grown 1\d\.\dK past 200K\.$/m,
    );
    assert.match(
      lines.join('\n'),
      /^Limit\t200K: Claude Code asked for usage credits in this session, .*\d\d:\d\d$/m,
    );
    const { page } = meter();
    const tooltip = await hoverStatusItem(page);
    for (const name of ['Prune to Fit…', 'Compact…'])
      await tooltip.getByRole('link', { name }).waitFor();
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'tooltipBlocked.png'));
    await tooltip.getByRole('link', { name: 'Recover…' }).click();
    await page.locator('.tab', { hasText: 'Recover' }).waitFor();
    await clearNotifications(page);
  });

  it('names the file and the key that hold the limit down', async () => {
    const { claudeConfigDirectory } = meter();
    const settings = path.join(claudeConfigDirectory, 'settings.json');
    await writeFile(settings, JSON.stringify({ env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } }));
    new WrittenSession(meter(), { seed: 4, model: 'claude-opus-5-5' }).reply(45_000);
    const lines = await linesAt('45K / 200K');
    assert.ok(
      lines.includes(
        `Limit\t200K: 1M context is turned off by CLAUDE_CODE_DISABLE_1M_CONTEXT in ${settings}`,
      ),
      JSON.stringify(lines),
    );
    await writeFile(settings, '{}');
    await waitForStatusItem(meter().page, { text: '45K / 1M' });
  });

  it('sees a setting of Claude Code change within a second, as every display does', async () => {
    const { page, claudeConfigDirectory } = meter();
    const settings = path.join(claudeConfigDirectory, 'settings.json');
    new WrittenSession(meter(), { seed: 9, model: 'claude-opus-5-5' }).reply(150_000);
    await waitForStatusItem(page, { text: '150K', background: 'none' });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const inspector = await waitForInspector(page, 'Add CSV import');

    await writeFile(settings, JSON.stringify({ autoCompactWindow: 170_000 }));
    await waitForStatusItem(page, { text: '150K', background: 'error' }, 2000);
    await inspector.getByText('auto-compact 137K').first().waitFor();
    assert.ok(
      (await linesAt('150K')).some((line) => line.startsWith('Auto-compact\tat 137K, passed')),
    );

    await runPaletteCommand(page, 'Leeway: Set Claude’s Auto-Compact Window…');
    const { placeholder } = await readQuickPick(page, 'Compact Automatically at Which Size?');
    assert.equal(placeholder, `Now 170K: autoCompactWindow in ${settings}.`);
    await takePicture(
      page,
      path.join(projectDirectory, 'out', 'pictures', 'autoCompactWindow.png'),
    );
    await answerQuickPick(page, `Remove It from ${settings}`);
    await pressTitleButton(page, 'Write This Change');
    await waitForStatusItem(page, { text: '150K', background: 'none' });
    assert.deepEqual(JSON.parse(await readFile(settings, 'utf8')), {});
    await pressToastButton(page, 'is changed.', 'Undo');
    await waitForStatusItem(page, { text: '150K', background: 'error' });
    await clearNotifications(page);
    await writeFile(settings, '{}');
  });

  it('lists the other session that a process holds open, to be clicked, until that ends', async () => {
    const { claudeConfigDirectory, workspaceFolder } = meter();
    const other = new WrittenSession(meter(), { seed: 5, title: 'Fix the flaky login test' })
      .reply(61_000)
      .countAsWrittenAgo();
    const removeRecord = await writeOpenSession(claudeConfigDirectory, {
      sessionId: other.sessionId,
      cwd: workspaceFolder,
    });
    new WrittenSession(meter(), { seed: 6, title: 'Rename accounts' }).reply(33_000);
    const lines = await linesAt('33K');
    assert.match(
      lines.join('\n'),
      /^Other live session\s*\n+Fix the flaky login test\s*\t61K, 30% of 200K$/m,
    );

    const { page } = meter();
    await (await hoverStatusItem(page)).getByRole('link', { name: 'Fix the flaky' }).click();
    assert.match((await waitForStatusItem(page, { text: '61K' })).spokenLabel, /Pinned\.$/);
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    await answerQuickPick(page, 'Follow the Active Session');
    await waitForStatusItem(page, { text: '33K' });

    const tooltip = await hoverStatusItem(page);
    await removeRecord();
    await tooltip.getByText('Other live session').waitFor({ state: 'detached' });
    assert.match(await tooltip.innerText(), /^33K of 200K/m);
  });

  it('shows a title as text, whatever it holds, and links to nothing but its own commands', async () => {
    const { page } = meter();
    const shown =
      '# **bold** _i_ <b>tag</b> <img src="x"> [click](command:workbench.action.quit) ![i](https://evil.example/i.png) https://evil.example `code` | cell &lt;';
    const session = new WrittenSession(meter(), {
      seed: 7,
      title: `${shown} $(trash) \u202edesrever\u202c \u001b[31mred\u001b[0m\n\n---`,
    }).reply(52_000);
    session.write((writer) => {
      const { toolUseIds } = writer.response({
        blocks: [
          { type: 'tool_use', name: 'Read', input: { file_path: '/[x](command:y)|$(trash).ts' } },
        ],
        usage: { contextTokens: 52_300, outputTokens: 90 },
      });
      writer.toolResult(toolUseIds[0]!, 'text '.repeat(500));
    });
    const [title, ...lines] = await linesAt('~');
    assert.equal(title, `${shown} $\u200b(trash) desrever red ---`);
    assert.match(lines.join('\n'), /\[x\]\(command:y\)\|\$\u200b\(trash\)\.ts/);

    const tooltip = await hoverStatusItem(page);
    const links = await tooltip
      .locator('a')
      .evaluateAll((anchors: { dataset: Record<string, string> }[]) =>
        anchors.map(({ dataset }) => dataset['href']),
      );
    assert.deepEqual(links, OWN_LINKS);
    assert.equal(await tooltip.locator('img, b, em, h1, .codicon-trash, code').count(), 0);
  });
});
