import assert from 'node:assert/strict';

import * as vscode from 'vscode';

describe('activation', () => {
  it('is there under its own name and activates', async () => {
    const extension = vscode.extensions.getExtension('context-meter.context-meter');
    assert.ok(extension, 'VS Code does not know the extension');

    await extension.activate();

    assert.equal(extension.isActive, true);
  });
});
