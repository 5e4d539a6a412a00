import type { InspectorPage } from './inspectorPage';
import { meantBy, rowsOfLine, type BlockNoteLine, type Line } from './lines';
import { added, choosable, contextWithout, stateOf, toggled } from './selection';
import { causeSentence, NOT_IN_FILE } from './unexplainedWords';
import { afterWords, estimate, t } from './words';

/** The keys of the table: arrows move, Space selects, Shift extends, Enter shows, Escape closes. */
export function onTableKey(page: InspectorPage, event: KeyboardEvent): void {
  if ((event.target as HTMLElement).closest('tbody tr.line') === null) return;
  const { lines } = page;
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === page.ui.current),
  );
  const line = lines[at];
  if (line === undefined || !handle(page, event, lines, at, line)) return;
  event.preventDefault();
  event.stopPropagation();
}

function handle(
  page: InspectorPage,
  event: KeyboardEvent,
  lines: readonly Line[],
  at: number,
  line: Line,
): boolean {
  const hasModifier = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'ArrowDown':
      return move(page, event, lines, at, at + 1);
    case 'ArrowUp':
      return move(page, event, lines, at, at - 1);
    case 'PageDown':
      return move(page, event, lines, at, at + 10);
    case 'PageUp':
      return move(page, event, lines, at, at - 10);
    case 'Home':
      return move(page, event, lines, at, 0);
    case 'End':
      return move(page, event, lines, at, lines.length - 1);
    case ' ':
      toggle(page, line);
      return true;
    case 'a':
    case 'A':
      if (!hasModifier) return false;
      page.select(added(page.selected, page.table.shownRows()));
      tell(page);
      return true;
    case 'Delete':
      return prune(page, line);
    case 'Enter':
      if (line.type === 'item') page.show(line.row.id);
      else if (line.type === 'part') page.show(line.part.id);
      else if (line.type === 'entry') page.say(causeSentence(line.entry));
      else if (line.type === 'blockNote') actOnNote(page, line);
      else expand(page, line.key, !page.ui.expanded.has(line.key));
      return true;
    case 'ArrowRight':
    case 'ArrowLeft':
      if (!canOpen(line) || hasModifier) return false;
      expand(page, line.key, event.key === 'ArrowRight');
      return true;
    case 'Escape':
      if (page.preview !== null) page.show(null);
      else if (page.selected.size > 0) page.select(new Set());
      else return false;
      page.focus(line.key);
      return true;
    default:
      return false;
  }
}

/** Whether other lines are under it. */
function canOpen({ type }: Line): boolean {
  return type === 'group' || type === 'unexplained' || type === 'system';
}

export function actOnNote(page: InspectorPage, { words, action }: BlockNoteLine): void {
  if (action === null) page.say(words);
  else page.act(action);
}

function move(
  page: InspectorPage,
  event: KeyboardEvent,
  lines: readonly Line[],
  from: number,
  to: number,
): boolean {
  const target = Math.max(0, Math.min(lines.length - 1, to));
  if (event.shiftKey) selectRange(page, lines, from, target);
  else page.anchor = null;
  page.focus(lines[target]?.key ?? null);
  return true;
}

/** From the row where the range began; what cannot be pruned is passed over. */
function selectRange(page: InspectorPage, lines: readonly Line[], from: number, to: number): void {
  page.anchor ??= lines[from]?.key ?? null;
  const start = Math.max(
    0,
    lines.findIndex(({ key }) => key === page.anchor),
  );
  page.select(
    added(
      page.selected,
      lines.slice(Math.min(start, to), Math.max(start, to) + 1).flatMap(rowsOfLine),
    ),
  );
  tell(page);
}

/** A click on the box of a row; with Shift, all from the row of the last click to this one. */
export function onBox(page: InspectorPage, line: Line, isRange: boolean): void {
  const { lines } = page;
  const from = lines.findIndex(({ key }) => key === page.anchor);
  const to = lines.findIndex(({ key }) => key === line.key);
  if (isRange && from >= 0)
    page.select(
      added(
        page.selected,
        lines.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap(rowsOfLine),
      ),
    );
  else toggle(page, line);
  page.anchor = line.key;
}

/** The preview of a prune of what is selected, or of this line where nothing is. */
function prune(page: InspectorPage, line: Line): boolean {
  const selected = [...page.selected];
  const ids =
    selected.length > 0 ? selected : choosable(rowsOfLine(line), meantBy(line)).map(({ id }) => id);
  if (ids.length === 0) page.say(keptWordsOf(line));
  else page.act('prune', ids);
  return true;
}

/** Selects, or not any more; what is pruned it puts back. */
function toggle(page: InspectorPage, line: Line): void {
  const rows = rowsOfLine(line);
  const [only] = rows;
  page.anchor = line.key;
  if (rows.length === 1 && only?.isKeptInBackup === true) {
    page.act('putBack', [only.id]);
    return;
  }
  if (stateOf(rows, page.selected, meantBy(line)) === 'locked') {
    page.say(keptWordsOf(line));
    return;
  }
  page.select(toggled(page.selected, rows, meantBy(line)));
  tell(page, warningOf(page, line));
}

/** What is said of an item that was chosen by itself, and otherwise stays. */
function warningOf({ selected }: InspectorPage, line: Line): string {
  const isWarned = line.type === 'item' && line.row.isByChoice && selected.has(line.row.id);
  return isWarned ? ` ${line.row.kept ?? ''}` : '';
}

function keptWordsOf(line: Line): string {
  const [first] = rowsOfLine(line);
  return first === undefined ? NOT_IN_FILE : (first.kept ?? '');
}

/** Whether it is a button or a box that was clicked; one that was drawn anew since counts too. */
export function isOnControl(event: MouseEvent): boolean {
  return event.composedPath().some((at) => at instanceof Element && at.matches('input, button'));
}

export function expand(page: InspectorPage, key: string, isOpen: boolean): void {
  const expanded = new Set(page.ui.expanded);
  if (isOpen) expanded.add(key);
  else expanded.delete(key);
  page.set({ expanded });
}

function tell(page: InspectorPage, warning = ''): void {
  const { items, tokens } = page.freed;
  const after = page.session === null ? null : contextWithout(page.session, page.freed);
  const limitTokens = page.session?.limitTokens ?? null;
  const outcome = after === null ? '' : ` ${afterWords(after, limitTokens)}`;
  page.say(
    items === 0
      ? t('Nothing selected.')
      : `${t('{0} selected, frees {1}', items, estimate(tokens))}${outcome}.${warning}`,
  );
}
