import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../../setup/cacheDirectory';
import type { CodeServer, CodeServerOptions } from '../codeServer/startCodeServer';
import { startCodeServer } from '../codeServer/startCodeServer';
import { takePicture } from '../driver/pictures';
import { observing } from '../paths/observePaths';
import type { TestDirectories } from '../testDirectories';
import { makeTestDirectories } from '../testDirectories';
import { EXTENSION_ID } from '../../fixtures/extensionId';

const startTimeLimitMs = 4 * 60_000;
const keptLogLines = 30;

/** A VS Code with the packaged extension installed, and the directories it works on. */
export type MeterUnderTest = CodeServer & Omit<TestDirectories, 'remove'>;

export interface MeterOptions extends Pick<
  CodeServerOptions,
  'userSettings' | 'machineSettings' | 'environment' | 'viewport' | 'restricted'
> {
  /** Lays out session files and the like before VS Code starts. */
  prepare?: (directories: TestDirectories) => Promise<void>;
  /**
   * What to open instead of the workspace folder: another folder, a .code-workspace file, or
   * nothing.
   */
  open?: (directories: TestDirectories) => string | undefined;
}

/**
 * Gives the tests of the surrounding `describe` a VS Code of their own, with the packaged extension
 * installed and an empty Claude config directory. A failed test leaves a picture in out/failures
 * and prints the extension's log.
 *
 * @returns a function that hands it out inside tests and hooks.
 */
export function useMeter(options: MeterOptions = {}): () => MeterUnderTest {
  let directories: TestDirectories | undefined;
  let host: CodeServer | undefined;

  before('start VS Code', async function () {
    this.timeout(startTimeLimitMs);
    const vsix = path.join(projectDirectory, 'dist', 'leeway.vsix');
    if (!existsSync(vsix))
      throw new Error('dist/leeway.vsix is not there; npm run package makes it.');
    directories = await makeTestDirectories();
    await options.prepare?.(directories);
    const observed = observing(options.restricted === true);
    host = await startCodeServer({
      ...options,
      ...observed,
      workspaceFolder:
        options.open === undefined ? directories.workspaceFolder : options.open(directories),
      vsix: [vsix],
      environment: {
        ...observed.environment,
        CLAUDE_CONFIG_DIR: directories.claudeConfigDirectory,
        ...options.environment,
      },
    });
  });

  afterEach('trace of a failure', async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || host === undefined) return;
    const file = path.join(
      projectDirectory,
      'out',
      'failures',
      `${test.fullTitle().replace(/[^\p{L}\d]+/gu, '-')}.png`,
    );
    await takePicture(host.page, file);
    console.log(
      `  picture: ${path.relative(projectDirectory, file)}\n${lastLogLines(host.logsDirectory)}`,
    );
  });

  after('stop VS Code', async function () {
    this.timeout(startTimeLimitMs);
    await host?.stop();
    await directories?.remove();
  });

  return () => {
    if (host === undefined || directories === undefined)
      throw new Error('VS Code runs only inside tests and hooks.');
    return { ...directories, ...host };
  };
}

function lastLogLines(logsDirectory: string): string {
  return readdirSync(logsDirectory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes(EXTENSION_ID) && file.endsWith('.log'))
    .flatMap((file) =>
      readFileSync(path.join(logsDirectory, file), 'utf8').trim().split('\n').slice(-keptLogLines),
    )
    .map((line) => `  log: ${line}`)
    .join('\n');
}
