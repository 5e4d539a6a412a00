import type { Row, Session } from '../../src/features/inspector/protocol';
import type { Filter } from './lines';
import { systemTokens, type OpenableBlock } from './openableBlock';
import type { LinesSource } from './orderedLines';
import type { Ui } from './ui';

/** What a page knows and what a person set on it. */
interface Known {
  readonly session: Session | null;
  readonly rows: ReadonlyMap<string, Row>;
  readonly block: OpenableBlock;
  readonly ui: Ui;
  readonly selected: ReadonlySet<string>;
}

/** What the lines of the table follow from, as it is now. */
export function linesSourceOf(page: Known): LinesSource {
  const { rows, ui, session } = page;
  const { turn = 0, unexplained = null } = session ?? {};
  const { told, isReading } = page.block;
  const block = { tokens: systemTokens(session), block: told, isReading };
  return { rows, filter: filterOf(page), ui, turn, unexplained, block };
}

export function filterOf({ ui, selected }: Pick<Known, 'ui' | 'selected'>): Filter {
  const { text, category, age, state, cameIn } = ui;
  return { text: text.toLowerCase(), category, age, state, cameIn, selected };
}
