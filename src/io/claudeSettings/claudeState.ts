import {
  asSettings,
  parseObject,
  readSettingsFile,
  type SettingsFields,
  type SettingsProblem,
} from './readSettingsFile';

/**
 * What counts of `.claude.json`, in which Claude Code keeps its state (and, from before there were
 * settings files, a setting or two).
 */
export interface ClaudeState {
  readonly file: string;
  readonly autoCompactEnabled: boolean | null;
  readonly env: SettingsFields;
  readonly usageCredits: UsageCreditsState;
}

export interface UsageCreditsState {
  readonly state: 'on' | 'off' | 'unknown';
  /** Why they are off, in the file's own words. */
  readonly reason: string | null;
}

/** It holds a history of prompts by project and grows to some megabytes. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A larger file is searched, not parsed: parsing would hold the thread for too long. */
const PARSED_BYTES = 256 * 1024;
const KEYS = ['autoCompactEnabled', 'env', 'cachedExtraUsageDisabledReason'] as const;
/** The reasons are words joined by underscores; nothing else may get into a display. */
const REASON = /^[\w-]{1,80}$/;

/** Reads the state; a file that is absent or cannot be read says nothing. Never throws. */
export async function readClaudeState(
  file: string,
): Promise<{ readonly state: ClaudeState; readonly problem: SettingsProblem | null }> {
  const content = await readSettingsFile(file, MAX_BYTES);
  if (content === null || 'problem' in content)
    return { state: stateOf(file, {}), problem: content?.problem ?? null };
  if (content.bytes.length > PARSED_BYTES)
    return { state: stateOf(file, topLevelValues(content.bytes)), problem: null };
  const parsed = parseObject(content.bytes, file);
  return 'problem' in parsed
    ? { state: stateOf(file, {}), problem: parsed.problem }
    : { state: stateOf(file, parsed.fields), problem: null };
}

function stateOf(file: string, fields: SettingsFields): ClaudeState {
  const enabled = fields['autoCompactEnabled'];
  return {
    file,
    autoCompactEnabled: typeof enabled === 'boolean' ? enabled : null,
    env: asSettings(fields['env']) ?? {},
    usageCredits: usageCreditsOf(fields['cachedExtraUsageDisabledReason']),
  };
}

/** Absent: not known. `null`: on. A text: off, and why. */
function usageCreditsOf(reason: unknown): UsageCreditsState {
  if (reason === null) return { state: 'on', reason: null };
  if (typeof reason !== 'string' || reason === '') return { state: 'unknown', reason: null };
  return { state: 'off', reason: REASON.test(reason) ? reason : null };
}

/**
 * Claude Code writes the file with an indent of two, so a key at the top stands behind a line feed
 * and two spaces; nothing else does.
 */
function topLevelValues(bytes: Buffer): SettingsFields {
  const values: Record<string, unknown> = {};
  for (const key of KEYS) {
    const start = `\n  "${key}": `;
    const at = bytes.indexOf(start);
    if (at < 0) continue;
    const from = at + start.length;
    const ends = [bytes.indexOf('\n  "', from), bytes.indexOf('\n}', from)].filter(
      (end) => end >= 0,
    );
    const text = bytes
      .subarray(from, Math.min(bytes.length, ...ends))
      .subarray(0, PARSED_BYTES)
      .toString('utf8')
      .trim();
    try {
      values[key] = JSON.parse(text.replace(/,$/, ''));
    } catch {
      // Says nothing, as if it were absent.
    }
  }
  return values;
}
