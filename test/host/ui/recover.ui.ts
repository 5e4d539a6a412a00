import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

import {
  createClaudeSandbox,
  removeClaudeSandbox,
  type ClaudeSandbox,
} from '../../claude/claudeSandbox';
import { compactingModel, formerModel, grow } from '../../claude/grownSession';
import { startMockMessagesApi, type MockMessagesApi } from '../../claude/mockMessagesApi';
import { runClaude } from '../../claude/runClaude';
import { until } from '../../claude/until';
import { fetchClaudeCli } from '../../setup/claudeCli';
import { cacheDirectory, projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { answerQuickPick, readQuickPick } from '../driver/quickPick';
import { pressRecoverButton, recoverFrame, waitForVerdict } from '../driver/recoverPage';
import { waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton } from '../driver/titleBar';
import { FakeClaude } from './fakeClaude';
import { useMeter } from './useMeter';
import { WrittenSession } from './writtenSession';

const picture = (name: string): string =>
  path.join(projectDirectory, 'out', 'pictures', `${name}.png`);

async function closePage(page: Page): Promise<void> {
  await runPaletteCommand(page, 'View: Close Editor');
  await page.locator('.webview.ready').waitFor({ state: 'detached' });
  await page.locator('.part.editor').click(); // the window lost its focus with the page
}

describe('A blocked session, with the real CLI', function () {
  this.timeout(240_000);
  let api: MockMessagesApi;
  let sandbox: ClaudeSandbox;
  let session: { sessionId: string; sessionFile: string };
  const environment: Record<string, string> = {};
  const machineSettings: Record<string, unknown> = {};
  const meter = useMeter({
    environment,
    machineSettings,
    open: () => sandbox.workspace,
    prepare: async () => {
      const binary = await fetchClaudeCli(path.join(cacheDirectory, 'claude-code'), console.log);
      api = await startMockMessagesApi();
      sandbox = await createClaudeSandbox({ binary, apiUrl: api.url, account: 'subscriber' });
      Object.assign(
        environment,
        Object.fromEntries(
          Object.entries(sandbox.environment).filter(
            ([name]) => name !== 'PATH' && name !== 'HOME',
          ),
        ),
      );
      machineSettings['leeway.claudePath'] = binary;
      session = await grow({ api, sandbox });
    },
  });

  after('stop the mock', async () => {
    api.releaseAll();
    await removeClaudeSandbox(sandbox);
    await api.stop();
  });

  it('goes from the toast to “Unblocked” by clicks', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: /25\dK/ });
    api.rules.creditsAboveTokens = 200_000;
    const refused = await runClaude(sandbox, 'Go on.', {
      model: formerModel,
      resume: session.sessionId,
    });
    assert.equal(refused.isError, true);
    const blocked = await waitForToast(page, 'Claude Code is blocked');
    assert.equal(blocked.buttons[0], 'Recover…');
    await takePicture(page, picture('recover-toast'));

    const startedMs = Date.now();
    await pressToastButton(page, 'Claude Code is blocked', 'Recover…'); // click 1
    const frame = await waitForVerdict(page, 'The session has grown past 200K.');
    assert.match(
      await frame.locator('dl').innerText(),
      /over 200K[^]*Opus 5\.5, not pinned to 1M in any settings file[^]*2\.1\.329, not running/,
    );
    assert.equal(
      await frame.locator('li.current h3').innerText(),
      'Compact with Haiku 4.5, then continue with Opus 5.5',
    );
    await takePicture(page, picture('recover-grown'));

    await pressRecoverButton(page, 'Compact with Haiku 4.5…'); // click 2
    const sheet = await readQuickPick(page, 'Compact');
    assert.match(sheet.rows[0]!.description, /25\d(\.\d)?K → ~\d+K tokens/);
    assert.equal(
      sheet.rows[0]!.detail,
      'Haiku 4.5 reads ~200K tokens once, at full price. A backup is made first.',
    );
    await takePicture(page, picture('compact-sheet'));
    await answerQuickPick(page, 'Compact with Haiku 4.5'); // click 3
    const compacted = await waitForToast(page, /^Compacted .*→ ~\d+(\.\d)?K tokens/, 90_000);
    assert.deepEqual(compacted.buttons, [
      'Continue with Opus 5.5 in Terminal',
      'What Was Lost?',
      'Restore Backup…',
    ]);
    await waitForVerdict(page, 'No longer too large.');
    const smallMs = Date.now() - startedMs;
    await takePicture(page, picture('recover-smaller'));

    // and on with the model that was used before
    await pressRecoverButton(page, 'Continue with Opus 5.5 in Terminal');
    await page.locator('.terminal-wrapper .xterm').first().waitFor();
    const asked = api.requests.length;
    await until('claude in the terminal', 30_000, async () =>
      /❯|>/.test(await page.locator('.xterm-rows').first().innerText()),
    );
    await page.locator('.xterm-helper-textarea').first().focus();
    await page.keyboard.type('Where were we?');
    await page.keyboard.press('Enter');
    await until('a request of the former model', 30_000, () =>
      api.requests.slice(asked).some(({ kind, model }) => kind === 'turn' && model === formerModel),
    );
    await waitForVerdict(page, 'Unblocked.');
    await takePicture(page, picture('recover-unblocked'));
    assert.ok(
      api.requests.some(
        ({ kind, model, status }) =>
          kind === 'compaction' && model === compactingModel && status === 200,
      ),
    );
    await waitForToast(page, /measured on the first reply/);
    const took = `${(smallMs / 1000).toFixed(1)} s`;
    console.log(`    3 clicks; ${took} from the first one to a session that is small enough`);
    assert.equal(await recoverFrame(page).locator('li.current').count(), 0);
  });
});

describe('A pinned 1M model', () => {
  const claude = new FakeClaude();
  const settings = '{\n  "theme": "dark",\n  "model": "claude-sonnet-4-6[1m]"\n}\n';
  const meter = useMeter({
    machineSettings: { 'leeway.claudePath': claude.path },
    environment: { ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-4-6[1m]' },
    prepare: ({ claudeConfigDirectory, workspaceFolder, ...directories }) => {
      writeFileSync(path.join(claudeConfigDirectory, 'settings.json'), settings);
      mkdirSync(path.join(workspaceFolder, '.claude', 'agents'), { recursive: true });
      writeFileSync(
        path.join(workspaceFolder, '.claude', 'agents', 'reviewer.md'),
        '---\nname: reviewer\nmodel: sonnet[1m]\n---\n',
      );
      // what pins nothing is read as well, and not shown
      for (const directory of [claudeConfigDirectory, path.join(workspaceFolder, '.claude')])
        for (const file of ['agents/own.md', 'skills/own/SKILL.md', 'commands/own.md']) {
          mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
          writeFileSync(path.join(directory, file), '---\nname: own\nmodel: sonnet\n---\n');
        }
      new WrittenSession(
        { claudeConfigDirectory, workspaceFolder, ...directories },
        { seed: 1, title: 'Fix the flaky login test' },
      )
        .reply(31_200)
        .refuse();
      return Promise.resolve();
    },
  });
  const file = (): string => path.join(meter().claudeConfigDirectory, 'settings.json');

  it('is told when a window opens on the block, apart from a grown session, and shown where it is set', async () => {
    const { page } = meter();
    await waitForStatusItem(page, { text: 'blocked · ~31K' });
    await pressToastButton(page, 'Claude Code is blocked', 'Recover…');
    const frame = await waitForVerdict(page, 'A 1M model is pinned; the session is not too large.');
    await frame.getByText('Pinned 1M models, 3 found').waitFor();
    const rows = await frame.locator('.pins tbody tr').allInnerTexts();
    assert.match(rows[0]!, /settings\.json:3\s+model\s+claude-sonnet-4-6\[1m\]\s+Show Diff…/);
    assert.match(rows[1]!, /^\.claude\/agents\/reviewer\.md:3\s+model\s+sonnet\[1m\]/);
    assert.match(
      rows[2]!,
      /Environment of this window\s+ANTHROPIC_DEFAULT_OPUS_MODEL\s+claude-opus-4-6\[1m\]\s+Change it where it is set/,
    );
    assert.equal(
      await frame.getByRole('button', { name: /^Compact|^Preview Prune/ }).count(),
      0,
      'nothing that makes it smaller is offered',
    );
    await takePicture(page, picture('recover-pinned'));
  });

  it('is changed after a look at the diff, and taken back', async () => {
    const { page } = meter();
    await recoverFrame(page)
      .locator('.pins tbody tr')
      .first()
      .getByRole('button', { name: /^Show Diff…/ })
      .click();
    await page.locator('.editor.modified .view-line', { hasText: '"claude-sonnet-4-6"' }).waitFor();
    await takePicture(page, picture('recover-diff'));
    assert.equal(readFileSync(file(), 'utf8'), settings, 'nothing is written before that');
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, 'Claude Code reads it when a session starts.');
    assert.equal(readFileSync(file(), 'utf8'), settings.replace('[1m]', ''));
    await recoverFrame(page).getByText('Pinned 1M models, 2 found').waitFor();
    await pressToastButton(page, 'Claude Code reads it when a session starts.', 'Undo');
    await recoverFrame(page).getByText('Pinned 1M models, 3 found').waitFor();
    assert.equal(readFileSync(file(), 'utf8'), settings);
  });

  it('is gone when a new session gets its reply', async () => {
    const { page } = meter();
    await pressRecoverButton(page, 'Start a New Session');
    await claude.started();
    new WrittenSession(meter(), { seed: 2, title: 'Another' }).reply(20_100);
    await waitForVerdict(page, 'Unblocked.');
  });

  it('stands out nowhere while nothing is blocked', async () => {
    const { page } = meter();
    await closePage(page);
    await runPaletteCommand(page, 'Leeway: Recover');
    const frame = await waitForVerdict(page, 'Nothing is blocked here.');
    await frame.getByText('Pinned 1M models, 3 found').waitFor();
    assert.equal(await frame.locator('button:not(.sec):not(.lnk)').count(), 0);
    assert.equal(await frame.locator('li.current').count(), 0);
    await takePicture(page, picture('recover-nothing'));
  });

  it('is no matter of a very large session, which is told to prune first', async () => {
    const { page } = meter();
    await closePage(page);
    const large = new WrittenSession(meter(), { seed: 3, title: 'Very large' }).reply(371_300);
    await waitForStatusItem(page, { text: '371K' });
    large.refuse();
    await pressToastButton(page, 'Claude Code is blocked', 'Recover…');
    const frame = await waitForVerdict(page, 'The session has grown past 200K.');
    assert.equal(await frame.locator('li.current h3').innerText(), 'Prune to fit, then continue');
    await frame.getByText('would be left, not below 200K: prune first.').first().waitFor();
    await takePicture(page, picture('recover-very-large'));
    await pressRecoverButton(page, 'Compact with Haiku 4.5…');
    const { rows } = await readQuickPick(page, 'Compact');
    assert.equal(rows[0]?.label, 'Prune First…');
    assert.match(rows[1]?.description ?? '', /371\.3K → ~20\dK tokens, not below 167K$/);
    await takePicture(page, picture('compact-sheet-very-large'));
    await page.keyboard.press('Escape');
  });

  it('comes with a report that gives nothing away', async () => {
    const { page } = meter();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pressRecoverButton(page, 'Copy Report');
    await waitForToast(page, 'The report is on the clipboard.');
    await page.setViewportSize({ width: 420, height: 900 });
    await takePicture(page, picture('recover-narrow'));
  });
});
