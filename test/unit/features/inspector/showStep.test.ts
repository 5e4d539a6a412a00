import assert from 'node:assert/strict';
import type { Inspection } from '../../../../src/domain/accounting/inspection';
import type * as Inspectors from '../../../../src/features/inspector/inspector';
import type { ToInspectorPage } from '../../../../src/features/inspector/protocol';
import type { SessionsWorker } from '../../../../src/host/sessionsWorker';
import type { Following } from '../../../../src/operations/following/following';
import type { InspectionState } from '../../../../src/operations/reading/sessionInspector';
import { LastLooks } from '../../../../src/host/lastLooks';
import { inEnglish } from '../../../../src/wording/translate';
import { ledgerInspection } from '../../../fixtures/ledgerInspection';
import { loadWithVscode } from '../../../fixtures/loadWithVscode';
import { following } from '../../../fixtures/sampleFollowing';

type Listener<T> = (value: T) => void;

/** An event of VS Code, and what raises it. */
function event<T>(): { on: (listener: Listener<T>) => { dispose(): void }; fire: Listener<T> } {
  const listeners = new Set<Listener<T>>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    fire: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}

/** A stand-in for the panel that VS Code makes. */
class Panel {
  title = '';
  visible = true;
  sent: ToInspectorPage[] = [];
  private readonly messages = event<unknown>();
  private readonly states = event<undefined>();
  readonly onDidChangeViewState = this.states.on;
  readonly onDidDispose = event<undefined>().on;
  readonly webview = {
    cspSource: 'self',
    html: '',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: this.messages.on,
    postMessage: (message: ToInspectorPage) => Promise.resolve(this.sent.push(message)),
  };

  reveal(): void {
    this.show(true);
  }

  show(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    this.states.fire(undefined);
  }

  /** VS Code put the page up, and it asks for everything. */
  begin(): void {
    this.messages.fire({ type: 'ready' });
  }

  get askedSteps(): readonly number[] {
    return this.sent.flatMap((message) => (message.type === 'showStep' ? [message.line] : []));
  }
}

const LINE = 610;

describe('the step of a link from the tooltip', () => {
  let panels: Panel[] = [];
  let followed = event<Following>();
  let inspected = event<InspectionState>();
  let looks = new LastLooks();
  const { Inspector } = loadWithVscode('features/inspector/inspector.ts', {
    l10n: { t: inEnglish },
    env: { language: 'en' },
    ViewColumn: { Active: -1 },
    Uri: { joinPath: (...parts: unknown[]) => parts.join('/'), from: (uri: unknown) => uri },
    EventEmitter: function EventEmitter() {},
    Disposable: { from: () => ({ dispose: () => undefined }) },
    workspace: {
      registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
      onDidCloseTextDocument: () => ({ dispose: () => undefined }),
      getConfiguration: () => ({ get: () => undefined }),
    },
    window: {
      registerWebviewPanelSerializer: () => ({ dispose: () => undefined }),
      createWebviewPanel: () => {
        const panel = new Panel();
        panels.push(panel);
        return panel;
      },
    },
  }) as typeof Inspectors;

  const inspector = (): Inspectors.Inspector => {
    const worker = {
      onDidChange: followed.on,
      onDidDie: event<unknown>().on,
      inspect: () => ({
        ...{ onDidChange: inspected.on, state: { kind: 'waiting' }, isCounting: false },
        dispose: () => undefined,
      }),
    } as unknown as SessionsWorker;
    const memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
    const log = { error: (message: string) => assert.fail(message) } as never;
    const made = new Inspector({
      extensionUri: '' as never,
      worker,
      review: '' as never,
      memento,
      looks,
      log,
    });
    followed.fire(following());
    return made;
  };
  const read = (inspection: Inspection = ledgerInspection()): void =>
    inspected.fire({ kind: 'inspected', inspection, isCounting: false });

  beforeEach(() => {
    panels = [];
    followed = event();
    inspected = event();
    looks = new LastLooks();
  });

  it('waits until the page is there and its steps are known', () => {
    inspector().showStep('one', LINE);
    const [panel] = panels;
    assert.deepEqual(panel!.askedSteps, []);
    panel!.begin();
    assert.deepEqual(panel!.askedSteps, []);
    read();
    assert.deepEqual(panel!.askedSteps, [LINE]);
    const types = panel!.sent.map(({ type }) => type);
    assert.ok(types.indexOf('session') < types.indexOf('showStep'));
    read();
    assert.deepEqual(panel!.askedSteps, [LINE]);
  });

  it('comes to a page that is open at once, and to a hidden one when it is there again', () => {
    const opened = inspector();
    opened.show();
    const [panel] = panels;
    panel!.begin();
    read();
    opened.showStep('one', LINE);
    assert.deepEqual(panel!.askedSteps, [LINE]);
    panel!.show(false);
    opened.showStep('one', LINE + 1);
    assert.deepEqual([panel!.visible, panel!.askedSteps], [true, [LINE]]);
    panel!.begin();
    assert.deepEqual(panel!.askedSteps, [LINE, LINE + 1]);
    assert.equal(panels.length, 1);
  });

  it('is not shown in another session', () => {
    const opened = inspector();
    opened.showStep('one', LINE);
    panels[0]!.begin();
    followed.fire(following({ path: '/other.jsonl', sessionId: 'other' }));
    read(ledgerInspection({ path: '/other.jsonl', sessionId: 'other' }));
    followed.fire(following());
    read();
    assert.deepEqual(panels[0]!.askedSteps, []);
  });

  it('is a plain word and a whole number of the active session, or the page opens without', () => {
    const hostile: [unknown, unknown][] = [
      ['two', LINE],
      ['-rf', LINE],
      [null, LINE],
      [{ toString: () => 'one' }, LINE],
      [['one'], LINE],
      ['one', undefined],
      ['one', '610'],
      ['one', 0],
      ['one', -1],
      ['one', 1.5],
      ['one', Number.NaN],
      ['one', 1e9],
      ['one', [LINE]],
    ];
    const opened = inspector();
    opened.showStep(undefined, undefined);
    panels[0]!.begin();
    read();
    for (const [session, line] of hostile) opened.showStep(session, line);
    assert.deepEqual([panels.length, panels[0]!.askedSteps], [1, []]);
  });

  it('counts what stood in a page that could be seen as looked at, and nothing else', () => {
    const opened = inspector();
    const { snapshot, history } = ledgerInspection();
    const newest = history.at(-1)!;
    opened.show();
    read();
    assert.equal(looks.of(snapshot.path), null);
    panels[0]!.begin();
    assert.equal(looks.of(snapshot.path), newest.line);
    panels[0]!.show(false);
    const grown = [...history, { ...newest, line: newest.line + 9 }];
    read({ ...ledgerInspection(), history: grown });
    assert.equal(looks.of(snapshot.path), newest.line);
    panels[0]!.show(true);
    assert.equal(looks.of(snapshot.path), newest.line);
    panels[0]!.begin();
    assert.equal(looks.of(snapshot.path), newest.line + 9);
  });
});
