import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import { takePicture } from '../driver/pictures';
import {
  hoverStatusItem,
  leaveStatusItem,
  readStatusItem,
  waitForStatusItem,
  waitForStatusItemSide,
} from '../driver/statusItem';
import { writeWorkspaceSettings } from '../driver/workspaceSettings';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

/** Where Claude Code compacts a session of Sonnet 4.6 by itself: its nearest wall. */
const AUTO_COMPACT_TOKENS = 167_000;

describe('The status bar item', () => {
  const meter = useMeter();

  it('shows tokens, limit and percent, and says them in a sentence', async () => {
    new WrittenSession(meter(), { seed: 1 }).reply(61_234);
    assert.deepEqual(await waitForStatusItem(meter().page, { text: '61K' }), {
      text: '61K / 200K · 30%',
      icon: 'dashboard',
      spokenLabel:
        'Claude context 30 percent, 61 thousand tokens of 200 thousand tokens, session Add CSV import to the ledger.',
      background: 'none',
    });
  });

  it('takes the warning and the error background at 80 % and 95 % of the nearest wall, not of the limit', async () => {
    const session = new WrittenSession(meter(), { seed: 2 });
    const iconAt = async (
      tokens: number,
      background: 'none' | 'warning' | 'error',
    ): Promise<string | undefined> => {
      session.reply(tokens);
      return (
        await waitForStatusItem(meter().page, { text: `${Math.floor(tokens / 1000)}K`, background })
      ).icon;
    };
    assert.equal(await iconAt(0.8 * AUTO_COMPACT_TOKENS - 1000, 'none'), 'dashboard');
    assert.equal(await iconAt(0.8 * AUTO_COMPACT_TOKENS, 'warning'), 'warning');
    assert.equal(await iconAt(0.95 * AUTO_COMPACT_TOKENS - 1000, 'warning'), 'warning');
    assert.equal(await iconAt(0.95 * AUTO_COMPACT_TOKENS, 'error'), 'warning');
    assert.match(
      (await readStatusItem(meter().page)).spokenLabel,
      /79 percent, 158 thousand .*\. Warning: 8 thousand tokens to auto-compact\. Session/,
    );
  });

  it('is blocked from the refusal for want of usage credits until the next reply', async () => {
    const session = new WrittenSession(meter(), { seed: 3, model: 'claude-opus-5-5' }).reply(
      198_400,
    );
    assert.equal(
      (await waitForStatusItem(meter().page, { text: '198K', background: 'error' })).text,
      '198K / 1M · 1K to credits',
    );
    session.refuse();
    const { text, icon, spokenLabel } = await waitForStatusItem(meter().page, {
      text: 'blocked',
      background: 'error',
    });
    assert.deepEqual([text, icon], ['blocked · ~198K', 'error']);
    assert.match(
      spokenLabel,
      /^Claude Code is blocked: usage credits are required\. 198 thousand tokens in context/,
    );
    session.compact(198_400).reply(31_500);
    assert.equal(
      (await waitForStatusItem(meter().page, { text: '31K', background: 'none' })).text,
      '31K / 200K · 15%',
    );
  });

  it('shows the tokens alone where the limit is not known', async () => {
    new WrittenSession(meter(), { seed: 4, model: 'acme-coder-2' }).reply(88_000);
    assert.deepEqual(await waitForStatusItem(meter().page, { text: '88K' }), {
      text: '88K',
      icon: 'dashboard',
      spokenLabel:
        'Claude context 88 thousand tokens, limit not known, session Add CSV import to the ledger.',
      background: 'none',
    });
  });

  it('shows an estimate right after a compaction, and the exact number after the next reply', async () => {
    const session = new WrittenSession(meter(), { seed: 5 }).reply(24_000).reply(151_000);
    await waitForStatusItem(meter().page, { text: '151K' });
    session.compact(151_000);
    // What the first reply said of system prompt and tools, and a summary of some words.
    assert.equal((await waitForStatusItem(meter().page, { text: '~' })).text, '~23K / 200K · 11%');
    session.reply(26_500);
    assert.equal(
      (await waitForStatusItem(meter().page, { text: '26K', background: 'none' })).text,
      '26K / 200K · 13%',
    );
  });

  it('follows its settings at once', async () => {
    const { page, workspaceFolder } = meter();
    new WrittenSession(meter(), { seed: 6 }).reply(61_234);
    await waitForStatusItem(page, { text: '61K' });
    for (const [format, text] of [
      ['tokens', /^\s*61K \/ 200K$/],
      ['percent', /^\s*30%$/],
      ['remaining', /^\s*138K left$/],
      ['both', /^\s*61K \/ 200K · 30%$/],
    ] as const) {
      await writeWorkspaceSettings(workspaceFolder, { 'leeway.statusBar.format': format });
      await waitForStatusItem(page, { text });
    }
    await waitForStatusItemSide(page, 'right');
  });

  it('names the wall that gives the colour, in all formats, and past it says so', async () => {
    const { page, claudeConfigDirectory, workspaceFolder } = meter();
    const settings = path.join(claudeConfigDirectory, 'settings.json');
    await writeFile(settings, JSON.stringify({ autoCompactWindow: 200_000 }));
    const session = new WrittenSession(meter(), { seed: 8, model: 'claude-opus-5-5' });
    session.reply(165_000);
    for (const [format, text] of [
      ['tokens', /^\s*165K \/ 1M · 2K to auto-compact$/],
      ['percent', /^\s*16% · 2K to auto-compact$/],
      ['remaining', /^\s*2K to auto-compact$/],
      ['both', /^\s*165K \/ 1M · 2K to auto-compact$/],
    ] as const) {
      await writeWorkspaceSettings(workspaceFolder, { 'leeway.statusBar.format': format });
      await waitForStatusItem(page, { text, background: 'error' });
    }
    session.reply(371_300);
    const past = await waitForStatusItem(page, { text: '371K', background: 'error' });
    assert.equal(past.text, '371K / 1M · 204K past auto-compact');
    assert.match(past.spokenLabel, /Warning: 204 thousand tokens past auto-compact\./);
    await (await hoverStatusItem(page)).getByText('204.3K past auto-compact').waitFor();
    await takePicture(
      page,
      path.join(projectDirectory, 'out', 'pictures', 'past-auto-compact.png'),
    );
    await leaveStatusItem(page);
    await writeFile(settings, '{}');
  });

  it('takes from a folder how it looks, and nothing of what counts for all sessions', async () => {
    const { page, workspaceFolder } = meter();
    new WrittenSession(meter(), { seed: 7 }).reply(61_234);
    await waitForStatusItem(page, { text: '61K' });
    await writeWorkspaceSettings(workspaceFolder, {
      'leeway.limit': 100_000,
      'leeway.warnings.earlyPercent': 1,
      'leeway.statusBar.alignment': 'left',
    });
    await waitForStatusItemSide(page, 'left');
    assert.equal((await waitForStatusItem(page, { text: '61K' })).text, '61K / 200K · 30%');
    assert.equal((await readStatusItem(page)).background, 'none');
  });
});
