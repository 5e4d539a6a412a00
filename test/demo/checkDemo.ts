import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startCodeServer } from '../host/codeServer/startCodeServer';
import { takePicture } from '../host/driver/pictures';
import { formatTokens } from '../../src/wording/formatTokens';
import { hoverStatusItem, waitForStatusItem } from '../host/driver/statusItem';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { projectDirectory } from '../setup/cacheDirectory';
import type { Report } from '../setup/cachedInstall';
import { beginSession, type BegunSession } from './beginSession';
import { createDemoFolders, type DemoFolders } from './demoFolders';
import { showLivePrune } from './livePrune';
import type { Interruption } from './interruption';
import { packageExtension } from './packageExtension';
import { playSession, type SessionStep } from './playSession';
import {
  expectBlocked,
  expectCompacted,
  expectNotifications,
  expectToast,
  expectTokens,
  SHOWN_WITHIN_MS,
} from './shownInWindow';
import { type StoryStage, storyStage } from './storyStage';

const SPEED = 3;
const VIEWPORT = { width: 1200, height: 750 };
const PICTURES = path.join(projectDirectory, 'out', 'demo');

/**
 * Plays the demo unattended in code-server and Chromium and holds the window to what was written:
 * the tokens after every response, the backgrounds, each warning once, the block, the recovery.
 * Reports a line for each act and leaves pictures in out/demo.
 *
 * @throws Error that says what was shown instead.
 */
export async function checkDemo(report: Report, interruption: Interruption): Promise<void> {
  await rm(PICTURES, { recursive: true, force: true });
  const folders = await createDemoFolders();
  const packed = await makeTemporaryDirectory('leeway-vsix-');
  const session = await beginSession(folders, 0);

  report('code-server: starting');
  const host = await startCodeServer({
    workspaceFolder: folders.workspace,
    vsix: [await packageExtension(packed.path)],
    environment: { CLAUDE_CONFIG_DIR: folders.configDirectory },
    viewport: VIEWPORT,
    report,
  });
  interruption.awaited(); // Playwright ends the browser at the first one, and with it the story
  report('VS Code: code-server in Chromium');
  try {
    await checkStory(host.page, session, report);
    await checkLivePrune(host.page, folders, report);
    report(`Pictures: ${path.relative(process.cwd(), PICTURES)}`);
  } catch (error) {
    await picture(host.page, 'failed').catch(() => undefined); // the page itself may be gone
    throw error;
  } finally {
    await host.stop();
    await packed.remove();
    await folders.remove();
  }
}

async function checkStory(
  page: Page,
  { writer, file, earlier, live, recovery }: BegunSession,
  report: Report,
): Promise<void> {
  const play = (
    steps: readonly SessionStep[],
    onDidWrite: (step: SessionStep) => Promise<void>,
  ): Promise<boolean> => playSession(writer, steps, file, { speed: SPEED, onDidWrite });

  const opening = await expectTokens(page, earlier.at(-1)!.reportedTokens!(), '1M');
  await hoverStatusItem(page);
  await picture(page, '1-under-way');
  await page.mouse.move(0, 0);
  report(`1  under way: “${opening.text}”`);

  await play(live, climbingCheck(page, report));

  const blocked = await expectBlocked(page);
  const toast = await expectToast(page, 'blocked');
  await picture(page, '4-blocked');
  await hoverStatusItem(page);
  await picture(page, '4-blocked-tooltip');
  await page.mouse.move(0, 0);
  report(`4  blocked: “${blocked.text}”, ${blocked.background}; ${toast.text}`);

  const [, compaction] = recovery;
  await play(recovery, async (step) => {
    if (step === compaction) report(`5  compacted: “${(await expectCompacted(page)).text}”`);
    if (step.reportedTokens === undefined) return;
    const { text } = await expectTokens(page, step.reportedTokens(), '200K');
    await picture(page, '5-recovered');
    report(`6  goes on: “${text}”`);
  });
  await expectNotifications(page, ['compacted', 'blocked', 'late', 'early']);
  await picture(page, '6-each-warning-once');
}

/** A real Claude Code takes up what is pruned while it runs; the window shows each step of it. */
async function checkLivePrune(page: Page, folders: DemoFolders, report: Report): Promise<void> {
  const say: Report = (line) => report(`7  live: ${line}`);
  await showLivePrune(folders, say, async ({ stage, tokens }) => {
    if (stage === 'taken') {
      const text = new RegExp(`~${formatTokens(tokens, 0)} / 200K`);
      await waitForStatusItem(page, { text }, SHOWN_WITHIN_MS);
    } else await expectTokens(page, tokens, '200K');
    await picture(page, `7-live-prune-${stage}`);
  });
}

/** Looks after every response, and at the toast too where a threshold was passed. */
function climbingCheck(page: Page, report: Report): (step: SessionStep) => Promise<void> {
  let stage: StoryStage = 'far';
  return async ({ reportedTokens }) => {
    if (reportedTokens === undefined) return;
    const { text, background } = await expectTokens(page, reportedTokens(), '1M');
    const reached = storyStage(reportedTokens());
    if (reached === stage || reached === 'far') return;
    stage = reached;
    const toast = await expectToast(page, reached);
    const act = reached === 'early' ? 2 : 3;
    await picture(page, `${act}-${reached}-warning`);
    report(`${act}  ${reached} warning: “${text}”, ${background}; ${toast.text}`);
  };
}

async function picture(page: Page, name: string): Promise<void> {
  await takePicture(page, path.join(PICTURES, `${name}.png`));
}
