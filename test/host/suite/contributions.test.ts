import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import * as vscode from 'vscode';

import { SETTINGS, SETTINGS_SECTION } from '../../../src/host/settings';
import { EXTENSION_ID } from '../../fixtures/extensionId';

describe('What the extension contributes', () => {
  const extension = vscode.extensions.getExtension(EXTENSION_ID)!;
  const manifest = extension.packageJSON as {
    extensionKind: string[];
    contributes: {
      commands: { command: string; category: string }[];
      views: Record<string, { id: string }[]>;
      configuration: { properties: Record<string, { scope: string }> };
    };
  };
  before(() => extension.activate());

  it('runs where the workspace is, and so where Claude Code runs', () => {
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('registers every command that it lists', async () => {
    // VS Code itself has some for each view, by its id
    const ofViews = Object.values(manifest.contributes.views)
      .flat()
      .map(({ id }) => `${id}.`);
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) => !ofViews.some((view) => command.startsWith(view)),
    );
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

  const scopes = Object.entries(manifest.contributes.configuration.properties).map(
    ([key, { scope }]) => [key.slice(SETTINGS_SECTION.length + 1), scope] as const,
  );

  it('writes nothing about a person into the settings of a folder', async () => {
    const section = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    for (const [key] of scopes.filter(([, scope]) => scope !== 'window'))
      await assert.rejects(
        Promise.resolve(section.update(key, 7, vscode.ConfigurationTarget.Workspace)),
        key,
      );
  });

  it('reads nothing about a person from the settings of a folder', async () => {
    const { uri } = vscode.workspace.workspaceFolders![0]!;
    const file = vscode.Uri.joinPath(uri, '.vscode', 'settings.json');
    const hostile = Object.fromEntries(
      scopes.map(([key]) => [`${SETTINGS_SECTION}.${key}`, hostileValue(key)]),
    );
    const current = (key: string): unknown =>
      vscode.workspace.getConfiguration(SETTINGS_SECTION).get(key);
    const taken = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${SETTINGS_SECTION}.handoff.file`)) return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify(hostile)));
    try {
      await taken;
      assert.deepEqual(
        scopes.filter(([key]) => isDeepStrictEqual(current(key), hostileValue(key))),
        scopes.filter(([, scope]) => scope === 'window'),
      );
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '.vscode'), { recursive: true });
    }
  });
});

/** Of the type that the setting has, and never its default. */
function hostileValue(key: string): unknown {
  const { fallback } = Object.values(SETTINGS).find((setting) => setting.key === key)!;
  if (typeof fallback === 'boolean') return !fallback;
  if (typeof fallback === 'number') return fallback + 1;
  return typeof fallback === 'string' ? 'off' : ['claude-opus-5-5[1m]'];
}
