import { canonicalModel } from '../models/modelFamily';
import type { Response } from '../transcript/response';

/**
 * What a running Claude Code tells of its own session, through the companion. It goes before what a
 * transcript tells, as long as the process that told it has the session open.
 */
export interface ToldFigures {
  readonly atMs: number;
  /** Names the process in its requests. */
  readonly nonce: string;
  /** 0 where an older release does not say it. */
  readonly pid: number;
  /** Whether a person has it in a terminal. */
  readonly isInteractive: boolean;
  readonly version: string | null;
  readonly model: string | null;
  /** When the process read its session from the file. */
  readonly loadedAtMs: number;
  /** Whether its requests to the model pass the companion; a guard may hide them from it. */
  readonly hearsRequests: boolean;
  /** Of the list of what it leaves out of its requests; `null` for none. */
  readonly wiredAtMs: number | null;
  /** What the last reply was made from; `null` before the first, and after a compaction. */
  readonly contextTokens: number | null;
  readonly windowTokens: number | null;
  readonly autoCompact: ToldAutoCompact | null;
  readonly limits: readonly ToldLimit[];
  /** Since the session began, as Claude Code estimates it. */
  readonly costUsd: number | null;
}

/** Where Claude Code compacts; `tokens` is `null` where that is turned off. */
export interface ToldAutoCompact {
  readonly tokens: number | null;
  /** Claude Code's own word for what settled it: `settings`, `env`, `model-default`, … */
  readonly source: string | null;
}

/** A limit of the account, as the last reply reported it. */
export interface ToldLimit {
  /** `five_hour`, `seven_day`, … */
  readonly kind: string;
  readonly percentUsed: number;
  readonly resetsAtMs: number | null;
}

/**
 * What Claude Code tells the newest reply was made from, where that is newer than the reply; `null`
 * where it tells of an earlier one, or of another model.
 */
export function toldContext(told: ToldFigures, response: Response | null): number | null {
  const repliedMs = response?.entries.at(-1)?.timestampMs ?? null;
  return repliedMs !== null && told.atMs >= repliedMs && isOfModel(told, response?.model ?? null)
    ? told.contextTokens
    : null;
}

/** Whether the figures are about this model: they may have been told before another was chosen. */
export function isOfModel({ model }: ToldFigures, other: string | null): boolean {
  return model === null || other === null || canonicalModel(model) === canonicalModel(other);
}
