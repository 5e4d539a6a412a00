import * as v from 'valibot';

/**
 * The settings, declared once: a test holds the manifest against this table. Values come from files that people edit by hand, so each
 * is checked, and one that is wrong counts as its default.
 */
export const SETTINGS = {
  configDir: setting('configDir', v.string(), ''),
  limit: setting('limit', v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  usageCreditsWall: setting('usageCreditsWall', v.picklist(['auto', 'off']), 'auto'),
  statusBarFormat: setting('statusBar.format', v.picklist(['both', 'tokens', 'percent', 'remaining']), 'both'),
  statusBarAlignment: setting('statusBar.alignment', v.picklist(['left', 'right']), 'right'),
  earlyPercent: setting('warnings.earlyPercent', v.pipe(v.number(), v.minValue(1), v.maxValue(100)), 80),
  latePercent: setting('warnings.latePercent', v.pipe(v.number(), v.minValue(1), v.maxValue(100)), 95),
  warnEarly: setting('warnings.early', v.boolean(), true),
  warnLate: setting('warnings.late', v.boolean(), true),
  warnBlocked: setting('warnings.blocked', v.boolean(), true),
  compactModels: setting('compact.models', v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9][\w.:@/-]{0,118}(?:\[1m\])?$/i))), v.minLength(1)), ['claude-haiku-4-5-20251001', 'claude-sonnet-4-6']),
  claudePath: setting('claudePath', v.string(), ''),
} as const;

export const SETTINGS_SECTION = 'contextMeter';

export type Settings = { readonly [Name in keyof typeof SETTINGS]: v.InferOutput<(typeof SETTINGS)[Name]['schema']> };

/** @param read the value of a key below `contextMeter`, as it stands. */
export function readSettings(read: (key: string) => unknown): Settings {
  return Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { key, schema, fallback }]) => {
      const parsed = v.safeParse<v.GenericSchema>(schema, read(key));
      return [name, parsed.success ? parsed.output : fallback];
    }),
  ) as Settings;
}

function setting<const Schema extends v.GenericSchema>(key: string, schema: Schema, fallback: v.InferOutput<Schema>): { key: string; schema: Schema; fallback: v.InferOutput<Schema> } {
  return { key, schema, fallback };
}
