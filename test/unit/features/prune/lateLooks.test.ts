import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type * as LateLooksModule from '../../../../src/features/prune/lateLooks';
import { inEnglish } from '../../../../src/wording/translate';
import { silentLog } from '../../../../src/log';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';

describe('LateLooks', () => {
  let isTrusted: boolean;
  let rescued: readonly { readonly lines: number }[] | null;
  let asked: { readonly path: string | null; readonly isLast: boolean }[];
  let said: string[];
  let adopted: number;
  let cleanedUp = 0;
  let grantTrust: () => void;
  let looks: LateLooksModule.LateLooks;

  const vscode = {
    l10n: { t: inEnglish },
    workspace: {
      get isTrusted() {
        return isTrusted;
      },
      onDidGrantWorkspaceTrust: (listener: () => void) => {
        grantTrust = listener;
        return { dispose: () => undefined };
      },
      getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
    },
    window: { showInformationMessage: (message: string) => void said.push(message) },
  };
  const { LateLooks } = loadWithVscode(
    'features/prune/lateLooks.ts',
    vscode,
  ) as typeof LateLooksModule;
  const worker = {
    run: (name: string, ask: (typeof asked)[number]) => {
      if (name === 'cleanUp') {
        cleanedUp++;
        return Promise.resolve(0);
      }
      assert.equal(name, 'rescueLines');
      asked.push({ path: ask.path, isLast: ask.isLast });
      return Promise.resolve(rescued);
    },
  };
  const earlier = {
    adopt: () => {
      adopted++;
      return Promise.resolve(null);
    },
  };
  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    for (let turns = 0; turns < 10; turns++) await Promise.resolve();
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    isTrusted = true;
    rescued = [];
    [asked, said, adopted, cleanedUp] = [[], [], 0, 0];
  });
  const begin = (): void =>
    void (looks = new LateLooks(
      worker as unknown as ConstructorParameters<typeof LateLooks>[0],
      earlier as unknown as ConstructorParameters<typeof LateLooks>[1],
      silentLog,
    ));
  afterEach(() => {
    looks.dispose();
    mock.timers.reset();
  });

  it('looks at all sessions once after the start, and says what came back', async () => {
    rescued = [{ lines: 2 }, { lines: 3 }];
    begin();
    assert.deepEqual(asked, []);
    await pass(60_000);
    assert.deepEqual([asked, adopted, cleanedUp], [[{ path: null, isLast: true }], 1, 1]);
    assert.deepEqual(said, [
      'Leeway put back 5 lines that Claude Code wrote into the old file while it was being pruned.',
    ]);
  });

  it('does nothing in a restricted window, and begins once it is trusted', async () => {
    isTrusted = false;
    begin();
    looks.begin('/one.jsonl');
    await pass(60_000);
    assert.deepEqual([asked, adopted], [[], 0]);
    isTrusted = true;
    grantTrust();
    await pass(0);
    assert.deepEqual(asked, [{ path: null, isLast: true }]);
  });

  it('looks four times after a rewrite, lets go with the last, and says nothing of nothing', async () => {
    begin();
    await pass(5000);
    asked = [];
    looks.begin('/one.jsonl');
    await pass(1000);
    rescued = [{ lines: 1 }];
    await pass(2000);
    rescued = null;
    await pass(60_000);
    assert.deepEqual(asked, [
      ...[1, 2, 3].map(() => ({ path: '/one.jsonl', isLast: false })),
      { path: '/one.jsonl', isLast: true },
    ]);
    assert.deepEqual(said, [
      'Leeway put back 1 line that Claude Code wrote into the old file while it was being pruned.',
    ]);
  });

  it('looks no more once it is disposed of', async () => {
    begin();
    looks.begin('/one.jsonl');
    looks.dispose();
    await pass(60_000);
    assert.deepEqual(asked, []);
  });
});
