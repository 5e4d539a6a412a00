import assert from 'node:assert/strict';
import type * as Pages from '../../../../src/features/companion/companionPages';
import type * as Feature from '../../../../src/features/companion/companion';
import { silentLog } from '../../../../src/log';
import { inEnglish } from '../../../../src/wording/translate';
import { companionPageState, INSTALLED } from '../../../fixtures/companionPages';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';

describe('The offer of the companion', () => {
  let isTrusted: boolean;
  let said: string[];
  let state: Parameters<typeof companionPageState>[0];
  let kept: Map<string, unknown>;
  const vscode = {
    l10n: { t: inEnglish },
    env: {},
    EventEmitter: Object,
    Uri: { joinPath: () => ({ fsPath: '/extension/companion' }) },
    workspace: {
      get isTrusted() {
        return isTrusted;
      },
      getConfiguration: () => ({ get: () => undefined }),
    },
    window: {
      showInformationMessage: (message: string, ...buttons: string[]) => {
        said.push([message, ...buttons].join(' | '));
        return Promise.resolve(undefined);
      },
    },
  };

  function companion(): Feature.Companion {
    const { Companion } = loadWithVscode(
      'features/companion/companion.ts',
      vscode,
    ) as typeof Feature;
    const tools = {
      worker: { run: () => Promise.resolve(companionPageState(state).reading) },
      memento: {
        get: (key: string) => kept.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      },
      log: silentLog,
    };
    return new Companion(tools as unknown as ConstructorParameters<typeof Pages.CompanionPages>[0]);
  }

  beforeEach(() => {
    isTrusted = true;
    said = [];
    state = {};
    kept = new Map();
  });

  it('comes once on a machine', async () => {
    await companion().offer();
    assert.equal(said.length, 1);
    assert.match(said[0]!, /\| Set Up the Companion… \| Not Now$/);
    await companion().offer();
    assert.equal(said.length, 1);
  });

  it('never comes in a restricted window, nor where it is installed; later it may', async () => {
    isTrusted = false;
    await companion().offer();
    isTrusted = true;
    state = INSTALLED;
    await companion().offer();
    assert.deepEqual(said, []);
    state = {};
    await companion().offer();
    assert.equal(said.length, 1);
  });
});
