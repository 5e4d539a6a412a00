import { chooseHost } from '../host/chooseHost';
import type { Report } from '../setup/cachedInstall';
import { openDesktopWindow } from './desktopWindow';
import { openServerWindow } from './serverWindow';

export interface WindowOptions {
  /** `null` opens an empty window. */
  readonly folder: string | null;
  /** What Claude Code goes by; nothing else of that kind reaches the window. */
  readonly environment: Readonly<Record<string, string>>;
  readonly report: Report;
}

/** A VS Code with the extension, there for a person to look at. */
export interface OpenWindow {
  /** Which VS Code it is. */
  readonly name: string;
  /** Of the page to open, where it is one. */
  readonly address: string | null;
  readonly logsDirectory: string;
  /** Aborted when the person has closed it. */
  readonly closed: AbortSignal;
  /** Ends it and removes what it kept. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens desktop VS Code when there is one that runs, else serves one as a page;
 * `LEEWAY_HOST` requires one of the two.
 *
 * @throws Error with one sentence when neither is to be had.
 */
export async function openWindow(options: WindowOptions): Promise<OpenWindow> {
  const host = await chooseHost(options.report);
  if (host.kind === 'code-server') return openServerWindow(options);
  try {
    return await openDesktopWindow(host.executable, options);
  } catch (error) {
    if (process.env.LEEWAY_HOST === 'desktop') throw error;
    options.report(
      `Desktop VS Code is not used: ${error instanceof Error ? error.message : String(error)}`,
    );
    return openServerWindow(options);
  }
}
