// Runs the tests that need a real VS Code: the suite inside its extension host, then the specs that
// drive its window.
//   npm run test:host -- [part of a file name]
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { projectDirectory } from '../setup/cacheDirectory';
import { chooseHost } from './chooseHost';
import { runSuiteInCodeServer } from './codeServer/runSuiteInCodeServer';
import { runSuiteOnDesktop } from './desktop/runSuiteOnDesktop';
import { pathResults } from './paths/checkPaths';
import { observePaths } from './paths/observePaths';
import { buildSuite } from './suite/buildSuite';
import { makeTestDirectories } from './testDirectories';
import type { TestResult } from './testResults';
import { failure, formatResult } from './testResults';
import { runUiSpecs } from './ui/runUiSpecs';

const outputDirectory = path.join(projectDirectory, 'out', 'host');

async function main(filter: string): Promise<void> {
  const suiteFiles = filesOf('suite', '.test.ts', filter);
  const specFiles = filesOf('ui', '.ui.ts', filter);
  if (suiteFiles.length + specFiles.length === 0)
    throw new Error(`No test file has “${filter}” in its name.`);

  const observed = await observePaths();
  const results: TestResult[] = [];
  if (suiteFiles.length > 0) {
    let ofSuite = await runSuite(suiteFiles);
    if (ofSuite.some(({ error }) => error !== undefined)) {
      console.log('  … once more, in a new VS Code');
      ofSuite = await runSuite(suiteFiles);
    }
    results.push(...ofSuite);
  }
  if (specFiles.length > 0) {
    console.log('Window specs: code-server in Chromium');
    results.push(...(await runUiSpecs(specFiles)));
  }
  const ofPaths = pathResults(observed(), filter === '');
  for (const result of ofPaths) console.log(formatResult(result));
  results.push(...ofPaths);
  const failed = results.filter(({ error }) => error !== undefined).length;
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1); // a download that was given up may still be under way
}

/**
 * Runs the in-host suite in the VS Code that is to be had; that none is, or that it breaks, is a
 * failed result.
 */
async function runSuite(files: string[]): Promise<TestResult[]> {
  const directories = await makeTestDirectories();
  let results: TestResult[];
  try {
    const host = await chooseHost(console.log);
    const name =
      host.kind === 'desktop' ? `desktop VS Code, ${host.executable}` : 'code-server in Chromium';
    console.log(`In-host suite: ${name}`);
    const testsPath = await buildSuite(files, outputDirectory);
    results =
      host.kind === 'desktop'
        ? await runSuiteOnDesktop(host.executable, projectDirectory, testsPath, directories)
        : await runSuiteInCodeServer(projectDirectory, testsPath, directories);
  } catch (error) {
    results = [failure('in-host suite', error)];
  } finally {
    await directories.remove();
  }
  for (const result of results) console.log(formatResult(result));
  return results;
}

function filesOf(directory: string, ending: string, filter: string): string[] {
  return readdirSync(path.join(__dirname, directory))
    .filter((name) => name.endsWith(ending) && name.includes(filter))
    .sort()
    .map((name) => path.join(__dirname, directory, name));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
