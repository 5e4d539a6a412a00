import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SettingsChange } from '../io/claudeSettings/writeSettings';
import { PRODUCT } from '../product';
import { showInStatusBar } from './messages';
import { tabsOf, WaitingEditors } from './waitingEditors';
import { actInWindow } from './windowActs';

const SCHEME = `${PRODUCT}-settings`;

interface AskedChange {
  readonly file: string;
  readonly answer: (isAgreed: boolean) => void;
}

/**
 * Changes of files as diffs, each with its question in the tab and the answers in the title bar, so
 * that nothing covers the lines. They stay until they are answered; closing one is a no.
 */
export class ReviewedDiffs implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly asked: WaitingEditors<AskedChange>;
  private readonly subscriptions: vscode.Disposable;
  private shown = 0;

  constructor() {
    this.asked = new WaitingEditors('leeway.askedChanges', ({ answer }) => answer(false));
    this.subscriptions = vscode.Disposable.from(
      this.asked,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.query) ?? '',
      }),
    );
    // what was asked before the window was loaded again is not waited for any more
    void vscode.window.tabGroups.close(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME,
        ),
    );
  }

  /**
   * Shows a change and waits for the answer. Another one of the same file is discarded.
   * @param note in the status bar for as long as that takes.
   */
  async ask(change: SettingsChange, question: string, note: string): Promise<boolean> {
    const { file } = change;
    for (const earlier of this.asked.all()) if (earlier.file === file) earlier.answer(false);
    const before = this.show(file, change.before ?? '');
    const after = this.show(file, change.after);
    await actInWindow('showDiff', { before, after, title: question });
    const shownNote = showInStatusBar(note);
    try {
      return await new Promise<boolean>((answer) => this.asked.begin(after, { file, answer }));
    } finally {
      shownNote.dispose();
      this.asked.end(after);
      await vscode.window.tabGroups.close(tabsOf(after));
      for (const { query } of [before, after]) this.texts.delete(query);
    }
  }

  /** @param uri of the new text, as the title bar gives it; the diff in front without one. */
  answer(isAgreed: boolean, uri?: unknown): void {
    this.asked.get(uri)?.answer(isAgreed);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private show(file: string, text: string): vscode.Uri {
    const id = String(++this.shown);
    this.texts.set(id, text);
    return vscode.Uri.from({ scheme: SCHEME, path: `/${basename(file)}`, query: id });
  }
}
