import type { Inspection } from '../../domain/accounting/inspection';
import type { Item } from '../../domain/accounting/item';
import { ROWS_PER_MESSAGE, type Row, type ToInspectorPage } from './protocol';

/**
 * Turns of the event loop between two batches are what keeps the extension host free for others.
 */
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * What the page has been sent of a session's items, so that only what changed goes over: the
 * largest first, in batches. A newer inspection takes over from one that is still being sent.
 */
export class SentItems {
  private readonly sent = new Map<string, Item>();
  private isFresh = true;
  private run = 0;

  /** The page is empty, or is about to be. */
  forget(): void {
    this.run++;
    this.sent.clear();
    this.isFresh = true;
  }

  /** @param rowOf makes an item's words; called for changed items alone. */
  async send(
    inspection: Inspection,
    goneBecause: string,
    rowOf: (item: Item) => Row,
    post: (message: ToInspectorPage) => void,
  ): Promise<void> {
    const run = ++this.run;
    const now = new Map<string, Item>();
    for (const item of inspection.items) now.set(item.id, item);
    for (const item of inspection.past) now.set(item.id, item);
    const changed = [...now.values()].filter((item) => this.sent.get(item.id) !== item);
    if (this.sent.size === 0)
      changed.sort((a, b) => Number(b.isLive) - Number(a.isLive) || b.tokens - a.tokens);
    const gone = [...this.sent.keys()].filter((id) => !now.has(id));
    if (!this.isFresh && changed.length === 0 && gone.length === 0) return;
    for (let at = 0; at === 0 || at < changed.length; at += ROWS_PER_MESSAGE) {
      if (at > 0) await turnOfTheLoop();
      if (run !== this.run) return;
      const batch = changed.slice(at, at + ROWS_PER_MESSAGE);
      const isLast = at + ROWS_PER_MESSAGE >= changed.length;
      post({
        type: 'items',
        isReset: this.isFresh,
        rows: batch.map(rowOf),
        gone: isLast ? gone : [],
        isLast,
        goneBecause,
      });
      this.isFresh = false;
      for (const item of batch) this.sent.set(item.id, item);
      if (isLast) for (const id of gone) this.sent.delete(id);
    }
  }
}
