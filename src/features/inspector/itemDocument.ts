import * as vscode from 'vscode';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { PRODUCT } from '../../product';
import { contentOf } from './contentView';

const SCHEME = `${PRODUCT}-item`;
const NAME_LENGTH = 60;

/** Items as read-only text documents: `Open as Document`. */
export class ItemDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly worker: SessionsWorker;
  private readonly registration: vscode.Disposable;

  constructor(worker: SessionsWorker) {
    this.worker = worker;
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** @param name for the tab; from the transcript, so only harmless characters of it are used. */
  async open(path: string, id: string, name: string): Promise<void> {
    const title = name
      .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
      .trim()
      .slice(0, NAME_LENGTH);
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${title === '' ? vscode.l10n.t('item') : title}`,
      query: JSON.stringify([path, id]),
    });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
    });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const [path, id] = JSON.parse(query) as [string, string];
    const content = await this.worker.content(path, id, 'whole');
    // The whole text is asked for, so that it is not cut to what a preview holds.
    if (content.kind === 'text') return content.text;
    const shown = contentOf(content, vscode.l10n.t);
    return shown.type === 'nothing'
      ? shown.why
      : vscode.l10n.t(
          'An image of {0}×{1} pixels; the inspector shows it.',
          shown.type === 'image' ? shown.width : 0,
          shown.type === 'image' ? shown.height : 0,
        );
  }
}
