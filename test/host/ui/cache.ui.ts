import assert from 'node:assert/strict';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { setColorTheme } from '../driver/colorTheme';
import { runPaletteCommand } from '../driver/commandPalette';
import { itemLabels, waitForInspector } from '../driver/inspector';
import { takePicture } from '../driver/pictures';
import {
  hoverStatusItem,
  leaveStatusItem,
  readStatusItem,
  waitForStatusItem,
} from '../driver/statusItem';
import { writeWorkspaceSettings } from '../driver/workspaceSettings';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const TWO_HOURS_MS = 7_200_000;
/** As the replies of these sessions say. */
const KEPT_MS = 300_000;
const TITLE = 'Add CSV import to the ledger';
const picture = (name: string): string =>
  path.join(projectDirectory, 'out', 'pictures', `${name}.png`);

describe('The cache', () => {
  const meter = useMeter();

  /** The row of the tooltip that begins so. */
  const row = async (name: string): Promise<string | undefined> => {
    const tooltip = await hoverStatusItem(meter().page);
    const lines = (await tooltip.innerText()).split('\n');
    return lines
      .map((line) =>
        line
          .replace(/\s*\t\s*/g, '\t')
          .replaceAll('\u2060', '')
          .replaceAll('\u00a0', ' ')
          .trim(),
      )
      .find((line) => line.startsWith(`${name}\t`));
  };

  /** Turn 2 brings in a large file. */
  const written = (seed: number, agoMs: number): WrittenSession =>
    new WrittenSession(meter(), { seed, agoMs }).reply(110_000).write((writer) => {
      writer.prompt('Read the importer.');
      const { toolUseIds } = writer.response({
        blocks: [
          { type: 'tool_use', name: 'Read', input: { file_path: '/home/dev/ledger/import.ts' } },
        ],
        usage: { contextTokens: 110_300, outputTokens: 100 },
      });
      writer.toolResult(toolUseIds[0]!, '1\texport const columns = [];\n'.repeat(2_600));
      writer.response({
        blocks: [{ type: 'text', text: 'Done.' }],
        usage: { contextTokens: 136_400, outputTokens: 100 },
      });
      writer.lastPrompt();
    });

  it('is told in the tooltip, and the largest jump with a link to its step', async () => {
    const { page, workspaceFolder } = meter();
    const session = written(1, TWO_HOURS_MS);
    const off = await waitForStatusItem(page, { text: '136K' });
    assert.equal(off.text, '136K / 200K · 30K to auto-compact');
    assert.match(
      (await row('Cache')) ?? '',
      /^Cache\tcold since .*\d\d:\d\d: the next prompt writes ~136K again/,
    );
    assert.equal(await row('Largest jump'), 'Largest jump\t+26.1K in turn 2: Read import.ts');
    await takePicture(page, picture('tooltipCache'));
    await leaveStatusItem(page);
    await setColorTheme(page, 'Light Modern');
    await hoverStatusItem(page);
    await takePicture(page, picture('tooltipCacheLight'));
    await leaveStatusItem(page);
    await setColorTheme(page, 'Dark Modern');

    await writeWorkspaceSettings(workspaceFolder, { 'leeway.statusBar.cache': true });
    const cold = await waitForStatusItem(page, { text: 'cold', background: 'warning' });
    assert.equal(cold.text, '136K / 200K · 30K to auto-compact · cold');
    assert.match(
      cold.spokenLabel,
      / The cache is cold: the next prompt writes 136 thousand tokens again\.$/,
    );

    const tooltip = await hoverStatusItem(page);
    await tooltip.getByRole('link', { name: 'turn 2' }).click();
    const inspector = await waitForInspector(page, TITLE);
    await inspector
      .getByRole('button', { name: 'Came in at turn 2: remove this filter' })
      .waitFor();
    assert.ok((await itemLabels(inspector)).includes('Read /home/dev/ledger/import.ts'));
    await inspector.getByText('Cache cold: the next prompt writes ~136K').first().waitFor();
    await takePicture(page, picture('showStep'));
    // It was looked at, so it is no news.
    assert.equal(await row('Largest jump'), undefined);
    await leaveStatusItem(page);

    session.write((writer) => {
      writer.nowMs = Date.now();
      writer.prompt('Go on.');
      writer.response({
        blocks: [{ type: 'text', text: 'Done.' }],
        usage: { contextTokens: 137_900, outputTokens: 100 },
      });
    });
    const warm = await waitForStatusItem(page, { text: /138K.*auto-compact\s*$/ });
    assert.doesNotMatch(warm.spokenLabel, /cold/);
    await inspector
      .getByText(/Cache warm until .*\d\d:\d\d/)
      .first()
      .waitFor();
    await runPaletteCommand(page, 'View: Close All Editors');
  });

  it('goes cold while nothing is written, in the status bar and in an open page', async () => {
    const { page, workspaceFolder } = meter();
    await writeWorkspaceSettings(workspaceFolder, { 'leeway.statusBar.cache': true });
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    written(2, KEPT_MS - 15_000);
    const inspector = await waitForInspector(page, TITLE);
    await inspector
      .getByText(/Cache warm until .*\d\d:\d\d/)
      .first()
      .waitFor();
    assert.doesNotMatch((await readStatusItem(page)).text, /cold/);
    assert.match((await waitForStatusItem(page, { text: 'cold' }, 40_000)).text, / · cold$/);
    await inspector.getByText('Cache cold: the next prompt writes ~136K').first().waitFor();
    await runPaletteCommand(page, 'View: Close All Editors');
  });
});
