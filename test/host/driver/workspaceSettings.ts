import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces the settings of a workspace folder; VS Code notices by itself and applies them to the
 * open window.
 */
export async function writeWorkspaceSettings(
  workspaceFolder: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = path.join(workspaceFolder, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
}
