import Mocha from 'mocha';

import type { TestResult } from '../testResults';
import { collectResults, formatResult } from '../testResults';

const testTimeLimitMs = 90_000;

/**
 * Runs the specs, which drive VS Code windows from outside, in this process, file by file; prints
 * each result as it comes. A file with a failure is run once more as a whole, in new windows, and
 * what it says then counts: a busy machine can lose a click or the focus.
 */
export async function runUiSpecs(specFiles: string[]): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const file of specFiles) {
    let ofFile = await runSpec(file);
    if (ofFile.some(({ error }) => error !== undefined)) {
      console.log('  … once more, in new windows');
      ofFile = await runSpec(file);
    }
    results.push(...ofFile);
  }
  return results;
}

function runSpec(file: string): Promise<TestResult[]> {
  const mocha = new Mocha({
    timeout: testTimeLimitMs,
    forbidOnly: true,
    forbidPending: true,
    reporter: Mocha.reporters.Base,
  });
  mocha.addFile(file);
  return new Promise((resolve) => {
    const runner = mocha.run();
    const results = collectResults(runner, (result) => console.log(formatResult(result)));
    runner.on('end', () => {
      mocha.unloadFiles();
      resolve(results);
    });
  });
}
