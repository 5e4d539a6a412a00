import type { Row, Session } from '../../src/features/inspector/protocol';
import { blockLines, type KnownBlock } from './blockLines';
import { heldLines } from './heldLines';
import { linesOf, rowsAmong, type Filter, type Line } from './lines';
import { memo } from './memo';
import { withOwnLines, type OwnLines } from './ownLines';
import type { Ui } from './ui';
import { unexplainedLines } from './unexplainedLines';
import { itemsWords, partsWords, repliesWords } from './words';

/** What the order of the lines follows from. */
export interface LinesSource {
  readonly rows: ReadonlyMap<string, Row>;
  readonly filter: Filter;
  readonly ui: Pick<Ui, 'sort' | 'state' | 'grouping' | 'expanded'>;
  readonly turn: number;
  readonly unexplained: Session['unexplained'];
  readonly block: KnownBlock;
}

/**
 * The lines of the table in their order. While someone is in the table, and after a prune, lines
 * keep their places: nothing moves away from under a hand.
 */
export class OrderedLines {
  lines: readonly Line[] = [];
  /** Items that came, and are not among the lines yet. */
  arrived = 0;
  /** The lines keep their places though their values say another order. */
  isOrderWaiting = false;
  private isEngaged = false;
  private isHeldByPrune = false;
  private readonly shownOf = memo(rowsAmong);
  private readonly indexIn = memo((lines: readonly Line[], key: string) =>
    lines.findIndex((line) => line.key === key),
  );

  order(source: LinesSource): void {
    const { rows, filter, ui, turn } = source;
    const lines = linesOf(rows.values(), { ...ui, ...filter }, turn);
    this.lines = ownLinesOf(source).reduce<readonly Line[]>(
      (all, own) => withOwnLines(all, own, ui.sort),
      lines,
    );
    this.arrived = 0;
    this.isOrderWaiting = false;
    this.isHeldByPrune = false;
  }

  /** After the rows changed. */
  follow(source: LinesSource): void {
    const isHeld = this.isEngaged || this.isHeldByPrune;
    if (!isHeld || source.ui.grouping !== 'items' || this.shownRows().length === 0) {
      this.order(source);
      return;
    }
    const { rows, filter, ui, turn } = source;
    const held = heldLines(this.lines, rows, filter, ui, turn, ownLinesOf(source));
    if (!this.isEngaged && held.arrived > 0) {
      this.order(source);
      return;
    }
    this.lines = held.lines;
    this.arrived = held.arrived;
    this.isOrderWaiting = !held.isInOrder;
  }

  /**
   * A row was pruned where it stands: until somebody sorts, or other items come, it is not swept to
   * where its placeholder belongs.
   */
  holdPruned(): void {
    this.isHeldByPrune = true;
  }

  /** @returns whether the order may be mended now. */
  engage(isEngaged: boolean): boolean {
    if (this.isEngaged === isEngaged) return false;
    this.isEngaged = isEngaged;
    return !isEngaged && !this.isHeldByPrune && (this.arrived > 0 || this.isOrderWaiting);
  }

  /** Rows that the filter lets pass, those of closed groups too. */
  shownRows(): readonly Row[] {
    return this.shownOf(this.lines);
  }

  /** `312 items`; of what is no item, where nothing else is shown, `4 replies`, `12 parts`. */
  shownWords(): string {
    const items = this.shownRows().length;
    const [entries, parts] = [this.countOf('entry'), this.countOf('part')];
    if (items > 0 || entries + parts === 0) return itemsWords(items);
    return entries > 0 ? repliesWords(entries) : partsWords(parts);
  }

  private countOf(type: Line['type']): number {
    return this.lines.filter((line) => line.type === type).length;
  }

  /** The parts of the fixed block are shown, or would be if they were known. */
  get isBlockOpen(): boolean {
    return this.lines.some((line) => line.type === 'system' && line.isOpen);
  }

  /** -1 of a key that no line has. */
  indexOf(key: string | null): number {
    return key === null ? -1 : this.indexIn(this.lines, key);
  }
}

function ownLinesOf({
  unexplained,
  block,
  filter,
  ui,
  turn,
}: LinesSource): readonly [OwnLines, OwnLines] {
  return [blockLines(block, filter, ui, turn), unexplainedLines(unexplained, filter, ui, turn)];
}
