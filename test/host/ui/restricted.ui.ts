import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

import { until } from '../../claude/until';
import { projectDirectory } from '../../setup/cacheDirectory';
import { runPaletteCommand } from '../driver/commandPalette';
import { waitForInspector } from '../driver/inspector';
import { waitForToast } from '../driver/notifications';
import { takePicture } from '../driver/pictures';
import { waitForVerdict } from '../driver/recoverPage';
import { waitForStatusItem } from '../driver/statusItem';
import { changesOf, layBait, traceOf, type Bait } from './restrictedBait';
import { useMeter } from './useMeter';

const { contributes } = JSON.parse(
  readFileSync(path.join(projectDirectory, 'package.json'), 'utf8'),
) as {
  contributes: {
    commands: { command: string; title: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
};
const texts = JSON.parse(
  readFileSync(path.join(projectDirectory, 'package.nls.json'), 'utf8'),
) as Record<string, string>;
const SETTLED_MS = 400;

describe('A restricted window', function () {
  this.timeout(300_000);
  let bait: Bait;
  const environment: Record<string, string> = {};
  const meter = useMeter({
    restricted: true,
    environment,
    prepare: (directories) => {
      bait = layBait(directories);
      environment['PATH'] = `${bait.programsDirectory}:${process.env['PATH'] ?? ''}`;
      return Promise.resolve();
    },
  });
  let untouched: Map<string, string>;
  let children: Children;

  /** All that may not change; what VS Code keeps for itself lies elsewhere in its home. */
  const trace = (): Map<string, string> => {
    const { root, homeDirectory } = meter();
    const own = ['.config', '.cache', '.local', '.npm', '.dotnet'];
    return new Map([...traceOf(root, ['started']), ...traceOf(homeDirectory, own)]);
  };

  before('find the window restricted, and everything in its place', async () => {
    const { page, directory } = meter();
    await page
      .locator('.part.statusbar [id="status.workspaceTrust"]')
      .filter({ hasText: 'Restricted Mode' })
      .waitFor();
    await waitForStatusItem(page, { text: /blocked/ });
    untouched = trace();
    children = new Children(directory);
    assert.ok(untouched.size > 30);
  });

  after(() => children.stop());

  afterEach('nothing was written or started', async () => {
    const { page } = meter();
    await leaveAll(page);
    assert.deepEqual(changesOf(untouched, trace()), []);
    assert.deepEqual(bait.started(), []);
    assert.deepEqual(children.seen(), []);
  });

  for (const { command, title } of contributes.commands) {
    const isHidden = contributes.menus.commandPalette.some((item) => item.command === command);
    if (isHidden) continue;
    const words = `Leeway: ${texts[title.slice(1, -1)] ?? title}`;
    it(`writes and starts nothing by “${words}”, whatever is answered`, async () => {
      const { page } = meter();
      await runPaletteCommand(page, words);
      await agreeToEverything(page);
    });
  }

  it('writes and starts nothing for any message of the inspector', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Open Inspector');
    await waitForInspector(page, 'Add CSV import');
    const actions = namesIn(
      'src/features/inspector/acts.ts',
      /^ {2}(\w+): '(?:leeway|workbench)\./gm,
    );
    const others = namesIn('src/features/inspector/acts.ts', /action === '(\w+)'/g);
    const ofBlock = namesIn('src/features/inspector/blockActs.ts', /^ {2}'(\w+)',/gm);
    assert.ok(actions.length > 8 && others.length > 4 && ofBlock.length > 5);
    await send(page, { type: 'preview', id: bait.itemIds[0], page: 0 });
    for (const action of [...actions, ...others, ...ofBlock].filter(
      (name) => name !== 'reloadWindow',
    )) {
      if (!(await isInFront(page, 'Context: Add CSV import'))) {
        await runPaletteCommand(page, 'Leeway: Open Inspector');
        await waitForInspector(page, 'Add CSV import');
      }
      const ids = ofBlock.includes(action) ? ['part 0'] : bait.itemIds;
      await send(page, { type: 'act', action, ids });
      await agreeToEverything(page);
    }
  });

  it('writes and starts nothing for any message of the recover page', async () => {
    const { page } = meter();
    await runPaletteCommand(page, 'Leeway: Recover a Blocked Session…');
    const frame = await waitForVerdict(page, 'A 1M model is pinned; the session is not too large.');
    assert.match(await frame.locator('.pins').innerText(), /settings\.json/);
    await takePicture(page, path.join(projectDirectory, 'out', 'pictures', 'restricted.png'));
    const actions = namesIn('src/features/recover/recoverActs.ts', /case '(\w+)'/g);
    assert.ok(actions.length > 9);
    const pins = [0, 1, 2, 3].flatMap((pin) => [`fixPin${pin}`, `openPin${pin}`]);
    for (const action of [...pins, ...actions]) {
      if (!(await isInFront(page, 'Recover'))) {
        await runPaletteCommand(page, 'Leeway: Recover a Blocked Session…');
        await waitForVerdict(page, 'A 1M model is pinned; the session is not too large.');
      }
      await send(page, { type: 'act', action });
      if (action === 'fixPin1') await waitForToast(page, 'This window is restricted');
      if (action === 'copyReport') await waitForToast(page, 'The report is on the clipboard.');
      await agreeToEverything(page);
    }
  });
});

/** Says something as the page in front would: the frame around it hands on what it says. */
async function send(page: Page, message: unknown): Promise<void> {
  const frame = await until('a page', 20_000, () =>
    page.frames().find((each) => each.name() === 'active-frame' || each.name() === 'pending-frame'),
  );
  await frame.parentFrame()!.evaluate((sent) => {
    const post = (globalThis as unknown as Record<string, (...said: unknown[]) => void>)[
      '__vscode_post_message__'
    ];
    if (post === undefined) throw new Error('VS Code hands messages on in another way by now.');
    post('onmessage', { message: sent });
  }, message);
}

/** Takes the first of whatever is offered, again and again, as somebody in a hurry would. */
async function agreeToEverything(page: Page): Promise<void> {
  for (let step = 0; step < 8; step++) {
    await delay(SETTLED_MS); // that nothing comes can only be waited for
    if (!(await agreeOnce(page))) return;
  }
}

async function agreeOnce(page: Page): Promise<boolean> {
  const dialog = page.locator('.monaco-dialog-box .dialog-buttons .monaco-button').first();
  if (await dialog.isVisible()) {
    await dialog.click();
    return true;
  }
  const input = page.locator('.quick-input-widget .quick-input-filter input');
  if (await input.isVisible()) {
    await page.keyboard.press('Enter');
    return true;
  }
  const buttons = page.locator('.notification-toast .notification-list-item-buttons-container a');
  // read at once: what is done goes away by itself, and its buttons with it
  const labels = await buttons.allInnerTexts();
  const index = labels.findIndex((label) => label !== 'Manage Trust…' && label !== 'Cancel');
  if (index === -1) return false;
  await buttons.nth(index).click();
  return true;
}

/** Whether a page is there to speak with, once what opened over it is closed. */
async function isInFront(page: Page, title: string): Promise<boolean> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  return page.locator('.tab.active', { hasText: title }).first().isVisible();
}

/** Nothing stays open for the next test. */
async function leaveAll(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await runPaletteCommand(page, 'Notifications: Clear All Notifications');
  await runPaletteCommand(page, 'View: Close All Editors');
}

function namesIn(file: string, pattern: RegExp): string[] {
  const source = readFileSync(path.join(projectDirectory, file), 'utf8');
  return [...new Set([...source.matchAll(pattern)].map(([, name]) => name!))];
}

/** VS Code's extension host looks for ports that programs listen on, and forks what its own need. */
const OF_VSCODE = /^$|\/lib\/vscode\/|^\/bin\/sh -c (?:ps -F -A -l|ls -l \/proc\/)/;

/** Watches which processes the extension host starts: those of VS Code's own extensions aside. */
class Children {
  private readonly commands = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  private readonly directory: string;

  /** @param directory of the server, to tell its processes from others. */
  constructor(directory: string) {
    this.directory = directory;
    this.look();
    this.timer = setInterval(() => this.look(), 30);
  }

  seen(): readonly string[] {
    return [...this.commands];
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const processes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid, ...this.processOf(pid) }));
    const hosts = new Set(
      processes
        .filter(
          ({ command, environment }) =>
            command.includes('--type=extensionHost') && environment.includes(this.directory),
        )
        .map(({ pid }) => pid),
    );
    for (const { parent, command } of processes)
      if (hosts.has(parent) && !OF_VSCODE.test(command)) this.commands.add(command);
  }

  private processOf(pid: string): { parent: string; command: string; environment: string } {
    const read = (name: string): string => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, 'latin1');
      } catch {
        return ''; // it has ended
      }
    };
    const stat = read('stat');
    const command = read('cmdline').replaceAll('\0', ' ');
    return {
      parent: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '',
      command,
      environment: command.includes('--type=extensionHost') ? read('environ') : '',
    };
  }
}
