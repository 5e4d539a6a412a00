import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { cacheDirectory } from '../setup/cacheDirectory';
import { createSampleWorkspace } from './sampleWorkspace';

/** Where F5 finds them (.vscode/launch.json). */
export const DEBUG_DIRECTORY = path.join(cacheDirectory, 'debug');

/** What a demo works on: nothing of the person's own Claude configuration is read or written. */
export interface DemoFolders {
  readonly workspace: string;
  readonly configDirectory: string;
  /** Where the session of that id belongs; its folder exists. */
  readonly sessionFile: (sessionId: string) => string;
}

/** The same in a temporary directory, gone at the latest when this process exits. */
export interface TemporaryDemoFolders extends DemoFolders {
  readonly remove: () => Promise<void>;
}

/**
 * Creates the sample workspace and a Claude config directory of an account whose usage credits are
 * off.
 */
export async function createDemoFolders(): Promise<TemporaryDemoFolders> {
  const temporary = await makeTemporaryDirectory('leeway-demo-');
  return { ...(await createDemoFoldersIn(temporary.path)), remove: () => temporary.remove() };
}

/** The same in a directory that stays. */
export async function createDemoFoldersIn(directory: string): Promise<DemoFolders> {
  const folders = demoFoldersIn(directory);
  await createSampleWorkspace(folders.workspace);
  await mkdir(path.dirname(folders.sessionFile('')), { recursive: true });
  await mkdir(path.join(folders.configDirectory, 'sessions'), { recursive: true });
  await writeFile(
    path.join(folders.configDirectory, '.claude.json'),
    JSON.stringify({ cachedExtraUsageDisabledReason: 'overage_not_provisioned' }),
  );
  return folders;
}

/** Those that were created in a directory before. */
export function demoFoldersIn(directory: string): DemoFolders {
  const workspace = path.join(directory, 'ledger');
  const configDirectory = path.join(directory, 'claude');
  const project = path.join(configDirectory, 'projects', projectSlug(workspace));
  return {
    workspace,
    configDirectory,
    sessionFile: (sessionId) => path.join(project, `${sessionId}.jsonl`),
  };
}
