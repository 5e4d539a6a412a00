import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';

/** The directories that one VS Code under test works on. */
export interface TestDirectories {
  /** Holds the others, and whatever else a test needs. */
  root: string;
  workspaceFolder: string;
  /** Stands where `~/.claude` is; empty. */
  claudeConfigDirectory: string;
  remove(): Promise<void>;
}

export async function makeTestDirectories(): Promise<TestDirectories> {
  const temporary = await makeTemporaryDirectory('leeway-test-');
  const directories = {
    root: temporary.path,
    workspaceFolder: path.join(temporary.path, 'ledger'),
    claudeConfigDirectory: path.join(temporary.path, 'claude'),
    remove: () => temporary.remove(),
  };
  await mkdir(directories.workspaceFolder);
  await mkdir(directories.claudeConfigDirectory);
  return directories;
}
