import type { Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import { findOrInstallChromium } from '../../setup/chromium';
import { fetchServerPrograms } from '../../setup/vscodeHost';
import type { RunningServer, ServerOptions } from './startServer';
import { startServer } from './startServer';
import { Teardown } from './teardown';

const workbenchTimeLimitMs = 120_000;
const quietBrowser = [
  '--no-sandbox', // the only page it opens is ours, and a container's root may not sandbox
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A running server whose workbench is open in a headless Chromium; `stop` ends both. */
export interface CodeServer extends RunningServer {
  page: Page;
}

export interface CodeServerOptions extends ServerOptions {
  viewport?: { width: number; height: number };
  /** Device pixels for each of the viewport's: 2 as on fine displays. */
  deviceScaleFactor?: number;
  /** Called with the exit code when the module at `testsPath` has run. */
  onTestsEnd?: (code: number) => void;
  /** Receives one line for every step that takes long; standard output by default. */
  report?: (line: string) => void;
}

/**
 * Starts a code-server of its own, opens its workbench in Chromium and waits for the status bar;
 * fetches what is absent.
 *
 * @throws Error when a program cannot be had, the server does not start, or the workbench is not
 * there in two minutes.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const report = options.report ?? ((line: string) => console.log(line));
  const teardown = new Teardown();
  try {
    const executablePath = await findOrInstallChromium(report);
    const server = await startServer(await fetchServerPrograms(report), options);
    teardown.add(() => server.stop());
    const browser = await chromium.launch({ executablePath, args: quietBrowser });
    teardown.add(() => browser.close());

    const page = await browser.newPage({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => options.onTestsEnd?.(code));
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(server.url, { timeout: workbenchTimeLimitMs });
    await page
      .locator('.part.statusbar .statusbar-item')
      .first()
      .waitFor({ timeout: workbenchTimeLimitMs });
    return { ...server, page, stop: () => teardown.run() };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}
