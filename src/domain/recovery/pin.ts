/** A text that may ask for a 1M model, as it was read. */
export interface PinSource {
  readonly place: PinPlace;
  readonly file: string;
  readonly text: string;
}

/**
 * Settings files by scope, `.claude.json` (`state`), and Markdown with front matter: subagents,
 * skills, slash commands.
 */
type PinPlace = 'managed' | 'local' | 'project' | 'user' | 'state' | 'agent' | 'skill' | 'command';

/** A place that asks for a 1M model by name. */
export interface Pin {
  /**
   * `environment`: of the window. `extension`: a setting of the official extension, in VS Code's
   * own settings.
   */
  readonly place: PinPlace | 'environment' | 'extension';
  /** `null` for the environment and for VS Code's settings. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** The way to the value in a settings file; one name elsewhere. */
  readonly path: readonly string[];
  readonly value: string;
  /**
   * What to write instead; `null` where it must be changed by hand: the environment, an
   * organization's settings, a key that is a name itself.
   */
  readonly standard: string | null;
}

/**
 * Model ids become part of what a display says and of a command line: nothing else may come in
 * through them.
 */
const MODEL_ID = /^[\w.:@/-]{1,120}\[1m\]$/i;

/** Whether a value names a model with the 1M window asked for. */
export function isPinned1m(value: unknown): value is string {
  return typeof value === 'string' && MODEL_ID.test(value.trim());
}

/** The same model with its standard window. */
export function withoutSuffix(value: string): string {
  return value.trim().replace(/\[1m\]$/i, '');
}

const MODEL_VARIABLE =
  /^(?:ANTHROPIC_(?:(?:DEFAULT_[A-Z]{1,20}|SMALL_FAST)_)?MODEL|CLAUDE_CODE_SUBAGENT_MODEL)$/;

/**
 * Variables that choose a model: `ANTHROPIC_MODEL`, `ANTHROPIC_DEFAULT_OPUS_MODEL`,
 * `CLAUDE_CODE_SUBAGENT_MODEL` and the like.
 */
export function isModelVariable(name: string): boolean {
  return MODEL_VARIABLE.test(name);
}
