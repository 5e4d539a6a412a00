import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type * as FollowWindow from '../../../src/host/followWindow';
import { EarlierFolder } from '../../../src/host/earlierFolder';
import { silentLog } from '../../../src/log';
import type { FollowTarget } from '../../../src/operations/following/surveySessions';
import { loadWithVscode } from '../../fixtures/loadWithVscode';

describe('followWindow', () => {
  let events: string[];
  let isTrusted: boolean;
  let configDir: string;
  let grantTrust: () => void;
  let changeSettings: () => void;
  let finishAdoption: (() => void) | null;

  const never = (): object => ({ dispose: () => undefined });
  const vscode = {
    workspace: {
      get isTrusted() {
        return isTrusted;
      },
      getConfiguration: () => ({
        get: (key: string) => (key === 'configDir' ? configDir : undefined),
      }),
      onDidChangeWorkspaceFolders: never,
      onDidChangeConfiguration: (
        listener: (event: { affectsConfiguration(): boolean }) => void,
      ) => {
        changeSettings = () => listener({ affectsConfiguration: () => true });
        return never();
      },
      onDidGrantWorkspaceTrust: (listener: () => void) => {
        grantTrust = listener;
        return never();
      },
    },
    window: { terminals: [], onDidOpenTerminal: never, onDidCloseTerminal: never },
    Disposable: { from: never },
  };
  let followWindow: typeof FollowWindow.followWindow;
  before(() => {
    ({ followWindow } = loadWithVscode('host/followWindow.ts', vscode) as typeof FollowWindow);
  });

  beforeEach(() => {
    events = [];
    isTrusted = true;
    configDir = '/one';
    finishAdoption = null;
  });
  const start = (adopt: () => Promise<null>): void => {
    const worker = {
      follow: ({ configDirectory, mayWrite }: FollowTarget) =>
        events.push(`follow ${configDirectory}${mayWrite === true ? '' : ', writing nothing'}`),
    };
    const earlier = new EarlierFolder({
      adopt: (configDirectory) => {
        events.push(`adopt ${configDirectory}`);
        return adopt();
      },
      isTrusted: () => isTrusted,
    });
    const pinned = { path: null, onDidChange: never };
    const focus = { places: () => Promise.resolve([]), onDidChange: never };
    followWindow(
      worker as unknown as Parameters<typeof followWindow>[0],
      pinned as unknown as Parameters<typeof followWindow>[1],
      focus as unknown as Parameters<typeof followWindow>[2],
      earlier,
      silentLog,
    );
  };

  it('has the earlier folder moved before the first follow of a config directory', async () => {
    start(() => new Promise((resolve) => (finishAdoption = () => resolve(null))));
    await turn();
    assert.deepEqual(events, ['adopt /one']);
    finishAdoption!();
    await turn();
    assert.deepEqual(events, ['adopt /one', 'follow /one']);
    changeSettings();
    await turn();
    configDir = '/two';
    changeSettings();
    await turn();
    finishAdoption!();
    await turn();
    assert.deepEqual(events.slice(2), ['follow /one', 'adopt /two', 'follow /two']);
  });

  it('moves nothing in a restricted window, and follows again when trust is granted', async () => {
    isTrusted = false;
    start(() => Promise.resolve(null));
    await turn();
    assert.deepEqual(events, ['follow /one, writing nothing']);
    isTrusted = true;
    grantTrust();
    await turn();
    assert.deepEqual(events.slice(1), ['adopt /one', 'follow /one']);
  });

  it('follows although the worker could not move it', async () => {
    start(() => Promise.reject(new Error('The worker died.')));
    await turn();
    assert.deepEqual(events, ['adopt /one', 'follow /one']);
  });
});
