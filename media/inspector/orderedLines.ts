import type { Row, Session } from '../../src/features/inspector/protocol';
import { heldLines } from './heldLines';
import { linesOf, rowsAmong, type Filter, type Line } from './lines';
import { memo } from './memo';
import type { Ui } from './ui';
import { unexplainedLines, withUnexplained } from './unexplainedLines';
import { itemsWords, repliesWords } from './words';

/** What the order of the lines follows from. */
export interface LinesSource {
  readonly rows: ReadonlyMap<string, Row>;
  readonly filter: Filter;
  readonly ui: Pick<Ui, 'sort' | 'state' | 'grouping' | 'expanded'>;
  readonly turn: number;
  readonly unexplained: Session['unexplained'];
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
    this.lines = withUnexplained(lines, unexplainedIn(source), ui.sort);
    this.arrived = 0;
    this.isOrderWaiting = false;
    this.isHeldByPrune = false;
  }

  /** After the rows changed. */
  follow(source: LinesSource): void {
    const isHeld = this.isEngaged || this.isHeldByPrune;
    if (!isHeld || source.ui.grouping !== 'items' || this.lines.length === 0) {
      this.order(source);
      return;
    }
    const { rows, filter, ui, turn } = source;
    const held = heldLines(this.lines, rows, filter, ui, turn, unexplainedIn(source));
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

  /** `312 items`; of what stands in no item, where nothing else is shown, `4 replies`. */
  shownWords(): string {
    const entries = this.lines.filter(({ type }) => type === 'entry').length;
    const items = this.shownRows().length;
    return items === 0 && entries > 0 ? repliesWords(entries) : itemsWords(items);
  }

  /** -1 of a key that no line has. */
  indexOf(key: string | null): number {
    return key === null ? -1 : this.indexIn(this.lines, key);
  }
}

function unexplainedIn({
  unexplained,
  filter,
  ui,
  turn,
}: LinesSource): ReturnType<typeof unexplainedLines> {
  return unexplainedLines(unexplained, filter, ui, turn);
}
