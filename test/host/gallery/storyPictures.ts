import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { projectSlug } from '../../../src/io/sessions/projectDirectory';
import { playSession, type SessionStep } from '../../demo/playSession';
import { sampleSession } from '../../demo/sampleSession';
import { writtenImporter } from '../../demo/sampleWorkspace';
import { writeOpenSession } from '../../fixtures/writeOpenSession';
import { setColorTheme } from '../driver/colorTheme';
import { runPaletteCommand } from '../driver/commandPalette';
import { closeToast, toastLocator, waitForToast } from '../driver/notifications';
import { boundsOf, takePicture } from '../driver/pictures';
import { dismissQuickPick, readQuickPick } from '../driver/quickPick';
import { hoverStatusItem, leaveStatusItem, waitForStatusItem } from '../driver/statusItem';
import type { TestDirectories } from '../testDirectories';
import { WrittenSession } from '../ui/writtenSession';
import { saveSheet } from './pictureSheet';
import { sheetColors } from './sheetColors';

const TOAST_WIDTH = 450;
const MARGIN = 2;
const HOUR_MS = 3_600_000;

/** Pictures the window and the warnings while the sample session climbs into the block. */
export async function pictureWarnings(
  page: Page,
  directories: TestDirectories,
  images: string,
): Promise<void> {
  const { file, playTo } = await beginStory(page, directories, 41);
  await playTo('167K');
  await waitForToast(page, '167K');
  await takePicture(page, path.join(images, 'window.png'));
  const pictured = async (caption: string, text: string) => {
    await waitForToast(page, text);
    const picture = path.join(directories.root, 'parts', `${text}.png`);
    await toastLocator(page, text).screenshot({ path: picture, animations: 'disabled' });
    await closeToast(page, text);
    return { caption, picture, width: TOAST_WIDTH };
  };
  const early = await pictured('At 80 % of the next limit', '167K');
  await playTo('190K');
  const late = await pictured('At 95 %', '190K');
  await playTo('~212K');
  await playTo('blocked');
  const blocked = await pictured('When a prompt is refused', 'blocked');
  await saveSheet(
    page,
    path.join(images, 'warnings.png'),
    [early, late, blocked],
    sheetColors['Dark Modern'],
  );
  await rm(file);
}

/** Pictures the tooltip and the session picker, with another session that is open. */
export async function pictureTooltip(
  page: Page,
  directories: TestDirectories,
  images: string,
): Promise<void> {
  const { claudeConfigDirectory, workspaceFolder } = directories;
  new WrittenSession(directories, {
    seed: 91,
    title: 'Explain the rounding of amounts',
    model: 'claude-haiku-4-5',
  })
    .reply(33_400)
    .countAsWrittenAgo(26 * HOUR_MS);
  new WrittenSession(directories, {
    seed: 92,
    title: 'Rename accounts in the report',
    model: 'claude-opus-5-5',
  })
    .reply(118_900)
    .countAsWrittenAgo(3 * HOUR_MS);
  const other = new WrittenSession(directories, { seed: 93, title: 'Fix the flaky login test' })
    .reply(40_000)
    .reply(61_200);
  await writeOpenSession(claudeConfigDirectory, {
    sessionId: other.sessionId,
    cwd: workspaceFolder,
    pid: process.ppid,
  });
  const { playTo } = await beginStory(page, directories, 42);
  await playTo('~167K');
  await waitForToast(page, 'Add CSV import');
  await closeToast(page, 'Add CSV import');
  for (const [theme, name] of [
    ['Dark Modern', 'tooltip-dark.png'],
    ['Light Modern', 'tooltip-light.png'],
  ] as const) {
    await setColorTheme(page, theme);
    const tooltip = await hoverStatusItem(page);
    // it stays, and the item shows its own background again
    await tooltip.hover({ position: { x: 200, y: 10 } });
    const { x, y } = await boundsOf(page, 'tooltip');
    const window = page.viewportSize()!;
    await takePicture(page, path.join(images, name), {
      x: x - MARGIN,
      y: y - MARGIN,
      width: window.width - x + MARGIN,
      height: window.height - y + MARGIN,
    });
    await leaveStatusItem(page);
  }
  await setColorTheme(page, 'Dark Modern');
  await playTo('167K');
  await runPaletteCommand(page, 'Leeway: Switch Session…');
  await readQuickPick(page);
  await takePicture(page, path.join(images, 'session-picker.png'), 'quickPick');
  await dismissQuickPick(page);
  await leaveStatusItem(page);
}

/**
 * Writes the sample session up to where its story begins, open in a process.
 *
 * @returns its file, and what plays it on until the status item shows that text.
 */
async function beginStory(
  page: Page,
  { claudeConfigDirectory, workspaceFolder }: TestDirectories,
  seed: number,
): Promise<{ file: string; playTo: (text: string) => Promise<void> }> {
  const { writer, earlier, live } = sampleSession(
    { cwd: workspaceFolder, seed },
    await writtenImporter(),
  );
  const file = path.join(
    claudeConfigDirectory,
    'projects',
    projectSlug(workspaceFolder),
    `${writer.sessionId}.jsonl`,
  );
  await mkdir(path.dirname(file), { recursive: true });
  await writeOpenSession(claudeConfigDirectory, {
    sessionId: writer.sessionId,
    cwd: workspaceFolder,
  });
  const play = (steps: readonly SessionStep[]): Promise<unknown> =>
    playSession(writer, steps, file, { speed: Infinity });
  await play(earlier);
  await waitForStatusItem(page, { text: '57K' });
  // Where in the story the item shows a text is the business of the story: see the ends of its
  // turns.
  const ends: Record<string, number> = {
    '~167K': 23,
    '167K': 24,
    '190K': 29,
    '~212K': 33,
    blocked: live.length,
  };
  let played = 0;
  const playTo = async (text: string): Promise<void> => {
    await play(live.slice(played, ends[text]));
    played = ends[text]!;
    await waitForStatusItem(page, { text });
  };
  return { file, playTo };
}
