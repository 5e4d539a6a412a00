import { setTimeout as pause } from 'node:timers/promises';
import type { TranscriptWriter } from '../fixtures/transcriptWriter';

/** One moment of a session: after a pause, lines are composed and appended. */
export interface SessionStep {
  /** At speed 1. */
  readonly delayMs: number;
  readonly write: () => void;
  /** Once written, where the step ends with a response: exactly what a meter has to show. */
  readonly reportedTokens?: () => number;
}

export interface PlayOptions {
  /** 2 plays twice as fast, `Infinity` at once. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
  /** After each step has been appended. */
  readonly onDidWrite?: (step: SessionStep) => void | Promise<void>;
}

/**
 * Plays a session into a file as Claude Code would write it: one append a step, each line stamped
 * with the moment at which it is written.
 *
 * @returns false when it was ended early by its signal.
 */
export async function playSession(
  writer: TranscriptWriter,
  steps: readonly SessionStep[],
  file: string,
  options: PlayOptions = {},
): Promise<boolean> {
  const { speed = 1, signal, onDidWrite } = options;
  for (const step of steps) {
    const delayMs = step.delayMs / speed;
    if (delayMs > 0) await pause(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal?.aborted === true) return false;
    writer.nowMs = Math.max(writer.nowMs, Date.now());
    step.write();
    writer.appendTo(file);
    await onDidWrite?.(step);
  }
  return true;
}
