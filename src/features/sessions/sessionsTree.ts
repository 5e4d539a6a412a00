import * as vscode from 'vscode';
import { idleCompactionMs, outlookEndsMs } from '../../domain/accounting/idleCompaction';
import { MOST_LISTED } from '../../io/sessions/mostListed';
import type { FollowedSession, Following } from '../../operations/following/following';
import type { SessionSummary } from '../../operations/reading/sessionSummary';
import { Alarm } from '../../host/alarm';
import { registerCommand } from '../../host/commands';
import { askText } from '../../host/messages';
import { SpacedDrawing } from '../../host/spacedDrawing';
import { logFailure, type Log } from '../../log';
import { plainText } from '../../wording/plainText';
import { attentionNeeded, shownSessions, stateWords } from './liveRowsView';
import { resumeSession } from './resumeSession';
import { searchSessions } from './searchSessions';
import { archiveFromTree, copySessionId, revealSession, type SessionActTools } from './sessionActs';
import { sessionTooltip } from './sessionTooltipText';
import { elsewhereRows, endedRows, olderRow, treeRows } from './sessionsTreeView';
import { facts, type LateRows, type RowState, type TreeRow } from './treeRowView';

const VIEW = 'leeway.sessions';
const SCHEME = 'leeway-session';
const FILTERED = 'leeway.isFiltered';
const HAS_NONE = 'leeway.hasNoSessions';
const MARKS: Record<RowState, string> = { working: '●', waiting: '?', blocked: '!' };

/** *Claude Sessions*: all sessions of the window with their subagents, and the others by folder. */
export class SessionsTree
  implements vscode.TreeDataProvider<TreeRow>, vscode.FileDecorationProvider, vscode.Disposable
{
  private readonly tools: SessionActTools;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<TreeRow>;
  private readonly subscriptions: vscode.Disposable;
  /** What time alone changes: a cache goes cold, an idle session is not compacted any more. */
  private readonly endOfOutlook = new Alarm(() => this.drawing.soon());
  private following: Following | null = null;
  private filter = '';
  private rows: readonly TreeRow[] = [];
  private shown = '';
  private readonly drawing = new SpacedDrawing(() => this.show());
  /** What was read when a group was opened, until something says that it is old. */
  private listed = new Map<'workspace' | 'everywhere', Promise<readonly SessionSummary[]>>();
  private listedEnded = -1;
  private needed = 0;

  constructor(tools: SessionActTools) {
    this.tools = tools;
    const { worker, log } = tools;
    this.view = vscode.window.createTreeView(VIEW, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.subscriptions = vscode.Disposable.from(
      this.view,
      vscode.window.registerFileDecorationProvider(this),
      worker.onDidChange((following) => {
        this.following = following;
        this.drawing.soon();
      }),
      worker.onDidDie(() => this.readAgain()),
      // nothing was drawn while it was out of sight
      this.view.onDidChangeVisibility(({ visible }) => {
        if (!visible) return;
        this.listed.clear();
        this.shown = '';
        this.show();
      }),
      // what others do meanwhile is read when it is opened again
      this.view.onDidCollapseElement(({ element }) => {
        if (typeof element.children === 'string') this.listed.delete(scopeOf(element.children));
      }),
      registerCommand('leeway.inspectSession', log, (path) =>
        vscode.commands.executeCommand('leeway.openInspector', path),
      ),
      registerCommand('leeway.pinSession', log, (path) =>
        vscode.commands.executeCommand('leeway.switchSession', path),
      ),
      registerCommand('leeway.searchSessions', log, () => searchSessions(worker)),
      registerCommand('leeway.filterSessions', log, () => this.askFilter()),
      registerCommand('leeway.clearFilter', log, () => this.setFilter('')),
      registerCommand('leeway.resumeSession', log, (path) => resumeSession(tools, path), 'starts'),
      registerCommand('leeway.revealTerminal', log, (path) => revealSession(tools, path)),
      registerCommand('leeway.copySessionId', log, (path) => copySessionId(path)),
      registerCommand(
        'leeway.archiveSession',
        log,
        async (path) => {
          await archiveFromTree(tools, path);
          this.readAgain();
        },
        'writes',
      ),
    );
  }

  getTreeItem(row: TreeRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, FOLDING[row.folding]);
    item.id = row.id;
    item.description = row.description;
    item.contextValue = row.can.join(' ');
    item.accessibilityInformation = { label: row.spoken };
    if (row.icon !== null)
      item.iconPath = new vscode.ThemeIcon(row.icon.name, new vscode.ThemeColor(row.icon.color));
    if (row.state !== null)
      item.resourceUri = vscode.Uri.from({
        scheme: SCHEME,
        path: `/${encodeURIComponent(row.id)}`,
        query: row.state,
      });
    if (row.path !== null)
      item.command = {
        command: 'leeway.openInspector',
        title: vscode.l10n.t('Inspect'),
        arguments: [row.path],
      };
    return item;
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    if (row === undefined) return [...this.rows];
    const { children } = row;
    return [...(typeof children === 'string' ? await this.lateRows(children) : children)];
  }

  /** Read when it is asked for: few rows ever are hovered. */
  resolveTreeItem(item: vscode.TreeItem, row: TreeRow): vscode.TreeItem {
    const session = this.sessionOf(row);
    item.tooltip =
      session === null
        ? facts(row.label, row.description)
        : new vscode.MarkdownString(sessionTooltip(session, Date.now(), vscode.l10n.t));
    return item;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const state = uri.scheme === SCHEME ? asState(uri.query) : null;
    return state === null
      ? undefined
      : new vscode.FileDecoration(MARKS[state], stateWords(state, vscode.l10n.t) ?? undefined);
  }

  dispose(): void {
    this.drawing.dispose();
    this.endOfOutlook.dispose();
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private show(): void {
    const { following } = this;
    if (following === null) return;
    const { t } = vscode.l10n;
    const nowMs = Date.now();
    this.drawing.noteDrawn();
    if (following.ended !== this.listedEnded) this.listed.delete('workspace');
    this.listedEnded = following.ended;
    this.showBadge(attentionNeeded(following));
    if (!this.view.visible) return;
    const sessions = shownSessions(following);
    const ends = sessions.flatMap((session) => outlookEndsMs(session, nowMs) ?? []);
    this.endOfOutlook.set(ends.length === 0 ? null : Math.min(...ends));
    const rows = treeRows(
      {
        ...{ following, nowMs, filter: this.filter },
        folderName: plainText(vscode.workspace.name ?? ''),
      },
      t,
    );
    // hovers are kept until the rows are told anew
    const idle = sessions.map((session) => idleCompactionMs(session, nowMs));
    const shown = JSON.stringify([rows, this.filter, idle]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.rows = rows;
    setContext(HAS_NONE, rows.length === 0, this.tools.log);
    this.view.message =
      this.filter === ''
        ? undefined
        : plainText(t('Only what has “{0}” in its title, model, branch or folder.', this.filter));
    this.changed.fire();
  }

  /** Also while it is out of sight. */
  private showBadge(needed: number): void {
    if (needed === this.needed) return;
    this.needed = needed;
    const { t } = vscode.l10n;
    const tooltip =
      needed === 1
        ? t('1 session is blocked, or past 80% of its next limit')
        : t('{0} sessions are blocked, or past 80% of their next limit', needed);
    this.view.badge = needed === 0 ? undefined : { value: needed, tooltip };
  }

  private readAgain(): void {
    this.listed.clear();
    this.changed.fire();
  }

  private async lateRows(which: LateRows): Promise<readonly TreeRow[]> {
    const { following, filter } = this;
    if (following === null) return [];
    const nowMs = Date.now();
    const { t } = vscode.l10n;
    const own = await this.list('workspace');
    const ofWorkspace = new Set(own.map(({ path }) => path));
    const listed = which === 'ended' ? own : await this.list('everywhere');
    const rows =
      which === 'ended'
        ? endedRows(own, { following, filter }, nowMs, t)
        : elsewhereRows(listed, ofWorkspace, { following, filter }, nowMs, t);
    return isCut(listed) ? [...rows, olderRow(which, t)] : rows;
  }

  private list(scope: 'workspace' | 'everywhere'): Promise<readonly SessionSummary[]> {
    const known = this.listed.get(scope);
    if (known !== undefined) return known;
    const listing = this.tools.worker.list(scope);
    this.listed.set(scope, listing);
    return listing;
  }

  private sessionOf({ path }: TreeRow): FollowedSession | null {
    return this.following === null
      ? null
      : (shownSessions(this.following).find(({ snapshot }) => snapshot.path === path) ?? null);
  }

  private async askFilter(): Promise<void> {
    const { t } = vscode.l10n;
    const words = await askText({
      title: t('Filter Sessions'),
      placeHolder: t('Title, model, branch or folder'),
      value: this.filter,
    });
    if (words !== undefined) this.setFilter(words.trim());
  }

  private setFilter(words: string): void {
    this.filter = words;
    setContext(FILTERED, words !== '', this.tools.log);
    this.show();
  }
}

/** For the `when` of the manifest. */
function setContext(key: string, value: boolean, log: Log): void {
  vscode.commands
    .executeCommand('setContext', key, value)
    .then(undefined, logFailure(log, `Telling ${key}`));
}

const FOLDING = {
  none: vscode.TreeItemCollapsibleState.None,
  open: vscode.TreeItemCollapsibleState.Expanded,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
} as const;

function scopeOf(which: LateRows): 'workspace' | 'everywhere' {
  return which === 'ended' ? 'workspace' : 'everywhere';
}

function asState(word: string): RowState | null {
  return word in MARKS ? (word as RowState) : null;
}

/** What was archived is listed whole. */
function isCut(listed: readonly SessionSummary[]): boolean {
  return listed.filter(({ archiveNote }) => archiveNote === undefined).length >= MOST_LISTED;
}
