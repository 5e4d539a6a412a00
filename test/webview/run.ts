// Runs the tests of the inspector's page in a browser, without VS Code.
//   npm run test:webview -- [part of a file name]
import { readdirSync } from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

import { closeBrowser } from './openPage';

const testTimeLimitMs = 60_000;

async function main(filter: string): Promise<void> {
  const mocha = new Mocha({ timeout: testTimeLimitMs, forbidOnly: true, forbidPending: true });
  const files = readdirSync(__dirname).filter(
    (name) => name.endsWith('.web.ts') && name.includes(filter),
  );
  if (files.length === 0) throw new Error(`No test file has “${filter}” in its name.`);
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await closeBrowser();
  process.exitCode = failures === 0 ? 0 : 1;
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
