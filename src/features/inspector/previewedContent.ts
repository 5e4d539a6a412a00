import * as vscode from 'vscode';
import type { Inspection } from '../../domain/accounting/inspection';
import type { Item } from '../../domain/accounting/item';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { becomesWords, contentOf, contentOriginWords, isOtherContent } from './contentView';
import type { ToInspectorPage } from './protocol';

/** What the preview of a page shows: read when it is asked for, and again where it has changed. */
export class PreviewedContent {
  private readonly worker: SessionsWorker;
  private readonly post: (message: ToInspectorPage) => void;
  private asked: { readonly id: string; readonly page: number } | null = null;

  constructor(worker: SessionsWorker, post: (message: ToInspectorPage) => void) {
    this.worker = worker;
    this.post = post;
  }

  async show(inspection: Inspection | null, id: string, page: number): Promise<void> {
    this.asked = { id, page };
    if (inspection === null) return;
    const content = await this.worker.content(inspection.snapshot.path, id, page);
    // another one was asked for meanwhile
    if (this.asked.id !== id || this.asked.page !== page) return;
    this.post({
      type: 'content',
      id,
      content: contentOf(content, vscode.l10n.t),
      becomes: becomesWords(itemsIn(inspection, [id])),
      origin: contentOriginWords(content, Date.now(), vscode.l10n.t),
    });
  }

  /** It follows the file: what it shows may have been pruned or put back. */
  async follow(before: Inspection, now: Inspection): Promise<void> {
    if (this.asked === null) return;
    const { id, page } = this.asked;
    const [was] = itemsIn(before, [id]);
    const [is] = itemsIn(now, [id]);
    if (was !== undefined && is !== undefined && isOtherContent(was, is))
      await this.show(now, id, page);
  }
}

/** Those of these items that are known, in the context or not. */
export function itemsIn({ items, past }: Inspection, ids: readonly string[]): readonly Item[] {
  if (ids.length === 0) return [];
  const wanted = new Set(ids);
  return [...items, ...past].filter(({ id }) => wanted.has(id));
}
