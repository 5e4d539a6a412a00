import {
  parseToLossPage,
  type FromLossPage,
  type LossPage,
  type LostRow,
  type LostRowGroup,
} from '../../src/features/loss/protocol';
import type { LiveRegion } from '../inspector/liveRegion';
import { selectedWords } from './words';

/** Rows that a group shows before it is asked for all. */
const SHOWN_AT_FIRST = 5;

/** What is on the page, and which of its rows are selected. */
export class LossSelection {
  page: LossPage | null = null;
  /** While there is no page: why not; `null` while it is read. */
  problem: string | null = null;
  selected: ReadonlySet<string> = new Set();
  /** What came of the last thing that was done; empty for nothing yet. */
  done = '';
  /** The row that the keys work on. */
  current = '';
  /** Where the next drawing puts the focus. */
  wantsFocus: 'row' | { readonly group: string } | null = null;
  private readonly folded = new Set<string>();
  private readonly wholly = new Set<string>();
  private readonly post: (message: FromLossPage) => void;
  private readonly live: LiveRegion;
  private readonly draw: () => void;

  constructor(post: (message: FromLossPage) => void, live: LiveRegion, draw: () => void) {
    this.post = post;
    this.live = live;
    this.draw = draw;
  }

  receive(data: unknown): void {
    const message = parseToLossPage(data);
    if (message === null) return;
    switch (message.type) {
      case 'reading':
        this.page = this.problem = null;
        this.selected = new Set();
        this.done = '';
        break;
      case 'problem':
        this.problem = message.text;
        break;
      case 'loss':
        this.page = message.page;
        this.current = this.rows[0]?.id ?? '';
        break;
      case 'done':
        this.done = message.text;
        this.live.say(message.text);
        break;
    }
    this.draw();
  }

  /** Those that can be seen, in their order. */
  get rows(): readonly LostRow[] {
    return this.page?.groups.flatMap((group) => this.shownOf(group)) ?? [];
  }

  get chosen(): readonly LostRow[] {
    return (this.page?.groups ?? [])
      .flatMap(({ rows }) => rows)
      .filter(({ id }) => this.selected.has(id));
  }

  isFolded({ id }: LostRowGroup): boolean {
    return this.folded.has(id);
  }

  shownOf(group: LostRowGroup): readonly LostRow[] {
    if (this.folded.has(group.id)) return [];
    return this.wholly.has(group.id) ? group.rows : group.rows.slice(0, SHOWN_AT_FIRST);
  }

  fold(group: LostRowGroup, isFolded = !this.isFolded(group)): void {
    if (isFolded) this.folded.add(group.id);
    else this.folded.delete(group.id);
    if (!this.rows.some(({ id }) => id === this.current)) this.current = this.rows[0]?.id ?? '';
    this.draw();
  }

  /** By a key, so that the focus stays with what was folded. */
  foldByKey(group: LostRowGroup, isFolded: boolean): void {
    this.wantsFocus = { group: group.id };
    this.fold(group, isFolded);
  }

  showAll(group: LostRowGroup): void {
    const [first] = group.rows.slice(SHOWN_AT_FIRST);
    this.wholly.add(group.id);
    this.moveTo(first?.id ?? this.current);
  }

  toggle(id: string): void {
    this.current = id;
    this.select([id], !this.selected.has(id));
  }

  /** All of them, or none where all are selected. */
  toggleAll(rows: readonly LostRow[]): void {
    this.select(
      rows.map(({ id }) => id),
      rows.some(({ id }) => !this.selected.has(id)),
    );
  }

  moveTo(id: string): void {
    this.current = id;
    this.wantsFocus = 'row';
    this.draw();
  }

  move(by: number): void {
    const { rows } = this;
    const at = rows.findIndex(({ id }) => id === this.current);
    const to = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (to !== undefined) this.moveTo(to.id);
  }

  act(type: 'showSummary' | 'branch'): void {
    if (this.page !== null) this.post({ type, of: this.page.of });
  }

  showStep(id: string): void {
    if (this.page !== null) this.post({ type: 'showStep', of: this.page.of, id });
  }

  send(type: 'handOver' | 'draft'): void {
    const ids = this.chosen.map(({ id }) => id);
    if (this.page !== null && ids.length > 0) this.post({ type, of: this.page.of, ids });
  }

  private select(ids: readonly string[], isSelected: boolean): void {
    const next = new Set(this.selected);
    for (const id of ids)
      if (isSelected) next.add(id);
      else next.delete(id);
    this.selected = next;
    this.done = '';
    this.live.say(selectedWords(this.chosen));
    this.draw();
  }
}
