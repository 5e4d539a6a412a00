import * as vscode from 'vscode';
import type { FollowedSessions } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import type { Snooze } from '../../host/snooze';
import { withoutLinks } from '../../wording/escapeMarkdown';
import { titleWords } from '../../wording/titleWords';
import { countFillings, type Fillings } from './offerModel';

const TITLE_LENGTH = 60;

/** Offers a handoff when the active session fills up for the second time. Once per session, and never while warnings are snoozed. */
export class HandoffOffer implements vscode.Disposable {
  private readonly fillings = new Map<string, Fillings>();
  private readonly followed: FollowedSessions;
  private readonly snooze: Snooze;
  private readonly subscription: vscode.Disposable;

  constructor(followed: FollowedSessions, snooze: Snooze) {
    this.followed = followed;
    this.snooze = snooze;
    this.subscription = followed.onDidChange(() => this.consider());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private consider(): void {
    const snapshot = this.followed.get()?.snapshot;
    if (snapshot?.isComplete !== true || !snapshot.isCounted) return;
    const { fillings, offer } = countFillings(snapshot, this.fillings.get(snapshot.path) ?? null, currentSettings().earlyPercent);
    const isQuiet = !vscode.window.state.focused || this.snooze.covers(snapshot.path);
    this.fillings.set(snapshot.path, offer && isQuiet ? { ...fillings, isOffered: false } : fillings);
    if (offer && !isQuiet) void this.show(snapshot.path, snapshot.title);
  }

  private async show(path: string, title: string | null): Promise<void> {
    const { t } = vscode.l10n;
    const write = t('Write Handoff…');
    const name = withoutLinks(titleWords(title, t('This session'), TITLE_LENGTH));
    const answer = await vscode.window.showInformationMessage(t('{0} fills up for the second time. What pays most is one session per task: hand over what matters and start fresh.', name), write);
    if (answer === write) await vscode.commands.executeCommand('contextMeter.writeHandoff', path);
  }
}
