import assert from 'node:assert/strict';
import type * as Panels from '../../../../src/features/prune/prunePanel';
import type { PlannedPage } from '../../../../src/features/prune/protocol';
import { inEnglish } from '../../../../src/wording/translate';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';

const ROW = { part: 'toolResult', label: 'Read a', pathAt: 0, tags: [], why: '', meaning: '' };
const NUMBERS = { freedTokens: 1, itemsBehind: 1, tokensBehind: 1 };
const planOf = (...ids: readonly string[]): PlannedPage => ({
  title: `Prune “${ids.join()}”`,
  beforeTokens: 100,
  isExact: true,
  afterTokens: 50,
  limitTokens: null,
  walls: [],
  segments: [],
  shortfall: '',
  note: '',
  price: null,
  backupPlace: '~',
  rows: ids.map((id) => ({ ...ROW, part: 'toolResult', id, becomes: '', ...NUMBERS })),
});

/** A stand-in for the panel that VS Code makes. */
class Panel {
  title = '';
  active = false;
  reveals = 0;
  isGone = false;
  readonly sent: { readonly plan: PlannedPage }[] = [];
  private gone: () => void = () => undefined;
  private receive: (message: unknown) => void = () => undefined;
  readonly webview = {
    cspSource: 'self',
    html: '',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: (listener: (message: unknown) => void) => {
      this.receive = listener;
    },
    postMessage: (message: { readonly plan: PlannedPage }) => this.sent.push(message),
  };

  onDidDispose(listener: () => void): void {
    this.gone = listener;
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    this.isGone = true;
    this.gone();
  }

  say(message: unknown): void {
    this.receive(message);
  }
}

/** What VS Code tells of a tab with a page in it; it puts a word of its own in front. */
class WebviewTab {
  readonly viewType: string;

  constructor(viewType: string) {
    this.viewType = viewType;
  }
}

describe('PrunePanels', () => {
  const made: Panel[] = [];
  let activeTab: { readonly input: unknown } | undefined;
  let closed: unknown[] = [];
  const { PrunePanels } = loadWithVscode('features/prune/prunePanel.ts', {
    l10n: { t: inEnglish },
    env: { language: 'en' },
    ViewColumn: { Active: -1 },
    Uri: { joinPath: (...parts: unknown[]) => parts.join('/') },
    TabInputWebview: WebviewTab,
    window: {
      tabGroups: {
        get activeTabGroup() {
          return { activeTab };
        },
        close: (tab: unknown) => {
          closed.push(tab);
          return Promise.reject(new Error('The tab is gone.'));
        },
      },
      createWebviewPanel: () => {
        const panel = new Panel();
        made.push(panel);
        return panel;
      },
    },
  }) as typeof Panels;
  let panels: Panels.PrunePanels;

  beforeEach(() => {
    made.length = 0;
    activeTab = undefined;
    closed = [];
    panels = new PrunePanels('/extension' as never);
  });

  it('shows the plan once the page is ready, and ends with what was agreed to', async () => {
    const agreed = panels.show('/one.jsonl', planOf('a', 'b'));
    const [panel] = made;
    assert.deepEqual([panel!.title, panel!.sent.length], ['Prune “a,b”', 0]);
    panel!.say({ type: 'ready' });
    assert.equal(panel!.sent[0]!.plan.rows.length, 2);
    panel!.say({ type: 'prune', ids: ['b'], intoCopy: true });
    assert.deepEqual(await agreed, { ids: ['b'], intoCopy: true });
  });

  it('takes Cancel, and a tab that is closed, for no', async () => {
    const cancelled = panels.show('/one.jsonl', planOf('a'));
    made[0]!.say({ type: 'cancel' });
    assert.equal(await cancelled, null);
    const closed = panels.show('/one.jsonl', planOf('a'));
    made[1]!.dispose();
    assert.equal(await closed, null);
    const left = panels.show('/one.jsonl', planOf('a'));
    panels.dispose();
    assert.equal(await left, null);
  });

  it('closes its own tab, so that the focus goes back to where it was, and no other', async () => {
    const ours = { input: new WebviewTab('mainThreadWebview-leeway.prunePreview') };
    for (const [tab, isActive, expected] of [
      [ours, true, [ours]],
      [ours, false, []],
      [{ input: new WebviewTab('mainThreadWebview-leeway.inspector') }, true, []],
      [undefined, true, []],
    ] as const) {
      closed = [];
      activeTab = tab;
      const agreed = panels.show('/one.jsonl', planOf('a'));
      const panel = made.at(-1)!;
      panel.active = isActive;
      panel.say({ type: 'prune', ids: ['a'], intoCopy: false });
      assert.notEqual(await agreed, null);
      assert.deepEqual(closed, expected);
      await new Promise((done) => setImmediate(done));
      assert.equal(panel.isGone, true, 'also where VS Code does not close the tab');
    }
  });

  it('agrees to nothing that was not shown', async () => {
    const agreed = panels.show('/one.jsonl', planOf('a', 'b'));
    made[0]!.say({ type: 'prune', ids: ['c'], intoCopy: false });
    made[0]!.say({ type: 'prune', ids: [], intoCopy: false });
    made[0]!.say('prune');
    made[0]!.say({ type: 'prune', ids: ['c', 'a', 'a'], intoCopy: false });
    assert.deepEqual(await agreed, { ids: ['a'], intoCopy: false });
  });

  it('has one page for a session: a second plan takes the place of the first, which was left', async () => {
    const first = panels.show('/one.jsonl', planOf('a'));
    const [panel] = made;
    panel!.say({ type: 'ready' });
    const second = panels.show('/one.jsonl', planOf('b'));
    assert.equal(await first, null);
    assert.deepEqual(
      [made.length, panel!.reveals, panel!.title, panel!.sent.at(-1)?.plan.rows[0]?.id],
      [1, 2, 'Prune “b”', 'b'],
    );
    const other = panels.show('/other.jsonl', planOf('c'));
    assert.equal(made.length, 2);
    panel!.say({ type: 'prune', ids: ['a', 'b'], intoCopy: false });
    assert.deepEqual(await second, { ids: ['b'], intoCopy: false });
    made[1]!.say({ type: 'cancel' });
    assert.equal(await other, null);
  });
});
