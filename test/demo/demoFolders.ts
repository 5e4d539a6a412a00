import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectSlug } from '../../src/io/sessions/projectDirectory';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { createSampleWorkspace } from './sampleWorkspace';

/**
 * What a demo works on: nothing of the person's own Claude configuration is read or written. Gone
 * at the latest when this process exits.
 */
export interface DemoFolders {
  readonly workspace: string;
  readonly configDirectory: string;
  /** Where the session of that id belongs; its folder exists. */
  readonly sessionFile: (sessionId: string) => string;
  readonly remove: () => Promise<void>;
}

/**
 * Creates the sample workspace and a Claude config directory of an account whose usage credits are
 * off.
 */
export async function createDemoFolders(): Promise<DemoFolders> {
  const temporary = await makeTemporaryDirectory('leeway-demo-');
  const workspace = path.join(temporary.path, 'ledger');
  const configDirectory = path.join(temporary.path, 'claude');
  const project = path.join(configDirectory, 'projects', projectSlug(workspace));
  await createSampleWorkspace(workspace);
  await mkdir(project, { recursive: true });
  await writeFile(
    path.join(configDirectory, '.claude.json'),
    JSON.stringify({ cachedExtraUsageDisabledReason: 'overage_not_provisioned' }),
  );
  return {
    workspace,
    configDirectory,
    sessionFile: (sessionId) => path.join(project, `${sessionId}.jsonl`),
    remove: () => temporary.remove(),
  };
}
