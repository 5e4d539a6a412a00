import * as vscode from 'vscode';

/**
 * Editors that wait for a button in their title bar, from `begin` until `end`, or until the last
 * tab of theirs is closed. The manifest binds the buttons to them: `resource in <contextKey>`.
 */
export class WaitingEditors<Waiting> implements vscode.Disposable {
  private readonly waiting = new Map<string, { uri: vscode.Uri; awaited: Waiting }>();
  private readonly subscription: vscode.Disposable;
  private readonly contextKey: string;

  /** @param onDidClose for one that was closed while it waited. */
  constructor(contextKey: string, onDidClose: (awaited: Waiting) => void = () => undefined) {
    this.contextKey = contextKey;
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const uri of closed.map(resourceOf)) {
        const found = uri === null ? undefined : this.waiting.get(uri.toString());
        // one that is moved to another group is closed in its own
        if (found === undefined || tabsOf(found.uri).length > 0) continue;
        this.end(found.uri);
        onDidClose(found.awaited);
      }
    });
  }

  begin(uri: vscode.Uri, awaited: Waiting): void {
    this.waiting.set(uri.toString(), { uri, awaited });
    this.publish();
  }

  end(uri: vscode.Uri): void {
    if (this.waiting.delete(uri.toString())) this.publish();
  }

  /**
   * What an editor waits for.
   * @param uri as VS Code gives it to the command of a title bar; the editor in front without one.
   */
  get(uri?: unknown): Waiting | null {
    const asked = uri instanceof vscode.Uri ? uri : resourceInFront();
    return (asked === null ? undefined : this.waiting.get(asked.toString())?.awaited) ?? null;
  }

  all(): readonly Waiting[] {
    return [...this.waiting.values()].map(({ awaited }) => awaited);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private publish(): void {
    const uris = [...this.waiting.values()].map(({ uri }) => uri);
    void vscode.commands.executeCommand('setContext', this.contextKey, uris);
  }
}

/** The tabs of all groups that show a resource; of a comparison, those where it is the new text. */
export function tabsOf(uri: vscode.Uri): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter((tab) => resourceOf(tab)?.toString() === uri.toString());
}

function resourceInFront(): vscode.Uri | null {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  return tab === undefined ? null : resourceOf(tab);
}

function resourceOf({ input }: vscode.Tab): vscode.Uri | null {
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)
    return input.uri;
  return null;
}
