import * as vscode from 'vscode';

const KEY = 'pinnedSession';

/** The session that a person chose to see in this workspace, kept across restarts. */
export class PinnedSession implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.memento = memento;
  }

  /** Path of its session file; `null` to follow the active session. */
  get path(): string | null {
    return this.memento.get<string>(KEY) ?? null;
  }

  async set(path: string | null): Promise<void> {
    await this.memento.update(KEY, path ?? undefined);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
