import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { FollowedSessions } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import { createStatusItem } from '../../host/messages';
import { arrivalOf, manyImages } from './arrivalView';

/** Long enough to be seen, short enough to stay quiet. */
const SHOWN_MS = 60_000;

/** A quiet mark in the status bar when one result was large. */
export class ArrivalMark implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;
  private hiding: NodeJS.Timeout | null = null;
  private path = '';
  private text = '';
  private images = 0;

  constructor(followed: FollowedSessions) {
    const alignment =
      currentSettings().statusBarAlignment === 'left'
        ? vscode.StatusBarAlignment.Left
        : vscode.StatusBarAlignment.Right;
    this.item = createStatusItem('leeway.arrival', alignment, 99);
    this.item.name = vscode.l10n.t('Large Results in Claude’s Context');
    this.item.command = 'leeway.openInspector';
    this.subscription = followed.onDidChange(() => {
      const snapshot = followed.get()?.snapshot;
      if (snapshot?.isComplete === true && snapshot.isCounted) this.look(snapshot);
    });
  }

  dispose(): void {
    if (this.hiding !== null) clearTimeout(this.hiding);
    this.subscription.dispose();
    this.item.dispose();
  }

  /** What another session holds came in before anybody looked. */
  private look(snapshot: Snapshot): void {
    const { arrivalMarkTokens } = currentSettings();
    const arrival = arrivalOf(snapshot, arrivalMarkTokens, vscode.l10n.t);
    const before = this.images;
    this.images = snapshot.images;
    if (snapshot.path !== this.path) {
      this.path = snapshot.path;
      this.text = arrival?.tooltip ?? '';
      this.item.hide();
      return;
    }
    this.show(
      (arrivalMarkTokens === 0 ? null : manyImages(snapshot.images, before, vscode.l10n.t)) ??
        arrival,
    );
  }

  private show(arrival: ReturnType<typeof arrivalOf>): void {
    if (arrival === null || arrival.tooltip === this.text) return;
    this.text = arrival.tooltip;
    this.item.text = arrival.text;
    this.item.tooltip = arrival.tooltip;
    this.item.accessibilityInformation = { label: arrival.tooltip };
    this.item.show();
    if (this.hiding !== null) clearTimeout(this.hiding);
    this.hiding = setTimeout(() => this.item.hide(), SHOWN_MS);
  }
}
