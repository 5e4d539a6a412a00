import * as vscode from 'vscode';
import type { Inspection } from '../../domain/accounting/inspection';
import { standingEndsMs } from '../../domain/caching/cacheState';
import type { FollowedSession, Following } from '../../operations/following/following';
import type { InspectionState } from '../../operations/reading/sessionInspector';
import { Alarm } from '../../host/alarm';
import { followedIn } from '../../host/followedSessions';
import { currentSettings } from '../../host/followWindow';
import type { LastLooks } from '../../host/lastLooks';
import { putPage } from '../../host/pageHtml';
import type { SettingsReview } from '../../host/settingsReview';
import type { InspectionSubscription, SessionsWorker } from '../../host/sessionsWorker';
import { logFailure, type Log } from '../../log';
import { plainText } from '../../wording/plainText';
import { BlockActs, isBlockAct } from './blockActs';
import { absenceOf } from './absenceView';
import { sessionOf } from './inspectorView';
import { runInspectorAct } from './acts';
import { goneWords } from './goneText';
import type { ItemDocuments } from './itemDocument';
import type { KeptLayout } from './keptLayout';
import type { Trouble } from './noteView';
import { itemsIn, PreviewedContent } from './previewedContent';
import { parseFromInspectorPage, type FromInspectorPage, type ToInspectorPage } from './protocol';
import type { RowAction } from './rowMenu';
import { rowOf } from './rowView';
import { SentItems } from './sentItems';
import { StepOnPage } from './stepOnPage';
import { turnsMessage } from './turnsView';

export const VIEW_TYPE = 'leeway.inspector';

/** What outlives a panel. */
export interface InspectorNeeds {
  readonly extensionUri: vscode.Uri;
  readonly worker: SessionsWorker;
  readonly review: SettingsReview;
  readonly agreed: { toAsk: boolean };
  readonly documents: ItemDocuments;
  readonly layout: KeptLayout;
  readonly looks: LastLooks;
  readonly log: Log;
}

/**
 * One inspector on the screen: sends the page what the worker tells, and does what the page asks
 * for. Ends with its panel.
 */
export class InspectorPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly needs: InspectorNeeds;
  /** The cache goes cold though nothing is written. */
  private readonly endOfStanding = new Alarm(() => this.sendSession());
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly items = new SentItems();
  private subscription: InspectionSubscription | null = null;
  private following: Following | null;
  /** What is looked at; `null` for whichever session is active. */
  private path: string | null = null;
  private inspection: Inspection | null = null;
  private trouble: Trouble | null = null;
  private isReady = false;
  private readonly preview: PreviewedContent;
  private readonly block: BlockActs;
  private shown = '';
  private readonly step: StepOnPage;
  private readonly failed: (error: unknown) => void;

  constructor(panel: vscode.WebviewPanel, needs: InspectorNeeds, following: Following | null) {
    const { extensionUri, worker, log } = needs;
    this.failed = logFailure(log, 'The inspector');
    this.panel = panel;
    this.needs = needs;
    this.step = new StepOnPage(needs.looks);
    this.preview = new PreviewedContent(worker, (message) => this.post(message));
    this.block = new BlockActs({ ...needs, post: (message) => this.post(message) });
    this.following = following;
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const parsed = parseFromInspectorPage(message);
        if (parsed !== null) this.receive(parsed);
      }),
      // VS Code takes down the page of a hidden panel: it begins anew and hears nothing meanwhile.
      panel.onDidChangeViewState(() => {
        this.isReady &&= panel.visible;
      }),
      worker.onDidDie(({ restarted }) => {
        this.trouble = restarted ? 'readerRestarted' : 'readerDied';
        this.sendSession();
      }),
    );
    putPage(panel, extensionUri, {
      name: 'inspector',
      title: vscode.l10n.t('Context'),
      imageSources: 'data: blob:',
    });
  }

  dispose(): void {
    this.subscription?.dispose();
    this.endOfStanding.dispose();
    this.block.forget();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** @param path of a session's file, or of a subagent's; `null` for whichever is active. */
  look(path: string | null): void {
    if (path === this.path && this.subscription !== null) return;
    this.path = path;
    this.trouble = null;
    this.inspection = null;
    this.items.forget();
    this.sendSession();
    this.inspect();
  }

  /** A command of a row's menu: the page knows what else is selected. */
  choose(action: RowAction, id: string): void {
    this.post({ type: 'chosen', action, id });
  }

  /** What came in with a step of that session's chart, as soon as the page can show it. */
  showStep(path: string, line: number): void {
    this.step.want(path, line);
    this.reveal();
    this.sendSession();
  }

  follow(following: Following): void {
    this.following = following;
    this.sendSession();
  }

  private inspect(): void {
    this.subscription?.dispose();
    this.subscription = this.needs.worker.inspect(this.path);
    this.subscription.onDidChange((state) => this.take(state));
  }

  private take(state: InspectionState): void {
    switch (state.kind) {
      case 'waiting':
        break;
      case 'reading': {
        const { readBytes, totalBytes } = state;
        this.post({ type: 'progress', progress: { readBytes, totalBytes } });
        break;
      }
      case 'inspected':
        this.takeInspection(state.inspection);
        break;
      case 'problem':
        if (state.problem !== 'noSession') this.trouble = state.problem;
        else if (this.path === null) this.inspection = null;
        else this.trouble = 'unreadable';
        this.post({ type: 'progress', progress: null });
        this.sendSession();
        break;
    }
  }

  private takeInspection(inspection: Inspection): void {
    const before = this.inspection;
    const isOther = before !== null && before.snapshot.path !== inspection.snapshot.path;
    if (isOther) this.items.forget();
    this.inspection = inspection;
    this.block.follow(inspection);
    if (this.trouble !== 'readerRestarted' || before === null) this.trouble = null;
    this.post({ type: 'progress', progress: null });
    this.sendSession();
    this.sendItems(isOther ? null : before);
    if (!isOther && before !== null) this.preview.follow(before, inspection).catch(this.failed);
  }

  private receive(message: FromInspectorPage): void {
    switch (message.type) {
      case 'ready': {
        this.isReady = true;
        this.shown = '';
        this.items.forget();
        const layout = this.needs.layout.get();
        if (layout !== null) this.post({ type: 'layout', layout });
        this.sendSession();
        if (this.subscription?.state.kind === 'reading') this.take(this.subscription.state);
        if (this.inspection !== null) this.sendItems(null);
        this.block.sendAgain();
        break;
      }
      case 'preview':
        this.preview.show(this.inspection, message.id, message.page).catch(this.failed);
        break;
      case 'act':
        this.act(message.action, message.ids);
        break;
      case 'layout':
        this.needs.layout.keep(message.layout).catch(this.failed);
        break;
    }
  }

  private act(action: string, ids: readonly string[]): void {
    if (action === 'cancelReading') {
      this.subscription?.dispose();
      this.subscription = null;
      this.trouble = 'cancelled';
      this.post({ type: 'progress', progress: null });
      this.sendSession();
    } else if (action === 'readAgain') {
      this.trouble = null;
      this.sendSession();
      this.inspect();
    } else if (action === 'showActive') this.look(null);
    else {
      const acting = isBlockAct(action)
        ? this.block.run(action, ids, this.inspection)
        : runInspectorAct(action, {
            items: this.inspection === null ? [] : itemsIn(this.inspection, ids),
            snapshot: this.inspection?.snapshot ?? this.session?.snapshot ?? null,
            documents: this.needs.documents,
            say: (text) => this.post({ type: 'said', text }),
          });
      acting.catch(this.failed);
    }
  }

  private get session(): FollowedSession | null {
    return this.following && followedIn(this.following, this.path);
  }

  private sendSession(): void {
    const { inspection, session: active } = this;
    // Until the items of the session that is followed now have come, its own snapshot is the newer
    // one.
    const isInspected =
      inspection !== null && (active === null || active.snapshot.path === inspection.snapshot.path);
    const snapshot = isInspected ? inspection.snapshot : (active?.snapshot ?? null);
    if (snapshot === null) {
      this.sendAbsence();
      return;
    }
    const nowMs = Date.now();
    this.endOfStanding.set(standingEndsMs(snapshot.cache, nowMs));
    const shown = {
      ...{ snapshot, nowMs, trouble: this.trouble, thresholds: currentSettings() },
      inspection: isInspected ? inspection : null,
      isCounting: isInspected && this.subscription?.isCounting === true,
      openness: active?.openness ?? null,
      isLookedAt: this.path !== null,
    };
    const session = sessionOf(shown, vscode.l10n.t);
    this.panel.title = plainText(vscode.l10n.t('Context: {0}', session.title));
    this.postChanged({ type: 'session', session });
    if (!isInspected || !this.isReady || !this.panel.visible) return;
    const line = this.step.shown(inspection);
    if (line !== null) this.post({ type: 'showStep', line });
  }

  private sendAbsence(): void {
    const { following, path, trouble } = this;
    // What was asked for by name is on its way as long as nothing says otherwise.
    const situation = path === null ? (following?.situation ?? null) : trouble;
    if (situation === null) return;
    this.panel.title = vscode.l10n.t('Context');
    this.items.forget();
    this.postChanged({ type: 'absent', absence: absenceOf(situation, '', vscode.l10n.t) });
  }

  private sendItems(before: Inspection | null): void {
    const { inspection } = this;
    if (!this.isReady || inspection === null) return;
    if (inspection.prompts !== before?.prompts) this.post(turnsMessage(inspection));
    const folder = inspection.snapshot.cwd;
    this.items
      .send(
        inspection,
        goneWords(before, inspection, vscode.l10n.t),
        (item) => rowOf(item, folder, vscode.l10n.t),
        (message) => this.post(message),
      )
      .catch(this.failed);
  }

  /** The same again says nothing, and costs the page a drawing. */
  private postChanged(message: ToInspectorPage): void {
    const shown = JSON.stringify(message);
    if (shown === this.shown || !this.isReady) return;
    this.shown = shown;
    this.post(message);
  }

  private post(message: ToInspectorPage): void {
    if (this.isReady) void this.panel.webview.postMessage(message);
  }
}
