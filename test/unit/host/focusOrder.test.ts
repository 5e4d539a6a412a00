import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type * as FocusOrderModule from '../../../src/host/focusOrder';
import { loadWithVscode } from '../../fixtures/loadWithVscode';

interface Tab {
  label: string;
  input: unknown;
}

describe('FocusOrder', () => {
  class TabInputWebview {
    readonly viewType: string;
    constructor(viewType: string) {
      this.viewType = viewType;
    }
  }
  const claude = (label: string): Tab => ({
    label,
    input: new TabInputWebview('mainThreadWebview-claudeVSCodePanel'),
  });
  const file: Tab = { label: 'Fix the test', input: {} };
  const terminal = (pid: number | undefined) => ({ processId: Promise.resolve(pid) });
  const one = terminal(1);
  const two = terminal(2);
  let fire: Record<'terminal' | 'close' | 'tabs', (given?: unknown) => void>;
  let tabs: Tab[];
  let active: Tab | undefined;

  const { FocusOrder } = loadWithVscode('host/focusOrder.ts', {
    TabInputWebview,
    EventEmitter: class {
      private readonly listeners: (() => void)[] = [];
      readonly event = (listener: () => void) => this.listeners.push(listener);
      fire(): void {
        for (const listener of this.listeners) listener();
      }
    },
    Disposable: { from: () => ({ dispose: () => undefined }) },
    window: {
      activeTerminal: one,
      onDidChangeActiveTerminal: (listener: () => void) => (fire.terminal = listener),
      onDidCloseTerminal: (listener: () => void) => (fire.close = listener),
      tabGroups: {
        get all() {
          return [{ tabs }];
        },
        get activeTabGroup() {
          return { activeTab: active };
        },
        onDidChangeTabs: (listener: () => void) => (fire.tabs = listener),
        onDidChangeTabGroups: () => undefined,
      },
    },
  }) as typeof FocusOrderModule;

  let order: FocusOrderModule.FocusOrder;
  let told: number;
  beforeEach(() => {
    fire = { terminal: () => undefined, close: () => undefined, tabs: () => undefined };
    tabs = [claude('Add CSV'), file];
    active = tabs[0];
    order = new FocusOrder();
    told = 0;
    order.onDidChange(() => told++);
  });
  const places = async (): Promise<(string | number)[]> =>
    (await order.places()).map((place) => (place.kind === 'terminal' ? place.pid : place.label));
  const show = (tab: Tab | undefined): void => {
    active = tab;
    fire.tabs();
  };

  it('has what was turned to last in front, and forgets what is gone', async () => {
    assert.deepEqual(await places(), [1, 'Add CSV']);
    fire.terminal(two);
    assert.deepEqual(await places(), [2, 1, 'Add CSV']);
    fire.terminal(one);
    fire.terminal(undefined);
    assert.deepEqual(await places(), [1, 2, 'Add CSV']);
    fire.close(two);
    assert.deepEqual(await places(), [1, 'Add CSV']);
    show(file);
    tabs = [file];
    show(file);
    assert.deepEqual(await places(), [1]);
    fire.terminal(terminal(undefined));
    assert.deepEqual(await places(), [1]);
    await turn();
    assert.equal(told, 3);
  });

  it('takes a tab for turned to when it becomes the active one, and no other tab', async () => {
    show(file);
    assert.deepEqual(await places(), [1, 'Add CSV']);
    show(tabs[0]);
    assert.deepEqual(await places(), ['Add CSV', 1]);
    show(tabs[0]);
    assert.equal(told, 1);
  });

  it('leaves a tab where it was when that gets its title', async () => {
    tabs = [claude('Add CSV import')];
    show(tabs[0]);
    assert.deepEqual(await places(), [1, 'Add CSV import']);
    assert.equal(told, 1);
  });
});
