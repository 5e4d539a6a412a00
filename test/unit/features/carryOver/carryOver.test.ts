import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type * as CarryOverModule from '../../../../src/features/carryOver/carryOver';
import { EarlierFolder } from '../../../../src/host/earlierFolder';
import type { Adopted } from '../../../../src/io/keeping/adoptEarlierFolder';
import { EARLIER_PRODUCT, PRODUCT } from '../../../../src/product';
import { inEnglish } from '../../../../src/wording/translate';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';

const NONE: Adopted = { kind: 'none', movedFiles: 0, leftFiles: 0, code: '' };
const MOVED: Adopted = { ...NONE, kind: 'moved', movedFiles: 3 };

describe('CarryOver', () => {
  type Values = Record<string, unknown>;
  let isTrusted: boolean;
  let isInstalled: boolean;
  let isFocused: boolean;
  let remoteName: string | undefined;
  let user: Values;
  let remote: Values;
  let workspaceSettings: Values;
  let adopted: Record<string, Adopted>;
  let asked: string[];
  let notices: { readonly message: string; readonly buttons: string[] }[];
  let answer: string | undefined;
  let ran: unknown[][];
  let stored: Values;
  let grantTrust: () => void;
  let focus: () => void;

  const never = (): object => ({ dispose: () => undefined });
  const vscode = {
    l10n: { t: inEnglish },
    env: {
      get remoteName() {
        return remoteName;
      },
    },
    ConfigurationTarget: { Global: 1 },
    Disposable: { from: never },
    commands: { executeCommand: (...given: unknown[]) => Promise.resolve(ran.push(given)) },
    extensions: {
      getExtension: (id: string) =>
        isInstalled && id === EARLIER_PRODUCT.extension ? {} : undefined,
    },
    workspace: {
      get isTrusted() {
        return isTrusted;
      },
      onDidGrantWorkspaceTrust: (listener: () => void) => {
        grantTrust = listener;
        return never();
      },
      getConfiguration: (section = '') => ({
        get: (key: string) => {
          if (section !== '') return user[`${section}.${key}`];
          const isThere = [user, workspaceSettings].some((values) =>
            Object.keys(values).some((name) => name.startsWith(`${key}.`)),
          );
          return isThere ? {} : undefined;
        },
        inspect: (key: string) => ({
          globalValue: user[`${section}.${key}`],
          globalRemoteValue: remote[`${section}.${key}`],
          workspaceValue: workspaceSettings[`${section}.${key}`],
        }),
        update: (key: string, value: unknown, target: unknown) => {
          assert.equal(target, 1);
          user[`${section}.${key}`] = value;
          return Promise.resolve();
        },
      }),
    },
    window: {
      get state() {
        return { focused: isFocused };
      },
      onDidChangeWindowState: (listener: (state: { focused: boolean }) => void) => {
        focus = () => listener({ focused: true });
        return never();
      },
      showInformationMessage: (message: string, ...buttons: string[]) => {
        notices.push({ message, buttons });
        return Promise.resolve(answer);
      },
    },
  };
  let loaded: typeof CarryOverModule;
  before(() => {
    loaded = loadWithVscode('features/carryOver/carryOver.ts', vscode) as typeof CarryOverModule;
  });

  beforeEach(() => {
    [isTrusted, isInstalled, isFocused] = [true, false, true];
    [user, remote, workspaceSettings, adopted, stored] = [{}, {}, {}, {}, {}];
    [asked, notices, ran] = [[], [], []];
    [remoteName, answer] = [undefined, undefined];
    user[`${PRODUCT}.configDir`] = '/config';
  });

  const start = async (): Promise<void> => {
    const earlier = new EarlierFolder({
      adopt: (configDirectory) => {
        asked.push(configDirectory);
        return Promise.resolve(adopted[configDirectory] ?? NONE);
      },
      isTrusted: () => isTrusted,
    });
    const memento = {
      get: (key: string) => stored[key],
      update: (key: string, value: unknown) => Promise.resolve((stored[key] = value)),
    };
    const log = { error: (message: string) => assert.fail(message) };
    new loaded.CarryOver({ earlier, memento, log } as unknown as ConstructorParameters<
      typeof loaded.CarryOver
    >[0]);
    await settle();
  };
  const settle = async (): Promise<void> => {
    for (let times = 0; times < 30; times++) await turn();
  };
  const earlierSetting = (key: string): string => `${EARLIER_PRODUCT.settingsSection}.${key}`;

  it('says nothing, and writes nothing, without a trace of an earlier build', async () => {
    await start();
    assert.deepEqual([notices, stored, asked], [[], {}, ['/config']]);
  });

  it('carries user settings over, leaves the earlier ones, and says so once', async () => {
    adopted['/config'] = MOVED;
    user[earlierSetting('limit')] = 150_000;
    await start();
    assert.deepEqual([user[`${PRODUCT}.limit`], user[earlierSetting('limit')]], [150_000, 150_000]);
    assert.match(notices[0]!.message, /^Context Meter is now Leeway\. Its backups and 1 setting /);
    assert.deepEqual(notices[0]!.buttons, []);
    await start();
    assert.equal(notices.length, 1, 'never again');
  });

  it('looks where a carried setting says that the config directory is', async () => {
    user = { [earlierSetting('configDir')]: '/elsewhere' };
    adopted['/elsewhere'] = MOVED;
    await start();
    assert.equal(asked.at(-1), '/elsewhere');
    assert.match(notices[0]!.message, /Its backups and 1 setting were carried over\./);
  });

  it('writes and says nothing in a restricted window, until trust is granted', async () => {
    isTrusted = false;
    adopted['/config'] = MOVED;
    user[earlierSetting('limit')] = 150_000;
    await start();
    assert.deepEqual([notices, asked, user[`${PRODUCT}.limit`], stored], [[], [], undefined, {}]);
    isTrusted = true;
    grantTrust();
    await settle();
    assert.deepEqual([notices.length, user[`${PRODUCT}.limit`]], [1, 150_000]);
  });

  it('leaves the settings of a workspace alone, and opens them', async () => {
    workspaceSettings[earlierSetting('limit')] = 150_000;
    answer = 'Open Workspace Settings';
    const before = { ...user };
    await start();
    assert.match(notices[0]!.message, /The settings of this folder still use the earlier names/);
    assert.deepEqual([user, ran], [before, [['workbench.action.openWorkspaceSettingsFile']]]);
  });

  it('names an earlier extension that is still installed, and shows it', async () => {
    isInstalled = true;
    answer = 'Show Context Meter';
    await start();
    assert.match(notices[0]!.message, /Context Meter is still installed/);
    assert.deepEqual(ran, [
      ['workbench.extensions.search', `@installed ${EARLIER_PRODUCT.extension}`],
    ]);
  });

  it('says where files stayed for which there are different ones', async () => {
    adopted['/config'] = { ...MOVED, leftFiles: 2 };
    await start();
    assert.ok(
      notices[0]!.message.includes(`2 of its files stay in /config/${EARLIER_PRODUCT.id}:`),
    );
  });

  it('waits for the next start where the move was postponed and there is nothing else', async () => {
    adopted['/config'] = { ...NONE, kind: 'postponed' };
    await start();
    assert.deepEqual([notices, stored], [[], {}]);
  });

  it('waits until somebody looks at the window, and is silent where another one was faster', async () => {
    adopted['/config'] = MOVED;
    isFocused = false;
    await start();
    assert.deepEqual(notices, []);
    stored['carriedOver'] = true;
    focus();
    await settle();
    assert.deepEqual(notices, []);
  });

  it('takes no path of another machine for one of the remote machine', async () => {
    remoteName = 'ssh-remote';
    user = {
      [earlierSetting('configDir')]: '/of/the/laptop',
      [earlierSetting('claudePath')]: '/of/the/laptop',
    };
    remote[earlierSetting('claudePath')] = '/of/the/server';
    await start();
    assert.deepEqual(
      [user[`${PRODUCT}.configDir`], user[`${PRODUCT}.claudePath`]],
      [undefined, '/of/the/server'],
    );
  });
});
