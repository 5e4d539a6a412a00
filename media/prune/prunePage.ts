import {
  parseToPrunePage,
  type FromPrunePage,
  type PlannedPage,
} from '../../src/features/prune/protocol';
import type { PruneCost } from '../../src/wording/pruneCostWords';
import type { LiveRegion } from '../inspector/liveRegion';
import { rowWindow, type RowWindow } from '../inspector/rowWindow';
import { WakeUp } from '../inspector/wakeUp';
import { costOf, outcomeOf, type Outcome } from './outcome';
import { outcomeWordsOf } from './plannedWords';

/** What is on the page: the plan, and which of its rows are to go. */
export class PrunePage {
  plan: PlannedPage | null = null;
  ticked: ReadonlySet<string> = new Set();
  outcome: Outcome | null = null;
  cost: PruneCost | null = null;
  /** The row that the keys work on. */
  current = 0;
  /** The rows that are in the document. */
  shown: RowWindow = { first: 0, end: 0 };
  rowHeight = 40;
  /** Where the next drawing puts the focus. */
  wantsFocus: 'prune' | 'row' | null = null;
  private anchor = 0;
  private readonly post: (message: FromPrunePage) => void;
  private readonly live: LiveRegion;
  private readonly draw: () => void;
  /** The price is another one when the cache goes cold. */
  private readonly wakeUp = new WakeUp(() => this.reckon());

  constructor(post: (message: FromPrunePage) => void, live: LiveRegion, draw: () => void) {
    this.post = post;
    this.live = live;
    this.draw = draw;
  }

  receive(data: unknown): void {
    const message = parseToPrunePage(data);
    if (message === null) return;
    this.plan = message.plan;
    this.current = this.anchor = 0;
    this.shown = rowWindow(0, 0, this.rowHeight);
    this.wantsFocus = 'prune';
    this.tick(message.plan.rows.map(({ id }) => id));
  }

  cancel(): void {
    this.post({ type: 'cancel' });
  }

  /** Asks for what is ticked; without any row there is nothing to ask for. */
  prune(intoCopy: boolean): void {
    const ids = this.plan?.rows.map(({ id }) => id).filter((id) => this.ticked.has(id)) ?? [];
    if (ids.length > 0) this.post({ type: 'prune', ids, intoCopy });
  }

  /** @param isRange all rows from the one that was changed last get the same. */
  toggle(index: number, isRange = false): void {
    const rows = this.plan?.rows ?? [];
    const row = rows[index];
    if (row === undefined) return;
    const isGoing = !this.ticked.has(row.id);
    const [from, to] = isRange ? [this.anchor, index].sort((a, b) => a - b) : [index, index];
    const next = new Set(this.ticked);
    for (const { id } of rows.slice(from, to! + 1))
      if (isGoing) next.add(id);
      else next.delete(id);
    this.anchor = index;
    this.current = index;
    this.tick(next);
    this.say();
  }

  toggleAll(): void {
    const rows = this.plan?.rows ?? [];
    this.tick(this.ticked.size === rows.length ? [] : rows.map(({ id }) => id));
    this.say();
  }

  tickAll(): void {
    this.tick((this.plan?.rows ?? []).map(({ id }) => id));
    this.say();
  }

  moveTo(index: number): void {
    const last = (this.plan?.rows.length ?? 0) - 1;
    this.current = Math.max(0, Math.min(last, index));
    this.wantsFocus = 'row';
    this.draw();
  }

  private tick(ids: Iterable<string>): void {
    this.ticked = new Set(ids);
    this.outcome = this.plan === null ? null : outcomeOf(this.plan, this.ticked);
    this.reckon();
  }

  private reckon(): void {
    const { plan, outcome, ticked } = this;
    this.cost =
      plan === null || outcome === null ? null : costOf(plan, ticked, outcome, Date.now());
    this.wakeUp.at(this.cost?.changesAtMs ?? null);
    this.draw();
  }

  private say(): void {
    if (this.outcome !== null) this.live.say(outcomeWordsOf(this.outcome));
  }
}
