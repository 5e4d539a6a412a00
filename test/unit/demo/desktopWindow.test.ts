import assert from 'node:assert/strict';
import { desktopArguments } from '../../demo/desktopWindow';

describe('desktopArguments', () => {
  const open = {
    folder: '/tmp/ledger',
    userData: '/tmp/m/data',
    extensions: '/tmp/m/extensions',
    isRoot: false,
  };

  it('opens the folder in a VS Code that shares nothing with the installed one', () => {
    const [folder, ...flags] = desktopArguments(open);
    assert.equal(folder, '/tmp/ledger');
    for (const flag of [
      '--user-data-dir=/tmp/m/data',
      '--extensions-dir=/tmp/m/extensions',
      '--force-disable-user-env',
    ])
      assert.ok(flags.includes(flag), flag);
  });

  it('has only flags for an empty window', () =>
    assert.deepEqual(
      desktopArguments({ ...open, folder: null }).filter((arg) => !arg.startsWith('--')),
      [],
    ));

  it('gives up the sandbox for root alone, who cannot have it', () => {
    assert.ok(!desktopArguments(open).includes('--no-sandbox'));
    assert.ok(desktopArguments({ ...open, isRoot: true }).includes('--no-sandbox'));
  });
});
