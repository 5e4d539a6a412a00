import {
  parseToInspectorPage,
  type Absence,
  type Layout,
  type Row,
  type Session,
  type ToInspectorPage,
} from '../../src/features/inspector/protocol';
import { hasPruneNote, isOver, leftContext, previewLeftContext, type Happening } from './happening';
import { isPart, isPruned, keyOfShown, type Line } from './lines';
import type { LiveRegion } from './liveRegion';
import { linesSourceOf } from './linesSourceOf';
import { OrderedLines } from './orderedLines';
import { OpenableBlock, ownSizesOf } from './openableBlock';
import type { PreviewedItem } from './previewedItem';
import { added, freedBy, refusedImages, selectableOf, type Freed } from './selection';
import { AT_THE_BEGINNING, INITIAL_UI, keep, kept, ORDERING, uiOf, type Kept, type Ui } from './ui';
import { Viewport } from './viewport';
import type { VsCodeApi } from './vscodeApi';
import { t } from './words';

/**
 * What the page knows and what a person did with it. Views read it; a change draws the page anew.
 */
export class InspectorPage {
  session: Session | null = null;
  absence: Absence | null = null;
  readonly block = new OpenableBlock();
  progress: { readonly readBytes: number; readonly totalBytes: number } | null = null;
  readonly rows = new Map<string, Row>();
  turnWords: ReadonlyMap<number, string> = new Map();
  /** Another one whenever the rows are others; of a list that comes in parts, now and then. */
  version = 0;
  isListComplete = false;
  selected: ReadonlySet<string> = new Set();
  preview: PreviewedItem | null = null;
  happening: Happening | null = null;
  ui: Ui = INITIAL_UI;
  readonly table = new OrderedLines();
  freed: Freed = freedBy(new Set(), new Map());
  readonly viewport = new Viewport();
  /** Where a range of rows began. */
  anchor: string | null = null;
  /** Row that takes the focus at the next drawing. */
  wantsFocus: string | null = null;
  /** Line of the step that a link asked for, until it is shown. */
  wantedStep: number | null = null;
  private restored: Kept | null;
  /** So many rows there were when they were ordered last. */
  private orderedRows = 0;
  private readonly api: VsCodeApi;
  private readonly live: LiveRegion;
  /** Soon, and once for whatever changed till then. */
  readonly draw: () => void;

  constructor(api: VsCodeApi, live: LiveRegion, draw: () => void) {
    this.api = api;
    this.live = live;
    this.draw = draw;
    this.restored = kept(api.getState());
    this.ui = uiOf(this.restored);
  }

  receive(data: unknown): void {
    const message = parseToInspectorPage(data);
    if (message === null) return;
    this.take(message);
    this.draw();
  }

  /** Sets what a person set. Whatever decides on the order of the lines orders them anew. */
  set(changes: Partial<Ui>): void {
    this.ui = { ...this.ui, ...changes };
    if (ORDERING.some((key) => key in changes)) {
      this.order();
      this.live.say(t('{0} shown.', this.table.shownWords()));
    } else if ('expanded' in changes) this.order();
    this.changed();
  }

  select(selected: ReadonlySet<string>): void {
    this.selected = selected;
    this.freed = freedBy(selected, this.rows);
    this.changed();
  }

  show(id: string | null, page = 0): void {
    const key = id === null ? this.ui.current : keyOfShown(id);
    this.ui = { ...this.ui, preview: id, previewPage: page, current: key };
    if (id === null) this.preview = null;
    else {
      const known = this.preview?.id === id ? this.preview : null;
      this.preview = {
        id,
        content: known?.content ?? null,
        becomes: known?.becomes ?? '',
        origin: known?.origin ?? '',
      };
      if (!isPart(id)) this.api.postMessage({ type: 'preview', id, page });
    }
    this.changed();
  }

  act(action: string, ids: readonly string[] = []): void {
    if (action === 'selectRefused')
      this.select(added(this.selected, refusedImages(this.rows.values())));
    else this.api.postMessage({ type: 'act', action, ids: [...ids] });
  }

  /** The pointer or the focus is in the table: nothing moves away from under it. */
  engage(isEngaged: boolean): void {
    if (this.table.engage(isEngaged)) this.showArrived();
  }

  /** Lines in the order that the table says, with all that came. */
  showArrived(): void {
    this.order();
    this.changed();
  }

  setLayout(changes: Partial<Layout>): void {
    this.set({ layout: { ...this.ui.layout, ...changes } });
  }

  /** As it is now: also for pages to come. */
  keepLayout(): void {
    this.api.postMessage({ type: 'layout', layout: this.ui.layout });
  }

  focus(key: string | null): void {
    this.wantsFocus = key;
    if (key !== null) this.ui = { ...this.ui, current: key };
    this.changed();
  }

  closeHappening(): void {
    this.happening = null;
    this.draw();
  }

  say(sentence: string): void {
    this.live.say(sentence);
  }

  get lines(): readonly Line[] {
    return this.table.lines;
  }

  /** Kept so that the page looks the same when VS Code takes it down and puts it up again. */
  remember(): void {
    if (this.session !== null)
      this.api.setState(
        keep(this.session.key, this.ui, this.selected, document.scrollingElement?.scrollTop ?? 0),
      );
  }

  private changed(): void {
    this.remember();
    this.draw();
  }

  private take(message: ToInspectorPage): void {
    switch (message.type) {
      case 'session':
        this.takeSession(message.session);
        break;
      case 'absent':
        this.absence = message.absence;
        this.session = null;
        this.clear();
        break;
      case 'items':
        this.takeItems(message);
        break;
      case 'turns':
        this.turnWords = new Map(message.turns.map(({ turn, words }) => [turn, words]));
        break;
      case 'fixedBlock':
        if (this.block.take(message, this.preview?.id)) this.preview = null;
        this.table.follow(linesSourceOf(this));
        break;
      case 'progress':
        this.progress = message.progress;
        break;
      case 'content':
        if (this.preview?.id === message.id) this.preview = message;
        break;
      case 'said':
        this.live.say(message.text);
        break;
      case 'layout':
        this.ui = { ...this.ui, layout: message.layout };
        break;
      case 'chosen':
        this.choose(message.action, message.id);
        break;
      case 'showStep':
        this.wantedStep = message.line;
        break;
    }
  }

  /** What the menu of a row asked for: about all that is selected, where the row is. */
  private choose(action: string, id: string): void {
    if (action === 'show') this.show(id);
    else this.act(action, this.selected.has(id) && action === 'prune' ? [...this.selected] : [id]);
  }

  private takeSession(session: Session): void {
    const isOther = this.session !== null && this.session.key !== session.key;
    const before = ownSizesOf(this.session);
    this.absence = null;
    this.session = session;
    if (isOther) this.clear();
    else if (ownSizesOf(session) !== before) this.table.follow(linesSourceOf(this));
  }

  private clear(): void {
    this.version++;
    this.rows.clear();
    this.isListComplete = false;
    this.selected = new Set();
    this.freed = freedBy(this.selected, this.rows);
    this.preview = null;
    this.happening = null;
    this.anchor = null;
    this.wantedStep = null;
    this.block.clear();
    this.ui = { ...this.ui, ...AT_THE_BEGINNING };
    this.order();
  }

  private takeItems(message: Extract<ToInspectorPage, { type: 'items' }>): void {
    const { isReset, rows, gone, isLast, goneBecause } = message;
    const before = new Set(isReset ? this.rows.keys() : []);
    if (isReset) this.isListComplete = false;
    for (const { id } of rows) before.delete(id);
    for (const row of rows) {
      const known = this.rows.get(row.id);
      if (known !== undefined && isPruned(row) && !isPruned(known)) this.table.holdPruned();
      this.rows.set(row.id, row);
    }
    for (const id of [...before, ...gone]) this.rows.delete(id);
    if (isLast) {
      this.isListComplete = true;
      this.restore();
      this.dropGone(goneBecause);
    }
    this.freed = freedBy(this.selected, this.rows);
    this.followRows(isReset || isLast);
  }

  /** A list that comes in parts is ordered as often as it has doubled, and when it is complete. */
  private followRows(isDue: boolean): void {
    if (!isDue && !this.isListComplete && this.rows.size < 2 * this.orderedRows) return;
    this.version++;
    this.table.follow(linesSourceOf(this));
    this.orderedRows = this.rows.size;
  }

  /** After the first complete list: the selection and the place of before. */
  private restore(): void {
    const { restored } = this;
    this.restored = null;
    if (restored === null || this.session === null || restored.key !== this.session.key) return;
    this.selected = new Set(restored.selected.filter((id) => this.rows.has(id)));
    if (restored.ui.preview !== null && this.rows.has(restored.ui.preview))
      this.show(restored.ui.preview);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => document.scrollingElement?.scrollTo({ top: restored.scrollTop })),
    );
  }

  /** What left the context leaves the selection, and that is said. */
  private dropGone(because: string): void {
    if (this.happening !== null && isOver(this.happening, this.rows)) this.happening = null;
    const staying = selectableOf(this.selected, this.rows);
    const left = [...this.selected].filter((id) => !staying.has(id));
    if (left.length > 0) {
      const { happening, spoken } = leftContext(left, staying.size, because);
      if (staying.size > 0 || !hasPruneNote(this.session)) this.happening = happening;
      this.live.say(spoken);
      this.selected = staying;
    }
    if (this.preview === null || isPart(this.preview.id) || this.rows.has(this.preview.id)) return;
    if (left.length === 0) {
      this.happening = previewLeftContext(this.preview.id, because);
      this.live.say(this.happening.title);
    }
    this.preview = null;
    this.ui = { ...this.ui, preview: null };
  }

  private order(): void {
    this.table.order(linesSourceOf(this));
    if (this.table.isBlockOpen && this.block.isWantedFirst()) this.act('openBlock');
  }
}
