import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runTests } from '@vscode/test-electron';

import { quietSettings } from '../codeServer/quietSettings';
import type { TestDirectories } from '../testDirectories';
import type { TestResult } from '../testResults';
import { resultsOfSuite } from '../testResults';

/** Runs the built suite inside desktop VS Code, the extension taken from its project directory. */
export async function runSuiteOnDesktop(
  executable: string,
  developmentPath: string,
  testsPath: string,
  directories: TestDirectories,
): Promise<TestResult[]> {
  const resultsFile = path.join(directories.root, 'results.json');
  const userData = path.join(directories.root, 'data');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));

  const problem = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: developmentPath,
    extensionTestsPath: testsPath,
    extensionTestsEnv: {
      CLAUDE_CONFIG_DIR: directories.claudeConfigDirectory,
      LEEWAY_TEST_RESULTS: resultsFile,
    },
    launchArgs: [
      directories.workspaceFolder,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${path.join(directories.root, 'extensions')}`,
    ],
  }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return resultsOfSuite(resultsFile, problem);
}
