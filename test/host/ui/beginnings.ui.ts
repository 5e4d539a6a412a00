import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { answerQuickPick } from '../driver/quickPick';
import { runPaletteCommand } from '../driver/commandPalette';
import { hoverStatusItem, readStatusItem, waitForStatusItem } from '../driver/statusItem';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('Before the first session of a machine', () => {
  const meter = useMeter({
    prepare: ({ claudeConfigDirectory }) => rm(claudeConfigDirectory, { recursive: true }),
  });

  it('says what is missing and what to do, and begins by itself when it appears', async () => {
    const { page } = meter();
    assert.deepEqual(await readStatusItem(page), {
      text: 'no session',
      icon: 'dashboard',
      spokenLabel: 'Claude context: no Claude Code session in this folder yet.',
      background: 'none',
    });
    const tooltip = await (await hoverStatusItem(page)).innerText();
    assert.match(tooltip, /^No Claude Code sessions on this machine yet$/m);
    assert.match(
      tooltip,
      /^Start claude in a terminal here\. The meter fills in by itself\. .*leeway\.configDir\.$/m,
    );

    new WrittenSession(meter(), { seed: 1, cwd: path.join(meter().root, 'elsewhere') }).reply(
      77_000,
    );
    await (
      await hoverStatusItem(page)
    )
      .getByText('No Claude Code session in this folder yet')
      .waitFor();
    new WrittenSession(meter(), { seed: 2 }).reply(24_000);
    await waitForStatusItem(page, { text: '24K / 200K' });
  });
});

describe('A window without a folder', () => {
  const meter = useMeter({ open: () => undefined });

  it('says so, and shows a session that a person chooses', async () => {
    const { page } = meter();
    new WrittenSession(meter(), { seed: 1, title: 'Of some folder' }).reply(48_000);
    const item = await readStatusItem(page);
    assert.deepEqual(
      [item.text, item.spokenLabel],
      ['no session', 'Claude context: no folder is open.'],
    );
    assert.match(
      await (await hoverStatusItem(page)).innerText(),
      /^No folder is open\n+Open a folder, or choose a session of another one\.$/m,
    );

    await runPaletteCommand(page, 'Leeway: Switch Session…');
    await answerQuickPick(page, 'Other Folders…');
    await answerQuickPick(page, 'Of some folder');
    await waitForStatusItem(page, { text: '48K / 200K' });
  });
});
