import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { SETTINGS, SETTINGS_SECTION } from '../../../src/host/settings';
import { EXTENSION_ID } from '../../fixtures/extensionId';

describe('What the extension contributes', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID)!;
  const manifest = extension.packageJSON as {
    extensionKind: string[];
    contributes: { commands: { command: string; category: string }[] };
  };
  before(() => extension.activate());

  it('runs where the workspace is, and so where Claude Code runs', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('registers every command that it lists', async () => {
    const registered = await vscode.commands.getCommands(true);
    const listed = manifest.contributes.commands;
    assert.deepEqual(
      listed.filter(({ category }) => category !== 'Leeway'),
      [],
    );
    assert.deepEqual(
      listed.map(({ command }) => command).sort(),
      registered.filter((command) => command.startsWith('leeway.')).sort(),
    );
  });

  it('has the defaults in the settings that the code falls back to', () => {
    const section = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    for (const { key, fallback } of Object.values(SETTINGS))
      assert.deepEqual(section.inspect(key)?.defaultValue, fallback, key);
  });

  it('takes the config directory from the settings of the machine only', async () => {
    await assert.rejects(
      Promise.resolve(
        vscode.workspace
          .getConfiguration(SETTINGS_SECTION)
          .update('configDir', '/elsewhere', vscode.ConfigurationTarget.Workspace),
      ),
    );
  });
});
