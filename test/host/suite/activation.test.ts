import assert from 'node:assert/strict';

import * as vscode from 'vscode';
import { EXTENSION_ID } from '../../fixtures/extensionId';

describe('activation', () => {
  it('is there under its own name and activates', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension, 'VS Code does not know the extension');

    await extension.activate();

    assert.equal(extension.isActive, true);
  });
});
