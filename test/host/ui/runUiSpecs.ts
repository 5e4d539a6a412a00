import Mocha from 'mocha';

import type { TestResult } from '../testResults';
import { collectResults, formatResult } from '../testResults';

const testTimeLimitMs = 90_000;

/** Runs the specs, which drive VS Code windows from outside, in this process; prints each result as it comes. */
export async function runUiSpecs(specFiles: string[]): Promise<TestResult[]> {
  const mocha = new Mocha({ timeout: testTimeLimitMs, forbidOnly: true, forbidPending: true, reporter: Mocha.reporters.Base });
  for (const file of specFiles) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run();
    const results = collectResults(runner, (result) => console.log(formatResult(result)));
    runner.on('end', () => resolve(results));
  });
}
