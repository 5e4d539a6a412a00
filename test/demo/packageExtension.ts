import path from 'node:path';
import { projectDirectory } from '../setup/cacheDirectory';
import { runCommand } from '../setup/runCommand';

const TIME_LIMIT_MS = 60_000;

/**
 * Packs what is built as a .vsix in that folder and returns its path. code-server shows warnings of
 * an installed extension only: it runs one from its directory in a test mode, which hides them.
 */
export async function packageExtension(folder: string): Promise<string> {
  const vsix = path.join(folder, 'leeway.vsix');
  const args = [
    require.resolve('@vscode/vsce/vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  await runCommand(process.execPath, args, { cwd: projectDirectory, timeLimitMs: TIME_LIMIT_MS });
  return vsix;
}
