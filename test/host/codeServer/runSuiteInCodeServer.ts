import path from 'node:path';

import { observing } from '../paths/observePaths';
import type { TestDirectories } from '../testDirectories';
import type { TestResult } from '../testResults';
import { resultsOfSuite } from '../testResults';
import { startCodeServer } from './startCodeServer';

const suiteTimeLimitMs = 5 * 60_000;

/**
 * Runs the built suite inside a code-server's extension host, the extension taken from its project
 * directory.
 */
export async function runSuiteInCodeServer(
  developmentPath: string,
  testsPath: string,
  directories: TestDirectories,
): Promise<TestResult[]> {
  const resultsFile = path.join(directories.root, 'results.json');
  let tellEnd: (problem: string | undefined) => void = () => undefined;
  const ended = new Promise<string | undefined>((resolve) => (tellEnd = resolve));
  const observed = observing(false);
  const host = await startCodeServer({
    ...observed,
    workspaceFolder: directories.workspaceFolder,
    developmentPath,
    testsPath,
    smokeTestDriver: true,
    environment: {
      ...observed.environment,
      CLAUDE_CONFIG_DIR: directories.claudeConfigDirectory,
      LEEWAY_TEST_RESULTS: resultsFile,
    },
    onTestsEnd: (code) => tellEnd(code === 0 ? undefined : `It ended with ${code}.`),
  });
  const limit = setTimeout(
    () => tellEnd(`It did not end within ${suiteTimeLimitMs / 1000} s.`),
    suiteTimeLimitMs,
  );
  try {
    return await resultsOfSuite(resultsFile, await ended);
  } finally {
    clearTimeout(limit);
    await host.stop();
  }
}
