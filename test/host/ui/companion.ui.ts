import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { until } from '../../claude/until';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForCompanionPage } from '../driver/companionPage';
import { clearNotifications, pressToastButton, waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { waitForStatusItem } from '../driver/statusItem';
import { pressTitleButton } from '../driver/titleBar';
import { useRealClaude } from './useRealClaude';

/** Not in the order in which Claude Code writes settings, and laid out by hand. */
const SETTINGS = `{
  "theme": "dark",
  "permissions": { "deny": ["Read(./dist/**)"] },
  "model": "sonnet"
}
`;
const REMOVED = 'The companion is removed.';
const picture = (name: string): string =>
  path.join(projectDirectory, 'out', 'pictures', `companion-window-${name}.png`);

describe('The companion, with the real CLI', function () {
  this.timeout(240_000);
  const meter = useRealClaude({ viewport: { width: 1000, height: 800 } });
  const inConfig = (...names: string[]): string =>
    path.join(meter().sandbox.configDirectory, ...names);
  const settings = (): string => readFileSync(inConfig('settings.json'), 'utf8');
  const plugins = async (): Promise<readonly Record<string, unknown>[]> => {
    const { binary, environment, workspace } = meter().sandbox;
    const args = ['plugin', 'list', '--json'];
    const { stdout } = await promisify(execFile)(binary, args, {
      env: environment,
      cwd: workspace,
    });
    const all = JSON.parse(stdout) as Record<string, unknown>[];
    return all.filter(({ id }) => id === 'leeway@leeway');
  };

  it('is installed from its page, with the change that was shown', async () => {
    const { page } = meter();
    writeFileSync(inConfig('settings.json'), SETTINGS);
    await waitForStatusItem(page, { text: 'no session' }); // its commands are there then
    await runPaletteCommand(page, 'Leeway: Set Up the Companion…');
    const frame = await waitForCompanionPage(page, 'Set Up the Companion');
    await frame.getByText('2 keys are added, nothing else').waitFor();
    await frame.getByText('2.1.329 was found: all of it works there.').waitFor();
    const added = await frame.locator('.diff tr.added .text').allInnerTexts();
    assert.equal(added[1]?.trim(), '"leeway@leeway": true');
    assert.equal(await frame.locator('.diff tr.removed').count(), 0);
    await takePicture(page, picture('before'));
    assert.equal(settings(), SETTINGS, 'nothing is written before that');
    await frame.getByRole('button', { name: 'Install', exact: true }).click();
    await waitForCompanionPage(page, 'The Companion is installed');
    await waitForToast(page, 'The companion is installed.');
    await takePicture(page, picture('after'));

    assert.ok(settings().startsWith(SETTINGS.slice(0, -3)), 'what was there stays as it was');
    const said = JSON.parse(settings()) as Record<string, Record<string, unknown>>;
    assert.deepEqual(said['enabledPlugins'], { 'leeway@leeway': true });
    assert.deepEqual(said['extraKnownMarketplaces'], {
      leeway: { source: { source: 'directory', path: inConfig('leeway', 'companion') } },
    });
    for (const line of added) assert.ok(settings().includes(line.trim()), line);
    assert.equal(lstatSync(inConfig('leeway', 'live')).mode & 0o777, 0o700);
    const [plugin, ...others] = await plugins();
    assert.deepEqual(others, []);
    assert.equal(plugin?.['enabled'], true);
    assert.equal(plugin['errors'], undefined);
  });

  it('is removed after a look at the diff, and leaves the settings as they were', async () => {
    const { page } = meter();
    await clearNotifications(page);
    const frame = await waitForCompanionPage(page, 'The Companion is installed');
    await frame.getByRole('button', { name: 'Remove the Companion…' }).click();
    await page.locator('.editor.original .view-line', { hasText: 'leeway@leeway' }).waitFor();
    await takePicture(page, picture('removal'));
    assert.match(settings(), /leeway@leeway/);
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, REMOVED);
    assert.equal(settings(), SETTINGS, 'to the byte');
    assert.deepEqual(
      readdirSync(inConfig('leeway')).filter((name) => name !== 'settings'),
      [],
    );
    assert.deepEqual(await plugins(), []);
    for (const list of ['known_marketplaces.json', 'installed_plugins.json'])
      assert.doesNotMatch(readFileSync(inConfig('plugins', list), 'utf8'), /leeway/);
    await waitForCompanionPage(page, 'Set Up the Companion');
  });

  it('is there again by Undo, and goes by its command', async () => {
    const { page } = meter();
    await pressToastButton(page, REMOVED, 'Undo');
    await waitForCompanionPage(page, 'The Companion is installed');
    assert.equal((await plugins())[0]?.['enabled'], true);
    await clearNotifications(page);
    await runPaletteCommand(page, 'Leeway: Remove the Companion…');
    await pressTitleButton(page, 'Write This Change');
    await waitForToast(page, REMOVED);
    assert.equal(settings(), SETTINGS);
    assert.equal(existsSync(inConfig('leeway', 'companion')), false);
  });

  it('shows the same change as a diff, and installs when that is agreed to', async () => {
    const { page } = meter();
    await clearNotifications(page);
    const frame = await waitForCompanionPage(page, 'Set Up the Companion');
    await frame.getByRole('button', { name: 'Read Its Code' }).click();
    await page.locator('.tab.active', { hasText: 'register.js' }).waitFor();
    await runPaletteCommand(page, 'View: Close Editor');
    await frame.getByRole('button', { name: 'Open Diff' }).click();
    await page.locator('.editor.modified .view-line', { hasText: 'leeway@leeway' }).waitFor();
    await pressTitleButton(page, 'Discard');
    await waitForCompanionPage(page, 'Set Up the Companion');
    assert.equal(settings(), SETTINGS);
    await frame.getByRole('button', { name: 'Open Diff' }).click();
    await pressTitleButton(page, 'Write This Change');
    await until('the installation', 60_000, () => existsSync(inConfig('leeway', 'companion.json')));
    await waitForCompanionPage(page, 'The Companion is installed');
    assert.match(settings(), /leeway@leeway/);
  });
});
