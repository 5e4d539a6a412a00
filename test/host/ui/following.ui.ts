import assert from 'node:assert/strict';
import { mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { runPaletteCommand } from '../driver/commandPalette';
import {
  hoverStatusItem,
  leaveStatusItem,
  waitForStatusItem,
  type StatusItem,
} from '../driver/statusItem';
import { runInNewTerminal } from '../driver/terminal';
import { RegisteringClaude } from './registeringClaude';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('Following sessions', () => {
  const meter = useMeter({
    prepare: async ({ root, workspaceFolder }) => {
      // a working tree that is gone, of which git has not been told
      const administrative = path.join(workspaceFolder, '.git', 'worktrees', 'gone');
      await mkdir(administrative, { recursive: true });
      await writeFile(path.join(administrative, 'gitdir'), path.join(root, 'gone', '.git'));
    },
  });
  const shows = (text: string): Promise<StatusItem> => waitForStatusItem(meter().page, { text });
  const switchTo = async (label: string): Promise<void> => {
    await runPaletteCommand(meter().page, 'Leeway: Switch Session…');
    await answerQuickPick(meter().page, label);
  };

  it('shows what is appended to the session', async () => {
    const session = new WrittenSession(meter(), { seed: 1 });
    await shows('no reply yet');
    session.reply(21_000);
    await shows('21K / 200K');
    session.reply(22_000).reply(23_000);
    await shows('23K / 200K');
  });

  it('goes on with the new session after /clear', async () => {
    new WrittenSession(meter(), { seed: 2, title: 'Before' }).reply(90_000);
    await shows('90K');
    const cleared = new WrittenSession(meter(), { seed: 3, title: 'After' });
    await shows('no reply yet');
    cleared.reply(19_000);
    assert.match((await shows('19K')).spokenLabel, /session After\.$/);
  });

  it('reads a file again that another one has replaced', async () => {
    const session = new WrittenSession(meter(), { seed: 4 }).reply(60_000).reply(61_000);
    await shows('61K');
    const copy = new WrittenSession(
      { ...meter(), claudeConfigDirectory: path.join(meter().root, 'elsewhere') },
      { seed: 4 },
    ).reply(28_000);
    await rename(copy.file, session.file);
    await shows('28K');
  });

  it('reads a file again that was cut', async () => {
    const session = new WrittenSession(meter(), { seed: 5 }).reply(25_000);
    const sizeBytes = session.sizeBytes;
    session.reply(64_000);
    await shows('64K');
    await truncate(session.file, sizeBytes);
    await shows('25K');
  });

  it('goes back to the session before when a file is deleted', async () => {
    new WrittenSession(meter(), { seed: 6 }).reply(43_000);
    await shows('43K');
    const deleted = new WrittenSession(meter(), { seed: 7 }).reply(44_000);
    await shows('44K');
    await rm(deleted.file);
    await shows('43K');
  });

  it('leaves sessions of other folders alone', async () => {
    const { page, root } = meter();
    const own = new WrittenSession(meter(), { seed: 8, title: 'Of this folder' }).reply(35_000);
    await shows('35K');
    new WrittenSession(meter(), {
      seed: 9,
      title: 'Of a folder beside it',
      cwd: path.join(root, 'ledger-beside'),
    }).reply(99_000);
    own.reply(36_000).countAsWrittenAgo();
    const below = new WrittenSession(meter(), {
      seed: 10,
      title: 'Of a folder below',
      cwd: path.join(root, 'ledger', 'src'),
    });
    below.reply(37_000);
    await shows('37K');
    await runPaletteCommand(page, 'Leeway: Switch Session…');
    const { rows } = await readQuickPick(page, 'Show the Context of Which Session?');
    assert.ok(rows.some(({ label }) => label.includes('Of a folder below')));
    assert.ok(!rows.some(({ label }) => label.includes('Of a folder beside it')));

    // rows of two lines each: the last one is out of sight
    await page.keyboard.type('Other Folders');
    await answerQuickPick(page, 'Other Folders…');
    const everywhere = await readQuickPick(page, 'Sessions of All Folders');
    const beside = everywhere.rows.find(({ label }) => label.includes('Of a folder beside it'));
    assert.ok(beside?.detail.endsWith(` · ${path.join(root, 'ledger-beside')}`), beside?.detail);
    await answerQuickPick(page, 'Of a folder beside it');
    await shows('99K');
    await switchTo('Follow the Active Session');
    await shows('37K');
  });

  it('stays with the session that was chosen until it is let go', async () => {
    const chosen = new WrittenSession(meter(), { seed: 11, title: 'Chosen' }).reply(51_000);
    await shows('51K');
    const newer = new WrittenSession(meter(), { seed: 12, title: 'Newer' }).reply(87_000);
    await shows('87K');

    await switchTo('Chosen');
    await shows('51K');
    assert.match(await (await hoverStatusItem(meter().page)).innerText(), /^Chosen\n.*· pinned$/m);
    newer.reply(88_000);
    chosen.reply(52_000).countAsWrittenAgo();
    await shows('52K');

    await switchTo('Follow the Active Session');
    await shows('88K');
  });

  it('follows the terminal in focus, whichever session writes', async () => {
    const { page, root, claudeConfigDirectory } = meter();
    const first = new WrittenSession(meter(), { seed: 16, title: 'First' }).reply(71_000);
    const second = new WrittenSession(meter(), { seed: 17, title: 'Second' }).reply(72_000);
    const claude = new RegisteringClaude(root, claudeConfigDirectory);
    await runInNewTerminal(page, claude.commandLine(first.sessionId));
    await shows('71K');
    await runInNewTerminal(page, claude.commandLine(second.sessionId));
    await shows('72K');
    first.reply(73_000);
    // its number is to be seen where it belongs, and only there
    await (await hoverStatusItem(page)).getByText('73K, 36% of 200K').waitFor();
    await leaveStatusItem(page);
    assert.match((await shows('72K')).spokenLabel, /session Second\.$/);

    await runPaletteCommand(page, 'Terminal: Focus Previous Terminal Group');
    await shows('73K');
    second.reply(74_000);
    await (await hoverStatusItem(page)).getByText('74K, 37% of 200K').waitFor();
    await leaveStatusItem(page);
    assert.match((await shows('73K')).spokenLabel, /session First\.$/);
    await runPaletteCommand(page, 'Terminal: Kill All Terminals');
  });

  it('lets a chosen session go when its file is deleted', async () => {
    const other = new WrittenSession(meter(), { seed: 13 }).reply(66_000);
    await shows('66K');
    const chosen = new WrittenSession(meter(), { seed: 14, title: 'Soon gone' }).reply(67_000);
    await shows('67K');
    await switchTo('Soon gone');
    other.reply(68_000);
    await rm(chosen.file);
    await shows('68K');
  });

  it('keeps to what it can read of a damaged session', async () => {
    const session = new WrittenSession(meter(), { seed: 15 }).reply(31_000);
    await writeFile(session.file, '{"type":"user","message":\n\u0000\u0000\n', { flag: 'a' });
    session.reply(32_000);
    await shows('32K');
    const tooltip = await hoverStatusItem(meter().page);
    assert.match(
      await tooltip.innerText(),
      /^\s*1 line could not be read, so the number may be low\.$/m,
    );
  });
});
