import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import * as vscode from 'vscode';

import { projectSlug } from '../../../src/io/sessions/projectDirectory';
import { EXTENSION_ID } from '../../fixtures/extensionId';

describe('With an empty config directory', () => {
  it('nothing fails, and the session reader notices the first session', async () => {
    const configDirectory = process.env.CLAUDE_CONFIG_DIR!;
    assert.deepEqual(await readdir(configDirectory), []);
    await vscode.extensions.getExtension(EXTENSION_ID)!.activate();

    const project = path.join(
      configDirectory,
      'projects',
      projectSlug(vscode.workspace.workspaceFolders![0]!.uri.fsPath),
    );
    await mkdir(project, { recursive: true });
    await writeFile(path.join(project, '5e0d1c8a-0000-4000-8000-000000000001.jsonl'), 'no JSON\n');
    const log = await logThatContains('Line 1 (7 bytes) was skipped');
    assert.doesNotMatch(log, /\[error\]/);
  });
});

/**
 * Resolves with the text of the extension's log as soon as it contains `text`; opens it again and
 * again, for what VS Code reads of it once can be old.
 */
async function logThatContains(text: string): Promise<string> {
  const giveUpAtMs = Date.now() + 25_000;
  for (;;) {
    await vscode.commands.executeCommand('leeway.showLog');
    const log = vscode.workspace.textDocuments
      .find(({ uri }) => uri.scheme === 'output' && uri.path.includes('Leeway'))
      ?.getText();
    if (log?.includes(text)) return log;
    assert.ok(
      Date.now() < giveUpAtMs,
      `“${text}” is not in the log, which reads: ${log ?? 'nothing, it did not open'}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
