import type { UsageCreditsState } from './claudeState';
import type { SettingsProblem } from './readSettingsFile';

/** Where a value was found. */
interface ControlOrigin {
  /** `null` for the environment. */
  readonly file: string | null;
  readonly key: string;
}

export interface ControlValue<Value> {
  readonly value: Value;
  readonly origin: ControlOrigin;
}

/**
 * What Claude Code's own configuration says about window and thresholds; `null` where it says
 * nothing. Nothing else of the files is kept.
 */
export interface ClaudeControls {
  readonly disable1m: ControlValue<boolean> | null;
  readonly maxContextTokens: ControlValue<number> | null;
  readonly autoCompactEnabled: ControlValue<boolean> | null;
  /** Whether it may compact a session that is left alone (since 2.1.286). */
  readonly idleCompaction: ControlValue<boolean> | null;
  readonly idleCompactMinTokens: ControlValue<number> | null;
  /** Strongest first, so that the first which fits the session's model counts. */
  readonly autoCompactWindows: readonly {
    readonly model: string | null;
    readonly tokens: number | 'auto';
    readonly origin: ControlOrigin;
  }[];
  readonly autoCompactPercent: ControlValue<number> | null;
  readonly blockingLimitTokens: ControlValue<number> | null;
  readonly maxOutputTokens: ControlValue<number> | null;
  /** How long it asks the server to keep the conversation in its cache, in ms. */
  readonly promptCacheMs: ControlValue<number> | null;
  readonly usageCredits: UsageCreditsState;
  readonly problems: readonly SettingsProblem[];
}

/** As if Claude Code had no configuration. */
export const NO_CONTROLS: ClaudeControls = {
  disable1m: null,
  maxContextTokens: null,
  autoCompactEnabled: null,
  idleCompaction: null,
  idleCompactMinTokens: null,
  autoCompactWindows: [],
  autoCompactPercent: null,
  blockingLimitTokens: null,
  maxOutputTokens: null,
  promptCacheMs: null,
  usageCredits: { state: 'unknown', reason: null },
  problems: [],
};
