import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import type * as WarningsModule from '../../../../src/features/notifications/warnings';
import { Snooze } from '../../../../src/host/snooze';
import { silentLog } from '../../../../src/log';
import type { Following } from '../../../../src/operations/following/following';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';
import { followed, following } from '../../../fixtures/sampleFollowing';

describe('a window that is opened on a blocked session', () => {
  let shown: string[];
  const never = (): object => ({ dispose: () => undefined });
  const { Warnings } = loadWithVscode('features/notifications/warnings.ts', {
    window: {
      state: { focused: true },
      onDidChangeWindowState: never,
      showErrorMessage: (message: string) => {
        shown.push(message);
        return Promise.resolve(undefined);
      },
    },
    workspace: { getConfiguration: () => ({ get: () => undefined }) },
    Disposable: { from: never },
    l10n: { t: (text: string) => text },
  }) as typeof WarningsModule;

  let memento: Memento;
  beforeEach(() => {
    shown = [];
    const values = new Map<string, unknown>();
    memento = {
      keys: () => [...values.keys()],
      get: (key: string) => values.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
    } as Memento;
  });

  /** A window of the workspace, and what it is told. */
  function open(): (told: Following) => void {
    let tell: (told: Following) => void = () => undefined;
    const worker = { onDidChange: (listener: typeof tell) => (tell = listener) };
    const services = { worker, snooze: new Snooze(memento), memento, log: silentLog };
    new Warnings(services as unknown as WarningsModule.WarningServices);
    return (told) => tell(told);
  }
  const blockedSince = (sinceMs: number) =>
    ({ blocked: { kind: 'credits', case: 'grown', sinceMs } }) as const;

  it('says so once, in the next window too, until there is another block', () => {
    const tell = open();
    tell(following(blockedSince(5)));
    tell(following(blockedSince(5)));
    assert.equal(shown.length, 1);
    assert.match(shown[0]!, /^Claude Code is blocked/);
    open()(following(blockedSince(5)));
    assert.equal(shown.length, 1);
    open()(following(blockedSince(6)));
    assert.equal(shown.length, 2);
  });

  it('says nothing of other sessions that were blocked before, nor of one that is shown later', () => {
    const tell = open();
    tell(following({}, [followed({ path: '/other', ...blockedSince(5) })]));
    tell(following({ path: '/later', ...blockedSince(5) }));
    assert.deepEqual(shown, []);
  });
});
