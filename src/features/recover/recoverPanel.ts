import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { gatherBlockFacts, type GatheredFacts } from '../../operations/diagnosing/gatherBlockFacts';
import type { BlockFacts } from '../../domain/recovery/blockFacts';
import { currentConfigDirectory } from '../../host/claudeProcess';
import { currentSettings } from '../../host/followWindow';
import { putPage } from '../../host/pageHtml';
import { isWindowTrusted } from '../../host/windowActs';
import { logFailure } from '../../log';
import { showError } from '../../host/messages';
import { timeOf } from '../../wording/wallWords';
import { unblockedBy } from './evidencePolicy';
import { extensionModelSettings } from './pinFix';
import { parseFromRecoverPage, type ToRecoverPage } from './protocol';
import { runRecoverAct, type RecoverContext } from './recoverActs';
import { recoverPage } from './recoverView';
import type { RecoverState, StepKind, StepResult, Unblocked } from './recoverState';

/** As long as a person waits before trying something else. */
const EVIDENCE_MS = 90_000;
/** Changes come in bursts; settings are read again for each drawing. */
const REDRAW_MS = 250;

/**
 * The recover page of one session: gathers the facts, draws them, runs what is pressed, and watches
 * the session file for evidence.
 */
export class RecoverPanel implements vscode.Disposable {
  readonly path: string;
  private readonly panel: vscode.WebviewPanel;
  private readonly services: RecoverContext;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly results = new Map<StepKind, StepResult>();
  private readonly tried: string[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private snapshot: Snapshot;
  private blockedSinceMs: number | null;
  private problem: BlockFacts['problem'] | null = null;
  private unblocked: Unblocked | null = null;
  private gathered: GatheredFacts | null = null;
  private newSessionSinceMs: number | null = null;
  private redraw: NodeJS.Timeout | null = null;
  private drawing = 0;

  constructor(panel: vscode.WebviewPanel, services: RecoverContext, snapshot: Snapshot) {
    this.panel = panel;
    this.services = services;
    this.snapshot = snapshot;
    this.path = snapshot.path;
    this.blockedSinceMs = blockTime(snapshot);
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      services.followed.onDidChange(() => this.look()),
      vscode.window.onDidCloseTerminal(() => this.drawSoon()),
    );
    putPage(panel, services.extensionUri, {
      name: 'recover',
      title: vscode.l10n.t('Recover'),
    });
  }

  reveal(): void {
    this.panel.reveal();
    this.drawSoon();
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
    if (this.redraw !== null) clearTimeout(this.redraw);
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private receive(data: unknown): void {
    const message = parseFromRecoverPage(data);
    if (message === null) return;
    if (message.type === 'ready') this.drawNow();
    else this.act(message.action).catch(logFailure(this.services.log, 'Recover'));
  }

  private async act(action: string): Promise<void> {
    const { gathered, services, snapshot } = this;
    if (gathered === null) return;
    try {
      const step = await runRecoverAct(action, {
        ...services,
        snapshot,
        gathered,
        tried: this.tried,
        onDidBegin: (kind) => this.begin(kind),
        onDidChange: () => this.drawSoon(),
      });
      if (step === 'newSession') this.newSessionSinceMs = Date.now();
      if (step !== null && step !== 'promptAgain' && step !== 'newSession') this.settle(step);
    } catch (error) {
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      services.log.error(`Recover, ${action}: ${cause}`);
      void showError(vscode.l10n.t('Leeway could not do that. The log tells why.'));
    }
    this.drawSoon();
  }

  /** From now on evidence is waited for; without any, the step was in vain. */
  private begin(kind: StepKind): void {
    this.tried.push(kind);
    this.results.set(kind, { kind: 'waiting' });
    if (kind === 'promptAgain' || kind === 'newSession') {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        if (this.results.get(kind)?.kind !== 'waiting') return;
        this.results.set(kind, { kind: 'vain', atMs: Date.now(), seconds: EVIDENCE_MS / 1000 });
        this.drawSoon();
      }, EVIDENCE_MS);
      this.timers.add(timer);
    }
    this.drawSoon();
  }

  /** The person went through it or thought better of it: if it helped, the session file tells. */
  private settle(kind: StepKind): void {
    if (this.results.get(kind)?.kind === 'waiting') this.results.delete(kind);
  }

  /** Looks for evidence in whatever the worker read. */
  private look(): void {
    const now = this.services.followed.get(this.path)?.snapshot;
    if (now !== undefined && now.isComplete) {
      this.snapshot = now;
      const blockedSinceMs = blockTime(now);
      if (blockedSinceMs !== null) {
        this.blockedSinceMs = blockedSinceMs;
        this.unblocked = null;
      } else if (this.blockedSinceMs !== null)
        this.found(unblockedBy(now, this.unblocked, Date.now()));
    }
    this.lookAtNewSession();
    this.drawSoon();
  }

  /** A pinned model shows whether it is gone in a session that began after it was changed. */
  private lookAtNewSession(): void {
    const active = this.services.followed.get()?.snapshot;
    if (this.newSessionSinceMs === null || active === undefined || active.path === this.path)
      return;
    if (active.blocked !== null && (active.blocked.sinceMs ?? 0) >= this.newSessionSinceMs)
      this.results.set('newSession', {
        kind: 'vain',
        atMs: Date.now(),
        seconds: Math.round((Date.now() - this.newSessionSinceMs) / 1000),
      });
    else if (active.blocked === null && active.usage.exact)
      this.found({ how: 'replied', atMs: Date.now(), tokens: active.usage.tokens });
  }

  private found(unblocked: Unblocked | null): void {
    if (unblocked === null || unblocked === this.unblocked) return;
    const isNews = this.unblocked?.how !== unblocked.how;
    this.unblocked = unblocked;
    for (const [kind, result] of this.results)
      if (result.kind === 'waiting') this.results.set(kind, { kind: 'done', atMs: unblocked.atMs });
    if (isNews)
      this.post({
        type: 'said',
        text:
          unblocked.how === 'replied'
            ? vscode.l10n.t('Unblocked.')
            : vscode.l10n.t('No longer too large.'),
      });
  }

  private drawSoon(): void {
    this.redraw ??= setTimeout(() => {
      this.redraw = null;
      this.drawNow();
    }, REDRAW_MS);
  }

  private drawNow(): void {
    this.draw().catch(logFailure(this.services.log, 'Drawing the page of recovery'));
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    const { services, snapshot } = this;
    const program = await services.claude.program();
    const gathered = await gatherBlockFacts({
      snapshot,
      configDirectory: currentConfigDirectory(),
      homeDirectory: homedir(),
      platform: process.platform,
      env: process.env,
      extensionSettings: extensionModelSettings(),
      programVersion: 'version' in program ? program.version : null,
    });
    const holder =
      gathered.holder === null ? null : await services.claude.holderOf(snapshot.sessionId ?? '');
    if (drawing !== this.drawing) return; // something newer is on its way
    if (this.unblocked === null) this.problem = gathered.facts.problem;
    const facts = { ...gathered.facts, problem: this.problem ?? gathered.facts.problem };
    this.gathered = { ...gathered, facts };
    const state: RecoverState = {
      facts,
      snapshot,
      blockedSinceMs: this.blockedSinceMs,
      unblocked: this.unblocked,
      holder:
        holder === null
          ? null
          : {
              version: holder.open.version,
              status: holder.open.status,
              entrypoint: holder.open.entrypoint,
              isInTerminal: holder.terminal !== null,
            },
      results: this.results,
      homeDirectory: homedir(),
      isRestricted: !isWindowTrusted(),
      compactModel: currentSettings().compactModels[0] ?? '',
    };
    this.post({
      type: 'page',
      page: recoverPage(state, vscode.l10n.t, timeOf),
    });
  }

  private post(message: ToRecoverPage): void {
    void this.panel.webview.postMessage(message);
  }
}

/** `null` while it is not blocked; 0 for a refusal without a time. */
function blockTime({ blocked }: Snapshot): number | null {
  return blocked === null ? null : (blocked.sinceMs ?? 0);
}
