import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Following, FollowedSession } from '../../operations/following/following';
import { currentSettings } from '../../host/followWindow';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { SETTINGS } from '../../host/settings';
import type { Snooze } from '../../host/snooze';
import { actInWindow } from '../../host/windowActs';
import { logFailure, type Log } from '../../log';
import { showError, showInformation, showWarning } from '../../host/messages';
import { fillsUpAgain, warningActions, type WarningAction } from './warningChoices';
import { decideWarning, untold, type Told, type WarningKind } from './warningPolicy';
import { subagentsAdvice, warningText, type WarningText } from './warningText';

const MUTED_BY = {
  early: 'warnEarly',
  late: 'warnLate',
  blocked: 'warnBlocked',
} as const satisfies Record<WarningKind, keyof typeof SETTINGS>;

type Show = (
  message: string,
  ...items: vscode.MessageItem[]
) => Thenable<vscode.MessageItem | undefined>;

const SHOW: Record<WarningText['severity'], Show> = {
  information: (message, ...items) => showInformation(message, ...items),
  warning: (message, ...items) => showWarning(message, ...items),
  error: (message, ...items) => showError(message, ...items),
};

export interface WarningServices {
  readonly worker: SessionsWorker;
  readonly snooze: Snooze;
  /** Of the workspace. */
  readonly memento: vscode.Memento;
  readonly log: Log;
}

/** The block that a window of this workspace was opened on last, so that it is said once. */
const OPENED_ON = 'blockThatWasOpenedOn';

interface Pending {
  readonly kind: WarningKind;
  readonly session: FollowedSession;
}

/**
 * VS Code takes a toast out of sight after ten seconds or so, without a word, and keeps its promise
 * open.
 */
const IN_SIGHT_MS = 12_000;
const URGENCY: Record<WarningKind, number> = { early: 1, late: 2, blocked: 3 };

/**
 * Tells about walls, for every open session of the workspace that was not left for a fresh one: one
 * toast at a time, but what is more urgent never waits; none from a window in the background.
 */
export class Warnings implements vscode.Disposable {
  private readonly told = new Map<string, Told>();
  /** How often each session has come near its wall. */
  private readonly timesNear = new Map<string, { readonly times: number; readonly at: string }>();
  /** By session, the newest only: what waits for its turn may have been overtaken. */
  private readonly pending = new Map<string, Pending>();
  private readonly startedAtMs = Date.now();
  private readonly subscriptions: vscode.Disposable;
  private readonly snooze: Snooze;
  private readonly memento: vscode.Memento;
  private readonly log: Log;
  /** Until the session has been read that the window was opened on. */
  private isOpening = true;
  private inSight: { readonly urgency: number; readonly timer: NodeJS.Timeout } | null = null;

  constructor({ worker, snooze, memento, log }: WarningServices) {
    this.snooze = snooze;
    this.memento = memento;
    this.log = log;
    this.subscriptions = vscode.Disposable.from(
      worker.onDidChange((following) => this.consider(following)),
      vscode.window.onDidChangeWindowState(() => this.showNext()),
      snooze.onDidChange(() => this.showNext()),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    if (this.inSight !== null) clearTimeout(this.inSight.timer);
  }

  private consider({ active, others }: Following): void {
    const settings = currentSettings();
    const muted = mutedKinds();
    const sessions = (active === null ? others : [active, ...others]).filter(
      ({ isLeft }) => !isLeft,
    );
    this.forgetLeft(sessions);
    for (const session of sessions) {
      const { snapshot } = session;
      if (!snapshot.isComplete) continue;
      const before = this.told.get(snapshot.path) ?? null;
      const { warning, told } = decideWarning(snapshot, before, {
        ...settings,
        muted,
        startedAtMs: this.startedAtMs,
        tellsOldBlock: session === active && this.isOpening && this.isNews(snapshot),
      });
      if (session === active) this.isOpening = false;
      if (told.early === true && before?.early !== true) this.countNear(snapshot);
      this.told.set(snapshot.path, told);
      const kind = warning ?? this.pending.get(snapshot.path)?.kind;
      if (kind === undefined) continue;
      // What waits is told with the numbers of the moment at which it is shown, if it still holds
      // then.
      if (kind === 'blocked' ? told.blockedSinceMs !== null : told[kind] === true)
        this.pending.set(snapshot.path, { kind, session });
      else this.pending.delete(snapshot.path);
    }
    this.showNext();
  }

  /** Nothing that waits is told of a session once another one was gone over to. */
  private forgetLeft(sessions: readonly FollowedSession[]): void {
    const present = new Set(sessions.map(({ snapshot }) => snapshot.path));
    for (const [path, { kind }] of this.pending) {
      if (present.has(path)) continue;
      this.pending.delete(path);
      const told = this.told.get(path);
      if (told !== undefined) this.told.set(path, untold(told, kind));
    }
  }

  /** Whether no window of this workspace was opened on this block before; remembers that one was. */
  private isNews({ path, blocked }: Snapshot): boolean {
    const block = blocked === null ? null : `${path} ${String(blocked.sinceMs)}`;
    if (block === null || this.memento.get(OPENED_ON) === block) return false;
    this.memento.update(OPENED_ON, block).then(undefined, logFailure(this.log, 'Remembering'));
    return true;
  }

  /** A prune that is undone brings a session near its wall as well, but no turn later. */
  private countNear({ path, growth, compactions }: Snapshot): void {
    const known = this.timesNear.get(path);
    // turns count from the last compaction
    const at = `${String(compactions)} ${String(growth.turns)}`;
    if (at !== known?.at) this.timesNear.set(path, { times: (known?.times ?? 0) + 1, at });
  }

  private showNext(): void {
    if (!vscode.window.state.focused) return;
    const muted = mutedKinds();
    const [next] = [...this.pending]
      .filter(
        ([path, { kind }]) =>
          !muted.has(kind) && (kind === 'blocked' || this.snooze.of(path) === null),
      )
      .sort(([, a], [, b]) => URGENCY[b.kind] - URGENCY[a.kind]);
    if (next === undefined) return;
    const [path, pending] = next;
    const urgency = URGENCY[pending.kind];
    if (this.inSight !== null && urgency <= this.inSight.urgency) return;
    this.pending.delete(path);
    if (this.inSight !== null) clearTimeout(this.inSight.timer);
    const shown = { urgency, timer: setTimeout(() => this.outOfSight(shown), IN_SIGHT_MS) };
    this.inSight = shown;
    this.show(pending)
      .catch(logFailure(this.log, 'A warning'))
      .finally(() => this.outOfSight(shown));
  }

  private outOfSight(shown: NonNullable<typeof this.inSight>): void {
    clearTimeout(shown.timer);
    if (this.inSight !== shown) return;
    this.inSight = null;
    this.showNext();
  }

  private async show({ kind, session: { snapshot, subagents } }: Pending): Promise<void> {
    const { severity, message } = warningText(kind, snapshot, vscode.l10n.t);
    const ofSubagents = subagentsAdvice(subagents, vscode.l10n.t);
    const isAgain = fillsUpAgain(snapshot, this.timesNear.get(snapshot.path)?.times ?? 0);
    const advice =
      isAgain && kind !== 'blocked'
        ? vscode.l10n.t('It fills up again: one session per task helps most.')
        : '';
    const words = [message, ofSubagents, advice].filter((part) => part !== '').join(' ');
    const titles = buttonTitles();
    const buttons = warningActions(kind, snapshot, currentSettings().autoCompact, isAgain).map(
      (action) => ({ title: titles[action], action }),
    );
    const answer = await SHOW[severity](words, ...buttons);
    const chosen = buttons.find((button) => button === answer)?.action;
    if (chosen === undefined) return;
    if (chosen !== 'mute') await vscode.commands.executeCommand(COMMANDS[chosen], snapshot.path);
    else await actInWindow('keepPreference', { key: SETTINGS[MUTED_BY[kind]].key, value: false });
  }
}

/** All of them take the session file's path. */
const COMMANDS: Record<Exclude<WarningAction, 'mute'>, string> = {
  recover: 'leeway.recover',
  compact: 'leeway.compact',
  prune: 'leeway.pruneToFit',
  handoff: 'leeway.writeHandoff',
  inspect: 'leeway.openInspector',
  whatHelps: 'leeway.whatHelps',
  snooze: 'leeway.snoozeWarnings',
};

function buttonTitles(): Record<WarningAction, string> {
  const { t } = vscode.l10n;
  return {
    recover: t('Recover…'),
    compact: t('Compact…'),
    prune: t('Prune to Fit…'),
    handoff: t('Write Handoff…'),
    inspect: t('Inspect'),
    whatHelps: t('What Helps'),
    snooze: t('Snooze…'),
    mute: t('Don’t Show Again'),
  };
}

function mutedKinds(): ReadonlySet<WarningKind> {
  const settings = currentSettings();
  return new Set(
    (Object.keys(MUTED_BY) as WarningKind[]).filter((kind) => !settings[MUTED_BY[kind]]),
  );
}
