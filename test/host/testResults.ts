import { readFile } from 'node:fs/promises';

/**
 * How one test ended, in a form that passes from the extension host to the launcher through a file.
 */
export interface TestResult {
  title: string;
  durationMs: number;
  /** Why it failed; absent when it passed. */
  error?: string;
}

/** Collects results while a mocha runner goes; complete when it has ended. */
export function collectResults(
  runner: Mocha.Runner,
  onResult?: (result: TestResult) => void,
): TestResult[] {
  const results: TestResult[] = [];
  const add = (result: TestResult): void => {
    results.push(result);
    onResult?.(result);
  };
  runner.on('pass', (test) => add({ title: test.fullTitle(), durationMs: test.duration ?? 0 }));
  runner.on('fail', (test, error) => add(failure(test.fullTitle(), error)));
  return results;
}

export function formatResult(result: TestResult): string {
  if (result.error === undefined) return `  ✓ ${result.title} (${result.durationMs} ms)`;
  return `  ✗ ${result.title}\n${result.error.replace(/^/gm, '      ')}`;
}

/**
 * The results that a suite in the extension host has left in `file`. That it left none, or that the
 * host ended badly (`hostProblem`) though no test failed, is a failed result too.
 */
export async function resultsOfSuite(
  file: string,
  hostProblem: string | undefined,
): Promise<TestResult[]> {
  const results = JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as TestResult[];
  const nothingFailed = results.every(({ error }) => error === undefined);
  if (results.length === 0 || (hostProblem !== undefined && nothingFailed)) {
    results.push(failure('extension host', hostProblem ?? 'It ended well, but ran no test.'));
  }
  return results;
}

export function failure(title: string, error: unknown): TestResult {
  return {
    title,
    durationMs: 0,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
