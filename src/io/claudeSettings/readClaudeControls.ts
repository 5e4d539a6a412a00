import { homedir } from 'node:os';
import type { ClaudeControls, ControlValue } from './claudeControls';
import { readClaudeState, type ClaudeState } from './claudeState';
import {
  asLifetimeMs,
  asPercent,
  asTokens,
  asWholeTokens,
  asWindowSetting,
  asWindowVariable,
  isOn,
} from './controlValues';
import {
  asSettings,
  parseObject,
  readSettingsFile,
  type SettingsFields,
  type SettingsProblem,
} from './readSettingsFile';
import { settingsFiles, type SettingsFile } from './settingsFiles';
import { stateFile } from './stateFile';

export interface ControlSources {
  readonly configDirectory: string;
  /** Where the session runs; `null` when that is not known. */
  readonly projectFolder: string | null;
  /** Of the process that runs the session, if it can be read; else our own, which may differ. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory?: string;
  readonly platform?: NodeJS.Platform;
  readonly managedDirectory?: string;
}

interface Settings {
  readonly file: string;
  readonly fields: SettingsFields;
}

const MAX_BYTES = 1024 * 1024;
/** Settings that are true or false. */
const SWITCHES = ['autoCompactEnabled', 'idleCompaction'] as const;
/** A model's id becomes part of what a display says: nothing else may come in through it. */
const MODEL_ID = /^[\w.:@/[\]-]{1,120}$/;

/**
 * Reads what Claude Code's settings files, state and environment say, as Claude Code 2.1.329 ranks
 * them. Never throws.
 */
export async function readClaudeControls(sources: ControlSources): Promise<ClaudeControls> {
  const { env, platform = process.platform, homeDirectory = homedir() } = sources;
  const files = await settingsFiles({ ...sources, platform });
  const [read, { state, problem }] = await Promise.all([
    Promise.all(files.map(readSettings)),
    readClaudeState(stateFile(sources, homeDirectory, platform)),
  ]);
  const settings = read.flatMap((each) => each.settings ?? []);
  const problems = [
    ...read.flatMap((each) => each.problems),
    ...(problem === null ? [] : [problem]),
  ];

  const variable = (key: string): ControlValue<string> | null =>
    variableOf(key, settings, state, env);
  return {
    disable1m: mapFound(variable('CLAUDE_CODE_DISABLE_1M_CONTEXT'), isOn),
    maxContextTokens: mapFound(variable('CLAUDE_CODE_MAX_CONTEXT_TOKENS'), asTokens),
    autoCompactEnabled:
      turnedOff(variable('DISABLE_COMPACT')) ??
      turnedOff(variable('DISABLE_AUTO_COMPACT')) ??
      autoCompactSetting(settings, state),
    idleCompaction: switchSetting('idleCompaction', settings),
    idleCompactMinTokens: mapFound(variable('CLAUDE_CODE_IDLE_COMPACT_MIN_TOKENS'), asWholeTokens),
    autoCompactWindows: windowsOf(
      settings,
      mapFound(variable('CLAUDE_CODE_AUTO_COMPACT_WINDOW'), asWindowVariable),
    ),
    autoCompactPercent: mapFound(variable('CLAUDE_AUTOCOMPACT_PCT_OVERRIDE'), asPercent),
    blockingLimitTokens: mapFound(variable('CLAUDE_CODE_BLOCKING_LIMIT_OVERRIDE'), asTokens),
    maxOutputTokens: mapFound(variable('CLAUDE_CODE_MAX_OUTPUT_TOKENS'), asTokens),
    promptCacheMs: promptCacheOf(settings, variable),
    usageCredits: state.usageCredits,
    problems,
  };
}

async function readSettings({
  path: file,
  isManaged,
}: SettingsFile): Promise<{ settings: Settings | null; problems: SettingsProblem[] }> {
  const content = await readSettingsFile(file, MAX_BYTES);
  if (content === null) return { settings: null, problems: [] };
  const parsed = 'problem' in content ? content : parseObject(content.bytes, file);
  if ('problem' in parsed) return { settings: null, problems: [parsed.problem] };
  const wrong = [
    ...SWITCHES.filter((key) => !['boolean', 'undefined'].includes(typeof parsed.fields[key])),
    ...(parsed.fields['env'] === undefined || asSettings(parsed.fields['env']) !== null
      ? []
      : ['env']),
  ];
  const problems = wrong.map((key): SettingsProblem => ({ kind: 'wrongType', file, key }));
  return {
    settings: wrong.length > 0 && !isManaged ? null : { file, fields: parsed.fields },
    problems,
  };
}

/**
 * The `env` blocks are laid over the environment that Claude Code was started with, and an empty
 * value there unsets a variable.
 */
function variableOf(
  key: string,
  settings: readonly Settings[],
  state: ClaudeState,
  env: ControlSources['env'],
): ControlValue<string> | null {
  const blocks = [
    ...settings.map(({ file, fields }) => ({ file, values: asSettings(fields['env']) ?? {} })),
    { file: state.file, values: state.env },
  ];
  for (const { file, values } of blocks) {
    const value = values[key];
    if (value === '') return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return { value: String(value), origin: { file, key } };
  }
  const value = env[key];
  return value === undefined || value === '' ? null : { value, origin: { file: null, key } };
}

/**
 * How long the conversation is to be kept, by what Claude Code goes by first (read off 2.1.329).
 * Where nothing is said it depends on the account, which only the replies tell.
 */
function promptCacheOf(
  settings: readonly Settings[],
  variable: (key: string) => ControlValue<string> | null,
): ControlValue<number> | null {
  const wherever = (key: string, on: string): ControlValue<number> | null =>
    mapFound(variable(key), (value) => asLifetimeMs(isOn(value) ? on : null));
  return (
    wherever('FORCE_PROMPT_CACHING_5M', '5m') ??
    // Of the conversation alone; nothing but five minutes can be said there.
    mapFound(variable('CLAUDE_CODE_MESSAGES_PROMPT_CACHE_TTL'), (value) =>
      asLifetimeMs(value === '5m' ? value : null),
    ) ??
    mapFound(variable('CLAUDE_CODE_PROMPT_CACHE_TTL'), asLifetimeMs) ??
    promptCacheSetting(settings) ??
    wherever('ENABLE_PROMPT_CACHING_1H', '1h')
  );
}

function promptCacheSetting(settings: readonly Settings[]): ControlValue<number> | null {
  const key = 'promptCacheTtl';
  for (const { file, fields } of settings) {
    const value = asLifetimeMs(fields[key]);
    if (value !== null) return { value, origin: { file, key } };
  }
  return null;
}

function autoCompactSetting(
  settings: readonly Settings[],
  state: ClaudeState,
): ControlValue<boolean> | null {
  const key = 'autoCompactEnabled';
  const found = switchSetting(key, settings);
  if (found !== null || state.autoCompactEnabled === null) return found;
  return { value: state.autoCompactEnabled, origin: { file: state.file, key } };
}

function switchSetting(
  key: (typeof SWITCHES)[number],
  settings: readonly Settings[],
): ControlValue<boolean> | null {
  for (const { file, fields } of settings) {
    const value = fields[key];
    if (typeof value === 'boolean') return { value, origin: { file, key } };
  }
  return null;
}

/**
 * The variable, then file by file what is said for a model before what is said for all. An `auto`
 * for all does not outrank weaker files.
 */
function windowsOf(
  settings: readonly Settings[],
  variable: ControlValue<number> | null,
): ClaudeControls['autoCompactWindows'] {
  const key = 'autoCompactWindow';
  const ofFiles = settings.flatMap(({ file, fields }) => {
    const byModel = Object.entries(asSettings(fields['modelSettings']) ?? {}).flatMap(
      ([model, own]) => {
        const tokens = asWindowSetting(asSettings(own)?.[key]);
        return tokens === null || !MODEL_ID.test(model)
          ? []
          : [{ model, tokens, origin: { file, key: `modelSettings.${model}.${key}` } }];
      },
    );
    const tokens = asWindowSetting(fields[key]);
    return tokens === null || tokens === 'auto'
      ? byModel
      : [...byModel, { model: null, tokens, origin: { file, key } }];
  });
  return variable === null
    ? ofFiles
    : [{ model: null, tokens: variable.value, origin: variable.origin }, ...ofFiles];
}

function turnedOff(variable: ControlValue<string> | null): ControlValue<boolean> | null {
  return variable !== null && isOn(variable.value)
    ? { value: false, origin: variable.origin }
    : null;
}

function mapFound<From, To>(
  found: ControlValue<From> | null,
  read: (value: From) => To | null,
): ControlValue<To> | null {
  const value = found === null ? null : read(found.value);
  return found === null || value === null ? null : { value, origin: found.origin };
}
