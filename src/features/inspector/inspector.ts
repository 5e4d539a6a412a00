import * as vscode from 'vscode';
import type { Following } from '../../operations/following/sessionFollower';
import type { SessionsWorker } from '../../host/sessionsWorker';
import type { Log } from '../../log';
import { InspectorPanel, VIEW_TYPE } from './inspectorPanel';
import { ItemDocuments } from './itemDocument';
import { KeptLayout } from './keptLayout';
import { itemIdOf, type RowAction } from './rowMenu';

/** The one inspector of a window: opened by a person, or put up again by VS Code after a reload. */
export class Inspector implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly worker: SessionsWorker;
  private readonly documents: ItemDocuments;
  private readonly layout: KeptLayout;
  private readonly log: Log;
  private readonly subscriptions: vscode.Disposable;
  private open: InspectorPanel | null = null;
  private following: Following | null = null;

  constructor(extensionUri: vscode.Uri, worker: SessionsWorker, memento: vscode.Memento, log: Log) {
    this.extensionUri = extensionUri;
    this.worker = worker;
    this.layout = new KeptLayout(memento);
    this.log = log;
    this.documents = new ItemDocuments(worker);
    this.subscriptions = vscode.Disposable.from(
      this.documents,
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

  /** Brings it to the front, and makes it first where there is none. */
  show(): void {
    if (this.open !== null) this.open.reveal();
    else
      this.put(
        vscode.window.createWebviewPanel(
          VIEW_TYPE,
          vscode.l10n.t('Context'),
          vscode.ViewColumn.Active,
        ),
      );
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
    const opened = new InspectorPanel(
      panel,
      this.extensionUri,
      this.worker,
      this.documents,
      this.layout,
      this.following,
      this.log,
    );
    this.open = opened;
    panel.onDidDispose(() => {
      opened.dispose();
      if (this.open === opened) this.open = null;
    });
  }
}
