import * as vscode from 'vscode';
import type { CompactionLoss } from '../../domain/compaction/compactionLoss';
import type { ClaudeProcess } from '../../host/claudeProcess';
import type { FollowedSessions } from '../../host/followedSessions';
import { putPage } from '../../host/pageHtml';
import type { SessionsWorker } from '../../host/sessionsWorker';
import { logFailure, type Log } from '../../log';
import type { LossProblem } from '../../operations/reading/readCompactionLoss';
import { plainText } from '../../wording/plainText';
import { titleWords } from '../../wording/titleWords';
import { chosenThings, draftOf, restatementsOf } from './draftText';
import { lossPage } from './lossView';
import { parseFromLossPage, type FromLossPage, type ToLossPage } from './protocol';
import { putIntoDraft } from './putIntoDraft';
import { SummaryDocument } from './summaryDocument';

export interface LossTools {
  readonly extensionUri: vscode.Uri;
  readonly worker: SessionsWorker;
  readonly followed: FollowedSessions;
  readonly claude: ClaudeProcess;
  readonly log: Log;
}

/** The page of the newest compaction of one session. */
export class LossPanel implements vscode.Disposable {
  readonly path: string;
  private readonly panel: vscode.WebviewPanel;
  private readonly tools: LossTools;
  private readonly document = new SummaryDocument();
  private readonly subscriptions: vscode.Disposable[] = [];
  private reading: vscode.CancellationTokenSource | null = null;
  private loss: CompactionLoss | null = null;
  /** Of the compaction that is shown; `null` for none, `undefined` while that is read. */
  private shownId: string | null | undefined = undefined;

  constructor(panel: vscode.WebviewPanel, tools: LossTools, path: string) {
    this.panel = panel;
    this.tools = tools;
    this.path = path;
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      tools.followed.onDidChange(() => this.look()),
    );
    putPage(panel, tools.extensionUri, { name: 'loss', title: vscode.l10n.t('What Was Lost?') });
  }

  reveal(): void {
    this.panel.reveal();
    this.readSoon();
  }

  dispose(): void {
    this.reading?.cancel();
    this.document.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  /** It was compacted again, or taken back: what is shown would not be true any more. */
  private look(): void {
    const snapshot = this.tools.followed.get(this.path)?.snapshot;
    if (this.shownId === undefined || snapshot?.isComplete !== true) return;
    if ((snapshot.lastCompaction?.id ?? null) !== this.shownId) this.readSoon();
  }

  private readSoon(): void {
    this.read().catch(logFailure(this.tools.log, 'Reading what a compaction took'));
  }

  private async read(): Promise<void> {
    this.reading?.cancel();
    const reading = new vscode.CancellationTokenSource();
    this.reading = reading;
    this.loss = null;
    this.shownId = undefined;
    this.post({ type: 'reading' });
    const { worker, followed } = this.tools;
    const answer = await worker.run(
      'readCompactionLoss',
      { path: this.path },
      { token: reading.token },
    );
    const session = await followed.find(this.path);
    if (this.reading !== reading || reading.token.isCancellationRequested) return;
    const { t } = vscode.l10n;
    if (answer === null || 'problem' in answer) {
      this.shownId = answer?.problem === 'notCompacted' ? null : undefined;
      this.post({ type: 'problem', text: problemWords(answer?.problem ?? null, t) });
      return;
    }
    this.loss = answer;
    this.shownId = answer.compaction.id;
    this.panel.title = t(
      'What Was Lost? {0}',
      plainText(titleWords(answer.title, t('Without a title'))),
    );
    this.post({
      type: 'loss',
      page: lossPage(answer, session !== null && !session.isElsewhere, t),
    });
  }

  private receive(data: unknown): void {
    const message = parseFromLossPage(data);
    if (message === null) return;
    if (message.type === 'ready') this.readSoon();
    else if (this.loss?.compaction.id === message.of)
      this.act(message, this.loss).catch(logFailure(this.tools.log, 'What Was Lost?'));
  }

  private async act(
    message: Exclude<FromLossPage, { readonly type: 'ready' }>,
    loss: CompactionLoss,
  ): Promise<void> {
    switch (message.type) {
      case 'showSummary':
        await this.document.show(loss.summary);
        break;
      case 'branch':
        await vscode.commands.executeCommand('leeway.branch', loss.path, loss.cutId);
        break;
      case 'showStep': {
        const [thing] = chosenThings(loss, [message.id]);
        if (thing?.line != null)
          await vscode.commands.executeCommand('leeway.openInspector', loss.path, thing.line);
        break;
      }
      case 'handOver':
        await vscode.commands.executeCommand(
          'leeway.writeHandoff',
          loss.path,
          restatementsOf(chosenThings(loss, message.ids)),
        );
        break;
      case 'draft': {
        const { text, left } = draftOf(chosenThings(loss, message.ids));
        const done = await putIntoDraft(this.tools.claude, loss.sessionId, text);
        const { t } = vscode.l10n;
        const rest = left === 0 ? '' : ` ${t('Left out, as there is no room: {0}.', left)}`;
        if (this.loss === loss) this.post({ type: 'done', text: `${done}${rest}` });
        break;
      }
    }
  }

  private post(message: ToLossPage): void {
    void this.panel.webview.postMessage(message);
  }
}

function problemWords(problem: LossProblem | null, t: typeof vscode.l10n.t): string {
  switch (problem) {
    case 'notCompacted':
      return t('This session does not begin with the summary of a compaction: nothing was lost.');
    case 'missing':
      return t('The session file is gone.');
    case 'unreadable':
      return t('The session file cannot be read.');
    case 'cancelled':
    case null:
      return t('The session reader stopped before that was done.');
  }
}
