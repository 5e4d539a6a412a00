import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Item } from '../../domain/accounting/item';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { mentionInStatusBar } from '../../host/messages';
import { actInWindow } from '../../host/windowActs';
import { SETTINGS_SECTION } from '../../host/settings';
import { formatTokens } from '../../wording/formatTokens';
import { itemKindWords, itemLabel } from '../../wording/itemWords';
import type { ItemDocuments } from './itemDocument';

export interface ActContext {
  readonly items: readonly Item[];
  readonly snapshot: Snapshot | null;
  readonly documents: ItemDocuments;
  /** In the page's live region. */
  readonly say: (sentence: string) => void;
}

/** The commands that the page's buttons may run. */
const COMMANDS: Readonly<Record<string, string>> = {
  switchSession: 'leeway.switchSession',
  whatHelps: 'leeway.whatHelps',
  openSettings: 'leeway.openSettings',
  showLog: 'leeway.showLog',
  reloadWindow: 'workbench.action.reloadWindow',
};

/** Those that are about the session on the page. */
const SESSION_COMMANDS: Readonly<Record<string, string>> = {
  recover: 'leeway.recover',
  loadFile: 'leeway.loadFile',
  pruneToFit: 'leeway.pruneToFit',
  undoPrune: 'leeway.undoPrune',
  restoreBackup: 'leeway.restoreBackup',
  compact: 'leeway.compact',
  writeHandoff: 'leeway.writeHandoff',
  branch: 'leeway.branch',
};

/**
 * Does what a button of the page stands for. What it does not know it leaves alone: the page showed
 * hostile text.
 */
export async function runInspectorAct(
  action: string,
  { items, snapshot, documents, say }: ActContext,
): Promise<void> {
  const command = Object.hasOwn(COMMANDS, action) ? COMMANDS[action] : undefined;
  const sessionCommand = Object.hasOwn(SESSION_COMMANDS, action)
    ? SESSION_COMMANDS[action]
    : undefined;
  const [item] = items;
  if (sessionCommand !== undefined) {
    // Without a path it would be done to whichever session is active.
    if (snapshot !== null) await vscode.commands.executeCommand(sessionCommand, snapshot.path);
  } else if (action === 'prune' && snapshot !== null)
    await vscode.commands.executeCommand(
      'leeway.pruneItems',
      snapshot.path,
      items.map(({ id }) => id),
    );
  else if (action === 'putBack' && item !== undefined && snapshot !== null)
    await vscode.commands.executeCommand('leeway.putBackItem', snapshot.path, item.id);
  else if (command !== undefined) await vscode.commands.executeCommand(command);
  else if (action === 'setLimit')
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      `@id:${SETTINGS_SECTION}.limit`,
    );
  else if (action === 'openLimitSource' && snapshot !== null) await openLimitSource(snapshot);
  else if (action === 'copyList') await copyList(items, say);
  else if (action === 'openDocument' && item !== undefined && snapshot !== null)
    await documents.open(snapshot.path, item.id, itemLabel(item, vscode.l10n.t));
  else if (action === 'reveal' && item !== undefined && snapshot !== null)
    await reveal(snapshot.path, item.line);
}

async function copyList(items: readonly Item[], say: ActContext['say']): Promise<void> {
  const { t } = vscode.l10n;
  const cells = (item: Item): string[] => [
    `${item.isExact ? '' : '~'}${formatTokens(item.tokens, 1)}`,
    itemKindWords(item.kind, t),
    itemLabel(item, t),
  ];
  const lines = [...items]
    .sort((a, b) => b.tokens - a.tokens)
    .map((item) => cells(item).join('\t'));
  await actInWindow('copyText', { text: `${lines.join('\n')}\n` });
  const copied = items.length === 1 ? t('1 line copied.') : t('{0} lines copied.', items.length);
  say(copied);
  mentionInStatusBar(copied);
}

/**
 * A session file may be larger than what extensions may open as a document; the editor itself shows
 * it still.
 */
async function reveal(path: string, line: number): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), {
    selection: new vscode.Range(at, at),
    preview: true,
  } satisfies vscode.TextDocumentShowOptions);
}

/**
 * The settings file that set the limit. Only what the settings were read from is opened, never a
 * path that a message names.
 */
async function openLimitSource({ limit: { reason } }: Snapshot): Promise<void> {
  const file =
    reason.kind === 'disabled1m' || reason.kind === 'maxContext' ? reason.origin.file : null;
  if (file === null) return;
  await vscode.commands.executeCommand(
    'vscode.open',
    vscode.Uri.file(file.replace(/^~(?=[/\\])/, homedir())),
  );
}
