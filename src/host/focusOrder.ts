import * as vscode from 'vscode';
import type { FocusedPlace } from '../operations/following/focusedSession';

/** VS Code puts a name of its own in front of the one that the Claude Code extension gives. */
const CLAUDE_TAB = /(?:^|-)claudeVSCodePanel$/;

/** A terminal, or the label of an editor tab of the Claude Code extension. */
type Place = vscode.Terminal | string;

/**
 * The terminals and Claude Code tabs of this window in the order in which a person turned to them.
 * Claude Code in the side bar is not among them: VS Code does not tell when it has the focus.
 */
export class FocusOrder implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable;
  /** The last one first. */
  private order: readonly Place[] = [];
  /** Of the active tab, if that is one of Claude Code. */
  private label: string | null = null;

  constructor() {
    const { tabGroups } = vscode.window;
    this.label = activeLabel();
    if (this.label !== null) this.order = [this.label];
    if (vscode.window.activeTerminal !== undefined) this.turnTo(vscode.window.activeTerminal);
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeActiveTerminal((terminal) => {
        if (terminal !== undefined) this.turnTo(terminal);
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.order = this.order.filter((place) => place !== terminal);
      }),
      tabGroups.onDidChangeTabs(() => this.lookAtTab()),
      tabGroups.onDidChangeTabGroups(() => this.lookAtTab()),
    );
  }

  /** The last one first. */
  async places(): Promise<readonly FocusedPlace[]> {
    const places = await Promise.all(
      this.order.map(async (place): Promise<FocusedPlace | null> => {
        if (typeof place === 'string') return { kind: 'claudeTab', label: place };
        const pid = await place.processId;
        return pid === undefined ? null : { kind: 'terminal', pid };
      }),
    );
    return places.filter((place) => place !== null);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private lookAtTab(): void {
    const before = this.label;
    const label = (this.label = activeLabel());
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(labelOf);
    const isRenamed = before !== null && label !== null && !labels.includes(before);
    // A tab that gets its title need not be where the person works.
    if (isRenamed) this.order = this.order.map((place) => (place === before ? label : place));
    this.order = this.order.filter((place) => typeof place !== 'string' || labels.includes(place));
    if (label === null || label === before) return;
    if (isRenamed) this.changed.fire();
    else this.turnTo(label);
  }

  private turnTo(place: Place): void {
    this.order = [place, ...this.order.filter((other) => other !== place)];
    this.changed.fire();
  }
}

function activeLabel(): string | null {
  return labelOf(vscode.window.tabGroups.activeTabGroup.activeTab)[0] ?? null;
}

/** None for a tab that is not of Claude Code. */
function labelOf(tab: vscode.Tab | undefined): readonly string[] {
  return tab?.input instanceof vscode.TabInputWebview && CLAUDE_TAB.test(tab.input.viewType)
    ? [tab.label]
    : [];
}
