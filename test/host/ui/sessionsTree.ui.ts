import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { HoldingProcesses } from '../../fixtures/holdingProcesses';
import { WrittenSubagent } from '../../fixtures/writtenSubagents';
import { menuEntries, pressMenuEntry } from '../driver/contextMenu';
import { waitForInspector } from '../driver/inspector';
import { readQuickPick } from '../driver/quickPick';
import {
  openRowMenu,
  openSessionsTree,
  treeRow,
  untilRows,
  waitForTreeBadge,
} from '../driver/sessionsTree';
import { waitForStatusItem } from '../driver/statusItem';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

describe('The tree of sessions', () => {
  const meter = useMeter({ viewport: { width: 1000, height: 700 } });
  const processes = new HoldingProcesses();
  after(() => processes.end());
  const run = ({ sessionId }: WrittenSession, status: 'busy' | 'idle'): Promise<void> => {
    const { claudeConfigDirectory, workspaceFolder: cwd } = meter();
    return processes.hold(claudeConfigDirectory, { sessionId, cwd, status });
  };

  let wizard: WrittenSession;
  let ended: WrittenSession;
  let review: WrittenSubagent;

  it('has all open sessions with their numbers, the most urgent first', async () => {
    const { page } = meter();
    wizard = new WrittenSession(meter(), { seed: 1, title: 'Rebuild the statement import' });
    await run(wizard.reply(159_000), 'busy');
    const nightly = new WrittenSession(meter(), {
      seed: 2,
      title: 'Why does the nightly run fail',
    });
    await run(nightly.reply(214_000).refuse(), 'idle');
    await run(
      new WrittenSession(meter(), { seed: 3, title: 'Upgrade the ledger' }).reply(33_000),
      'idle',
    );
    ended = new WrittenSession(meter(), { seed: 4, title: 'Write the release notes' })
      .reply(71_000)
      .countAsWrittenAgo();
    new WrittenSession(meter(), {
      ...{ seed: 5, title: 'Site redesign' },
      cwd: path.join(meter().root, 'site'),
    }).reply(52_000);
    await openSessionsTree(page);
    const rows = await untilRows(page, 'three sessions', (all) => all.length === 6);
    assert.deepEqual(
      rows.map(({ level, label, description }) => [level, label, description]),
      [
        [1, 'ledger', '3 live'],
        [2, '~214K Why does the nightly run fail', 'Sonnet 4.6 · main'],
        [2, '159K Rebuild the statement import', 'Sonnet 4.6 · main'],
        [2, '33K Upgrade the ledger', 'Sonnet 4.6 · main'],
        [1, 'Ended', '1 in ledger'],
        [1, 'Other Folders', ''],
      ],
    );
    assert.deepEqual(
      rows.map(({ icon }) => icon),
      ['', 'error', 'leeway-level-9', 'leeway-level-2', '', ''],
    );
    await waitForTreeBadge(page, '2');
    assert.match(
      rows[2]?.spoken ?? '',
      /^Rebuild the statement import, working, 159 thousand tokens of 200 thousand tokens, 8 thousand tokens to auto-compact\./,
    );
  });

  it('shows subagents as they work, and says in the tooltip what they hold', async () => {
    const { page } = meter();
    review = new WrittenSubagent(
      {
        ...{ path: wizard.file, sessionId: wizard.sessionId },
        cwd: meter().workspaceFolder,
      },
      'a1',
      {
        description: 'Review the mapping',
      },
    ).asked('Review the mapping of all banks.');
    const label = (words: string) => (all: readonly { readonly label: string }[]) =>
      all.some((row) => row.label === words);
    await untilRows(page, 'a new subagent', label('– Review the mapping'));
    review.step(48_000);
    await untilRows(page, 'its first step', label('48K Review the mapping'));
    review.step(112_000);
    await untilRows(page, 'its next step', label('112K Review the mapping'));
  });

  it('shows what fills a subagent, which can only be looked at', async () => {
    const { page } = meter();
    await treeRow(page, 'Review the mapping').click();
    const frame = await waitForInspector(page, 'Review the mapping of all banks.');
    assert.equal(await frame.getByRole('button', { name: 'Prune to Fit…' }).count(), 0);
    await frame.getByText('This is the context of a subagent.').waitFor();
    await treeRow(page, 'Upgrade the ledger').click();
    await waitForInspector(page, 'Upgrade the ledger');
    assert.equal(await frame.getByRole('button', { name: 'Prune to Fit…' }).count(), 1);
  });

  it('has what can be done with a session in its menu', async () => {
    const { page } = meter();
    await openRowMenu(page, 'Rebuild the statement import');
    assert.deepEqual(await menuEntries(page), [
      'Inspect',
      'Show in the Status Bar',
      'Reveal Terminal',
      'Prune to Fit…',
      'Compact with a Smaller Model…',
      'Recover a Blocked Session…',
      'Write Handoff…',
      'Continue from an Earlier Turn…',
      'Copy Session Id',
    ]);
    await pressMenuEntry(page, 'Show in the Status Bar');
    await waitForStatusItem(page, { text: '159K' });
    await openRowMenu(page, 'Review the mapping');
    assert.deepEqual(await menuEntries(page), ['Inspect']);
    await page.keyboard.press('Escape');
  });

  it('reads ended sessions when their group is opened, and prunes one of them', async () => {
    const { page } = meter();
    await treeRow(page, 'Ended').click();
    await untilRows(page, 'the ended session', (all) =>
      all.some(({ label }) => label === '71K Write the release notes'),
    );
    await treeRow(page, 'Other Folders').click();
    await untilRows(page, 'the other folder', (all) => all.some(({ label }) => label === 'site'));
    await openRowMenu(page, 'Write the release notes');
    assert.ok((await menuEntries(page)).includes('Archive'));
    await pressMenuEntry(page, 'Prune to Fit…');
    await readQuickPick(page, 'Prune “Write the release notes” to fit');
    await page.keyboard.press('Escape');
  });

  it('finds what was said in any session, and opens it there', async () => {
    const { page } = meter();
    await page.getByRole('button', { name: 'Search Sessions…' }).click();
    await page.locator('.quick-input-widget input:focus').waitFor();
    await page.keyboard.type('GO ON');
    const asked = await readQuickPick(page, 'Search Sessions');
    assert.match(asked.rows[0]?.label ?? '', /^Search for “GO ON” in what was said/);
    await page.keyboard.press('Enter');
    const found = await readQuickPick(page, '6 places found in 5 sessions');
    assert.ok(found.rows.every(({ label }) => label === 'Go on.'));
    assert.ok(found.rows.some(({ detail }) => /^Site redesign · turn 1 · .* · site$/.test(detail)));
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Site redesign' }).click();
    await waitForInspector(page, 'Site redesign');
  });

  it('says what a session writes again before it is resumed', async () => {
    const { page } = meter();
    await treeRow(page, 'Write the release notes').hover();
    await openRowMenu(page, 'Write the release notes');
    await pressMenuEntry(page, 'Resume…');
    const { rows } = await readQuickPick(page, 'Resume “Write the release notes”');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['As It Is', 'Prune First…', 'Compact First…', 'Hand Over…'],
    );
    assert.match(rows[0]?.detail ?? '', /^71K tokens · warm until/);
    await page.keyboard.press('Escape');
  });

  it('shows only what is asked for', async () => {
    const { page } = meter();
    await page.getByRole('button', { name: 'Filter…' }).click();
    await page.locator('.quick-input-widget input:focus').waitFor();
    await page.keyboard.type('ledger');
    await page.keyboard.press('Enter');
    await untilRows(page, 'one session', (all) =>
      all.filter(({ level }) => level === 2).every(({ label }) => label.includes('Upgrade')),
    );
    await page.getByText('Only what has “ledger” in its title, model, branch or folder.').waitFor();
    await page.getByRole('button', { name: 'Show All Sessions' }).click();
    await untilRows(page, 'all again', (all) => all.some(({ label }) => label.includes('nightly')));
  });

  it('keeps what the files told for the next window, and nothing of one that is gone', async () => {
    const { page, claudeConfigDirectory } = meter();
    const place = path.join(claudeConfigDirectory, 'leeway', 'summaries.json');
    const untilKept = async (isSo: (text: string) => boolean): Promise<void> => {
      while (!isSo(await readFile(place, 'utf8').catch(() => '')))
        await new Promise((resolve) => setTimeout(resolve, 100));
    };
    await untilKept((text) => text.includes('Write the release notes'));
    ended.remove();
    // whatever lists sessions
    await page.getByRole('button', { name: 'Search Sessions…' }).click();
    await readQuickPick(page, 'Search Sessions');
    await page.keyboard.press('Escape');
    await untilKept((text) => text.includes('"version"') && !text.includes('release notes'));
  });
});

describe('The tree of sessions before the first one', () => {
  const meter = useMeter({
    prepare: ({ claudeConfigDirectory }) => rm(claudeConfigDirectory, { recursive: true }),
  });

  it('says what to do', async () => {
    const { page } = meter();
    await openSessionsTree(page);
    await page.getByText('Claude Code has not run on this machine yet.').waitFor();
    new WrittenSession(meter(), { seed: 1 }).reply(24_000);
    await untilRows(page, 'the first session', (all) =>
      all.some(({ label }) => label.startsWith('24K')),
    );
  });
});
