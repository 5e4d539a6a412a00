import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { category, contextUsageAnswer } from '../../fixtures/contextUsageAnswer';
import { writeStandInClaude } from '../../fixtures/standInClaude';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { inspectorFrame, waitForInspector } from '../driver/inspector';
import { clearNotifications, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton } from '../driver/titleBar';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const TITLE = 'Add CSV import to the ledger';
const pictures = path.join(projectDirectory, 'out', 'pictures');

describe('The fixed block', () => {
  const programs = mkdtempSync(path.join(tmpdir(), 'meter-claude-'));
  const meter = useMeter({
    machineSettings: { 'leeway.claudePath': path.join(programs, 'claude') },
    prepare: ({ workspaceFolder, claudeConfigDirectory }) => {
      writeFileSync(path.join(workspaceFolder, 'CLAUDE.md'), 'Run the tests first. '.repeat(90));
      writeFileSync(path.join(claudeConfigDirectory, 'CLAUDE.md'), 'Be brief. '.repeat(40));
      writeFileSync(path.join(workspaceFolder, '.mcp.json'), '{"mcpServers":{"figma":{}}}');
      return Promise.resolve();
    },
  });
  const hasStarted = (): boolean => existsSync(path.join(programs, 'asked'));

  before('write a session that calls a tool of a server', async () => {
    const { page, workspaceFolder, claudeConfigDirectory } = meter();
    writeStandInClaude(path.join(programs, 'claude'), {
      answers: {
        mcp_status: [{ response: { mcpServers: [{ name: 'figma', status: 'connected' }] } }],
        get_context_usage: [
          {
            response: contextUsageAnswer({
              categories: [
                category('system_prompt', 'System prompt', 3_200),
                category('system_tools', 'System tools', 9_800),
                category('mcp_tools', 'MCP tools', 18_200),
                category('memory_files', 'Memory files', 560),
              ],
              mcpTools: [
                ...[7_900, 10_300].map((tokens, at) => ({
                  ...{ name: `mcp__figma__draw${String(at)}`, serverName: 'figma', tokens },
                  isLoaded: true,
                })),
              ],
              memoryFiles: [
                { path: path.join(claudeConfigDirectory, 'CLAUDE.md'), type: 'User', tokens: 120 },
                { path: path.join(workspaceFolder, 'CLAUDE.md'), type: 'Project', tokens: 440 },
              ],
              ...{ agents: [], skills: {} },
            }),
          },
        ],
      },
    });
    new WrittenSession(meter(), { seed: 5, title: TITLE })
      .write((writer) => {
        writer.prompt('Draw the import page.');
        const { toolUseIds } = writer.response({
          blocks: [{ type: 'tool_use', name: 'mcp__figma__draw0', input: {} }],
          usage: { contextTokens: 34_000, outputTokens: 100 },
        });
        writer.toolResult(toolUseIds[0]!, 'Drawn.');
      })
      .reply(35_000);
    await waitForStatusItem(page, { text: '35K' });
  });

  it('opens to the memory files by themselves, and starts nothing', async () => {
    const { page, workspaceFolder } = meter();
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    const frame = await waitForInspector(page, TITLE);
    await frame.locator('tr.line[data-key="system"]').click();
    const own = frame.locator('tr.line.inner', { hasText: /^\s*CLAUDE\.md/ });
    await own.waitFor();
    await frame
      .locator('tr.line.inner', { hasText: 'System prompt, tools and all else' })
      .waitFor();
    await takePicture(page, path.join(pictures, 'blockByFiles.png'));
    assert.ok(!hasStarted());
    await own.click();
    await frame.getByRole('button', { name: 'Open the File' }).click();
    await page.locator('.tab.active', { hasText: 'CLAUDE.md' }).waitFor();
    await page
      .locator('.editor-instance .view-line', { hasText: 'Run the tests first.' })
      .first()
      .waitFor();
    assert.ok(existsSync(path.join(workspaceFolder, 'CLAUDE.md')));
    await runPaletteCommand(page, 'View: Close Editor');
  });

  it('asks Claude Code when that is meant, and names all parts with their use', async () => {
    const { page } = meter();
    const frame = inspectorFrame(page);
    const ask = frame.getByRole('button', { name: 'Ask Claude Code…' });
    await ask.click();
    await waitForToast(page, 'these may use the network');
    await takePicture(page, path.join(pictures, 'askClaude.png'));
    assert.ok(!hasStarted(), 'not before the answer');
    await pressToastButton(page, 'these may use the network', 'Ask Claude Code');
    const figma = frame.locator('tr.line.inner', { hasText: 'figma' });
    await figma.waitFor();
    assert.match(await figma.innerText(), /figma\s+2 tools · 1 call[^]*~18\.2K/);
    assert.match(
      await frame.locator('tr.line[data-key="system note"]').innerText(),
      /^\s*Told by Claude Code, .*\d\d:\d\d; its figures are estimates\.\s*$/,
    );
    await figma.click();
    await frame.getByRole('heading', { name: 'figma' }).waitFor();
    await takePicture(page, path.join(pictures, 'blockByClaude.png'));
    const asked = readFileSync(path.join(programs, 'asked'), 'utf8');
    assert.match(asked, /"subtype":"get_context_usage"/);
    assert.doesNotMatch(asked, /"type":"user"/);
  });

  it('switches a server off for the project after a diff, and takes that back', async () => {
    const { page, workspaceFolder } = meter();
    const frame = inspectorFrame(page);
    const file = path.join(workspaceFolder, '.claude', 'settings.local.json');
    await frame.getByRole('button', { name: 'Switch Off in This Project…' }).click();
    await page
      .locator('.editor.modified .view-line', { hasText: 'disabledMcpjsonServers' })
      .waitFor();
    assert.ok(!existsSync(file), 'nothing is written before the answer');
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, 'is changed.');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { disabledMcpjsonServers: ['figma'] });
    await pressToastButton(page, 'is changed.', 'Undo');
    await waitForToast(page, 'is as it was.');
    assert.ok(!existsSync(file));
    await clearNotifications(page);
  });
});
