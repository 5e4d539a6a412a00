import * as vscode from 'vscode';
import { outlookEndsMs } from '../../domain/accounting/idleCompaction';
import type { Following } from '../../operations/following/following';
import { Alarm } from '../../host/alarm';
import { currentSettings } from '../../host/followWindow';
import type { LastLooks } from '../../host/lastLooks';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { SETTINGS_SECTION } from '../../host/settings';
import type { Snooze } from '../../host/snooze';
import { createStatusItem } from '../../host/messages';
import { SpacedDrawing } from '../../host/spacedDrawing';
import { PRODUCT_NAME } from '../../product';
import { snoozedWords } from '../../wording/snoozedWords';
import { meterOf, type Severity } from './meterView';
import { coldMark, withMarks } from './statusMarksView';
import { TOOLTIP_COMMANDS } from './tooltipLinksText';
import { tooltipOf } from './tooltipText';

const BACKGROUND: Record<Severity, vscode.ThemeColor | undefined> = {
  none: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

/** The one item in the status bar. */
export class StatusBarMeter implements vscode.Disposable {
  private item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;
  private following: Following | null = null;
  private shown = '';
  private readonly drawing = new SpacedDrawing(() => this.show());
  private endOfSnooze: NodeJS.Timeout | null = null;
  private readonly snooze: Snooze;
  private readonly looks: LastLooks;
  /** What time alone changes: the cache goes cold, an idle session is not compacted any more. */
  private readonly endOfOutlook = new Alarm(() => this.show());

  constructor(worker: SessionsWorker, snooze: Snooze, looks: LastLooks) {
    this.snooze = snooze;
    this.looks = looks;
    this.item = createItem();
    this.subscriptions = vscode.Disposable.from(
      worker.onDidChange((following) => {
        this.following = following;
        this.drawing.soon();
      }),
      worker.onDidDie(({ restarted }) => {
        if (!restarted) this.showStopped();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.statusBar.alignment`)) this.recreate();
        else if (event.affectsConfiguration(SETTINGS_SECTION)) this.show();
      }),
      snooze.onDidChange(() => this.show()),
      looks.onDidChange(() => this.drawing.soon()),
    );
  }

  dispose(): void {
    this.drawing.dispose();
    if (this.endOfSnooze !== null) clearTimeout(this.endOfSnooze);
    this.endOfOutlook.dispose();
    this.subscriptions.dispose();
    this.item.dispose();
  }

  private show(): void {
    if (this.following === null) return;
    const nowMs = Date.now();
    this.drawing.noteDrawn();
    const { t } = vscode.l10n;
    const settings = currentSettings();
    const snoozed = this.snoozed();
    const { active } = this.following;
    const isPinned = active?.reason === 'pinned';
    const coldTokens = settings.cacheInStatusBar ? coldMark(active?.snapshot ?? null, nowMs) : null;
    const meter = meterOf(this.following, settings, t);
    const { text, severity, spoken } = withMarks(meter, { isPinned, snoozed, coldTokens }, t);
    const lookedLine = this.looks.of(active?.snapshot.path ?? '');
    const context = { ...settings, snoozed, nowMs, lookedLine };
    const markdown = tooltipOf(this.following, t, context);
    this.endOfOutlook.set(active === null ? null : outlookEndsMs(active, nowMs));
    const shown = JSON.stringify([text, severity, spoken, markdown]);
    // VS Code closes the open tooltip of an item that is set to what it is
    if (shown === this.shown) return;
    this.shown = shown;
    this.item.text = text;
    this.item.backgroundColor = BACKGROUND[severity];
    this.item.accessibilityInformation = { label: spoken };
    const tooltip = new vscode.MarkdownString(markdown, true);
    tooltip.isTrusted = { enabledCommands: TOOLTIP_COMMANDS };
    this.item.tooltip = tooltip;
    this.item.show();
  }

  /** As a sentence, which is true until the moment that it names. */
  private snoozed(): string | null {
    if (this.endOfSnooze !== null) clearTimeout(this.endOfSnooze);
    this.endOfSnooze = null;
    const nowMs = Date.now();
    const snoozed = this.snooze.of(this.following?.active?.snapshot.path ?? '', nowMs);
    if (snoozed === null) return null;
    if (snoozed.untilMs !== null)
      this.endOfSnooze = setTimeout(() => this.show(), snoozed.untilMs - nowMs);
    return snoozedWords(snoozed, nowMs, vscode.l10n.t);
  }

  /** The last number would look as if it still held. */
  private showStopped(): void {
    this.following = null;
    this.item.text = `$(dashboard) ${vscode.l10n.t('stopped')}`;
    this.item.backgroundColor = undefined;
    this.item.tooltip = vscode.l10n.t(
      'The session reader stopped twice. Reload the window to start it again; the log tells why it stopped.',
    );
    this.item.accessibilityInformation = {
      label: vscode.l10n.t('Claude context: the session reader has stopped.'),
    };
    this.item.show();
  }

  private recreate(): void {
    this.item.dispose();
    this.item = createItem();
    this.shown = '';
    this.show();
  }
}

/**
 * One for each side: VS Code remembers where an id stood and puts a new item of that id there
 * again, whatever it asks for.
 */
const ITEM_IDS = { left: 'leewayLeft', right: 'leeway' } as const;

function createItem(): vscode.StatusBarItem {
  const side = currentSettings().statusBarAlignment;
  const alignment =
    side === 'left' ? vscode.StatusBarAlignment.Left : vscode.StatusBarAlignment.Right;
  const item = createStatusItem(ITEM_IDS[side], alignment, 100);
  item.name = PRODUCT_NAME;
  item.command = 'leeway.openInspector';
  return item;
}
