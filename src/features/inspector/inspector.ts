import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { asSessionId } from '../../domain/transcript/asSessionId';
import type { Following } from '../../operations/following/following';
import { InspectorPanel, VIEW_TYPE, type InspectorNeeds } from './inspectorPanel';
import { ItemDocuments } from './itemDocument';
import { KeptLayout } from './keptLayout';
import { MAX_LINE } from './protocol';
import { itemIdOf, type RowAction } from './rowMenu';

type GivenToInspector = Omit<InspectorNeeds, 'documents' | 'layout' | 'agreed'> & {
  readonly memento: vscode.Memento;
};

/** The one inspector of a window: opened by a person, or put up again by VS Code after a reload. */
export class Inspector implements vscode.Disposable {
  private readonly needs: InspectorNeeds;
  private readonly subscriptions: vscode.Disposable;
  private open: InspectorPanel | null = null;
  private following: Following | null = null;
  /** Of what a person asked to see; `null` for whichever session is active. */
  private wantedPath: string | null = null;

  constructor({ memento, ...given }: GivenToInspector) {
    const { worker } = given;
    const documents = new ItemDocuments(worker);
    const agreed = { toAsk: false };
    this.needs = { ...given, documents, layout: new KeptLayout(memento), agreed };
    this.subscriptions = vscode.Disposable.from(
      documents,
      worker.onDidChange((following) => {
        this.following = following;
        this.open?.follow(following);
      }),
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel) => {
          this.put(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  /**
   * Brings it to the front, and makes it first where there is none.
   *
   * @param path of a session's file, or of a subagent's; the active session without one.
   * @param line of a step in it that is meant.
   */
  show(path?: unknown, line?: unknown): void {
    this.wantedPath = typeof path === 'string' ? path : null;
    if (this.wantedPath !== null) this.needs.worker.readAgain(this.wantedPath);
    if (this.open !== null) {
      this.open.look(this.wantedPath);
      this.open.reveal();
    } else
      this.put(
        vscode.window.createWebviewPanel(
          VIEW_TYPE,
          vscode.l10n.t('Context'),
          vscode.ViewColumn.Active,
        ),
      );
    if (typeof path === 'string' && isLine(line)) this.open?.showStep(path, line);
  }

  /**
   * Shows what came in with a step of the active session's chart, where that is the one that is
   * meant; else brings up the inspector alone.
   *
   * @param session its id, and `line` the step's line in its file: from a link, so anything.
   */
  showStep(session: unknown, line: unknown): void {
    const active = this.following?.active?.snapshot;
    this.show();
    if (active !== undefined && isIdOf(active, session) && isLine(line))
      this.open?.showStep(active.path, line);
  }

  /** @param context of the row whose menu was opened, as the page told VS Code. */
  choose(action: RowAction, context: unknown): void {
    const id = itemIdOf(context);
    if (id !== null) this.open?.choose(action, id);
  }

  dispose(): void {
    this.open?.dispose();
    this.subscriptions.dispose();
  }

  private put(panel: vscode.WebviewPanel): void {
    this.open?.dispose();
    const opened = new InspectorPanel(panel, this.needs, this.following);
    opened.look(this.wantedPath);
    this.open = opened;
    panel.onDidDispose(() => {
      opened.dispose();
      if (this.open === opened) this.open = null;
    });
  }
}

function isIdOf({ sessionId }: Snapshot, session: unknown): boolean {
  return asSessionId(session) !== null && session === sessionId;
}

function isLine(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MAX_LINE;
}
