import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { collectResults } from '../testResults';

const testTimeLimitMs = 30_000;

/**
 * Runs the built tests beside this file inside the extension host and leaves their results, as
 * JSON, in the file that `LEEWAY_TEST_RESULTS` names. VS Code calls it and takes a rejection
 * for a failed run.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: testTimeLimitMs,
    forbidOnly: true,
    forbidPending: true,
    reporter: Mocha.reporters.Base,
  });
  for (const file of readdirSync(__dirname)) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  await mocha.loadFilesAsync();

  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const results = collectResults(runner);
    runner.on('end', () =>
      writeFileSync(process.env.LEEWAY_TEST_RESULTS!, JSON.stringify(results)),
    );
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
