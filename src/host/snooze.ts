import type * as vscode from 'vscode';

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

  constructor(memento: vscode.Memento) {
    this.memento = memento;
  }

  /** @param path of a session file. */
  covers(path: string, nowMs = Date.now()): boolean {
    const { untilMs, paths } = this.stored();
    return nowMs < untilMs || paths.includes(path);
  }

  isOn(nowMs = Date.now()): boolean {
    const { untilMs, paths } = this.stored();
    return nowMs < untilMs || paths.length > 0;
  }

  async until(untilMs: number): Promise<void> {
    await this.memento.update(KEY, { ...this.stored(), untilMs });
  }

  async session(path: string): Promise<void> {
    const { untilMs, paths } = this.stored();
    await this.memento.update(KEY, {
      untilMs,
      paths: [...paths.filter((other) => other !== path), path].slice(-MAX_SESSIONS),
    });
  }

  async end(): Promise<void> {
    await this.memento.update(KEY, undefined);
  }

  private stored(): Stored {
    return this.memento.get<Stored>(KEY) ?? { untilMs: 0, paths: [] };
  }
}
