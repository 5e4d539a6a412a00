import type * as vscode from 'vscode';
import type { Snoozed } from '../wording/snoozedWords';

const KEY = 'snoozedWarnings';
/** More than anybody works in at a time. */
const MAX_SESSIONS = 50;

interface Stored {
  readonly untilMs: number;
  readonly paths: readonly string[];
}

/**
 * Warnings that a person put off: those of some sessions for good, or all of them until a moment.
 * Kept across restarts and windows.
 */
export class Snooze {
  private readonly memento: vscode.Memento;
  private readonly listeners = new Set<() => void>();

  constructor(memento: vscode.Memento) {
    this.memento = memento;
  }

  /** Something was put off in this window, or is not any more. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** @param path of a session file. @returns `null` where its warnings come. */
  of(path: string, nowMs = Date.now()): Snoozed | null {
    const { untilMs, paths } = this.stored();
    if (paths.includes(path)) return { untilMs: null };
    return nowMs < untilMs ? { untilMs } : null;
  }

  isOn(nowMs = Date.now()): boolean {
    const { untilMs, paths } = this.stored();
    return nowMs < untilMs || paths.length > 0;
  }

  async until(untilMs: number): Promise<void> {
    await this.store({ ...this.stored(), untilMs });
  }

  async session(path: string): Promise<void> {
    const { untilMs, paths } = this.stored();
    await this.store({
      untilMs,
      paths: [...paths.filter((other) => other !== path), path].slice(-MAX_SESSIONS),
    });
  }

  async end(): Promise<void> {
    await this.store(undefined);
  }

  private async store(stored: Stored | undefined): Promise<void> {
    await this.memento.update(KEY, stored);
    for (const listener of this.listeners) listener();
  }

  private stored(): Stored {
    return this.memento.get<Stored>(KEY) ?? { untilMs: 0, paths: [] };
  }
}
