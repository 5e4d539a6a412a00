import type { UsageCredits } from './claudeState';
import type { SettingsProblem } from './readSettingsFile';

/** Where a value was found. */
interface Origin {
  /** `null` for the environment. */
  readonly file: string | null;
  readonly key: string;
}

export interface Found<Value> {
  readonly value: Value;
  readonly origin: Origin;
}

/**
 * What Claude Code's own configuration says about window and thresholds; `null` where it says
 * nothing. Nothing else of the files is kept.
 */
export interface ClaudeControls {
  readonly disable1m: Found<boolean> | null;
  readonly maxContextTokens: Found<number> | null;
  readonly autoCompactEnabled: Found<boolean> | null;
  /** Strongest first, so that the first which fits the session's model counts. */
  readonly autoCompactWindows: readonly {
    readonly model: string | null;
    readonly tokens: number | 'auto';
    readonly origin: Origin;
  }[];
  readonly autoCompactPercent: Found<number> | null;
  readonly blockingLimitTokens: Found<number> | null;
  readonly maxOutputTokens: Found<number> | null;
  readonly usageCredits: UsageCredits;
  readonly problems: readonly SettingsProblem[];
}

/** As if Claude Code had no configuration. */
export const NO_CONTROLS: ClaudeControls = {
  disable1m: null,
  maxContextTokens: null,
  autoCompactEnabled: null,
  autoCompactWindows: [],
  autoCompactPercent: null,
  blockingLimitTokens: null,
  maxOutputTokens: null,
  usageCredits: { state: 'unknown', reason: null },
  problems: [],
};
