import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extensionActivation } from '../../demo/extensionActivation';
import { EXTENSION_ID } from '../../fixtures/extensionId';

describe('extensionActivation', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'activation-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const layouts = {
    'code-server': '20261121T100819/exthost1',
    desktop: '20261121T100819/window1/exthost',
  };
  for (const [host, folder] of Object.entries(layouts)) {
    it(`waits for the extension's log folder as ${host} lays it out, the logs directory itself not being there yet`, async () => {
      const logs = path.join(root, 'logs');
      const activation = extensionActivation(logs);
      mkdirSync(path.join(logs, folder, EXTENSION_ID), { recursive: true });
      assert.equal(await activation, true);
    });
  }

  it('is not taken in by other extensions, and gives up at the signal', async () => {
    mkdirSync(path.join(root, 'exthost1', 'vscode.git'), { recursive: true });
    const ended = new AbortController();
    const activation = extensionActivation(root, ended.signal);
    setImmediate(() => ended.abort());
    assert.equal(await activation, false);
  });
});
