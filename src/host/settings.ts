import * as v from 'valibot';
import { isHandoffPlace } from '../domain/handoff/handoffPlace';
import { PRODUCT } from '../product';

/**
 * The settings, declared once: a test holds the manifest against this table. Values come from files
 * that people edit by hand, so each is checked, and one that is wrong counts as its default.
 */
export const SETTINGS = {
  configDir: setting('configDir', v.string(), ''),
  limit: setting('limit', v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  usageCreditsWall: setting('usageCreditsWall', v.picklist(['auto', 'off']), 'auto'),
  statusBarFormat: setting(
    'statusBar.format',
    v.picklist(['both', 'tokens', 'percent', 'remaining']),
    'both',
  ),
  statusBarAlignment: setting('statusBar.alignment', v.picklist(['left', 'right']), 'right'),
  cacheInStatusBar: setting('statusBar.cache', v.boolean(), false),
  earlyPercent: setting(
    'warnings.earlyPercent',
    v.pipe(v.number(), v.minValue(1), v.maxValue(100)),
    80,
  ),
  latePercent: setting(
    'warnings.latePercent',
    v.pipe(v.number(), v.minValue(1), v.maxValue(100)),
    95,
  ),
  warnEarly: setting('warnings.early', v.boolean(), true),
  warnLate: setting('warnings.late', v.boolean(), true),
  warnBlocked: setting('warnings.blocked', v.boolean(), true),
  tellCompactions: setting('notices.compaction', v.boolean(), true),
  compactModels: setting(
    'compact.models',
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[a-z0-9][\w.:@/-]{0,118}(?:\[1m\])?$/i))),
      v.minLength(1),
    ),
    ['claude-haiku-4-5-20251001', 'claude-sonnet-4-6'],
  ),
  claudePath: setting('claudePath', v.string(), ''),
  askClaudeCode: setting('askClaudeCode', v.picklist(['onRequest', 'automatic']), 'onRequest'),
  /** The official extension could not be run here: what it does with it nobody has seen. */
  pruneInClaudeTab: setting('experimental.pruneInClaudeTab', v.boolean(), false),
  autoCompact: setting('autoCompact', v.picklist(['off', 'offer', 'whenIdle']), 'offer'),
  /** Below the workspace folder: a workspace must not be able to point elsewhere. */
  handoffFile: setting(
    'handoff.file',
    v.pipe(v.string(), v.maxLength(200), v.regex(/\.md$/i), v.check(isHandoffPlace)),
    '.ai/HANDOFF.md',
  ),
  handoffBudget: setting(
    'handoff.budgetTokens',
    v.pipe(v.number(), v.integer(), v.minValue(500), v.maxValue(50_000)),
    4000,
  ),
  targetPercent: setting(
    'prune.targetPercent',
    v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(95)),
    60,
  ),
  untouchedRounds: setting(
    'prune.untouchedRounds',
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
    10,
  ),
  backupDays: setting(
    'backups.keepDays',
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)),
    30,
  ),
  backupMegabytes: setting(
    'backups.maxMegabytes',
    v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(1_048_576)),
    2048,
  ),
  arrivalMarkTokens: setting(
    'arrivals.markTokens',
    v.pipe(v.number(), v.integer(), v.minValue(0)),
    15_000,
  ),
} as const;

export const SETTINGS_SECTION = PRODUCT;

export type Settings = {
  readonly [Name in keyof typeof SETTINGS]: v.InferOutput<(typeof SETTINGS)[Name]['schema']>;
};

/** @param read the value of a key below `leeway`, as it stands. */
export function readSettings(read: (key: string) => unknown): Settings {
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { key, schema, fallback }]) => {
      const parsed = v.safeParse<v.GenericSchema>(schema, read(key));
      return [name, parsed.success ? parsed.output : fallback];
    }),
  ) as Settings;
}

/** Whether a setting takes a value as it stands in a file. */
export function isValueOf(name: keyof typeof SETTINGS, value: unknown): boolean {
  return v.is<v.GenericSchema>(SETTINGS[name].schema, value);
}

function setting<const Schema extends v.GenericSchema>(
  key: string,
  schema: Schema,
  fallback: v.InferOutput<Schema>,
): { key: string; schema: Schema; fallback: v.InferOutput<Schema> } {
  return { key, schema, fallback };
}
