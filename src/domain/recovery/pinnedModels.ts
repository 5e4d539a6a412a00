import { isModelVariable, isPinned1m, withoutSuffix, type Pin, type PinSource } from './pin';
import { pinsInFrontMatter } from './pinsInFrontMatter';
import { pinsInSettings } from './pinsInSettings';

export interface PinEvidence {
  /** Strongest first. */
  readonly sources: readonly PinSource[];
  /** Of this window: a terminal that is opened in it starts with the same. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings of the official extension that choose a model, by their full key, as they stand. */
  readonly extensionSettings: Readonly<Record<string, unknown>>;
}

/**
 * Every place that asks for a 1M model by name, the strongest first: one is enough to be refused
 * without usage credits.
 */
export function pinnedModels({ sources, env, extensionSettings }: PinEvidence): readonly Pin[] {
  return [
    ...sources.flatMap((source) =>
      ['agent', 'skill', 'command'].includes(source.place)
        ? pinsInFrontMatter(source)
        : pinsInSettings(source),
    ),
    ...Object.entries(env).flatMap(([name, value]): Pin[] =>
      isModelVariable(name) && isPinned1m(value)
        ? [{ place: 'environment', file: null, line: null, path: [name], value, standard: null }]
        : [],
    ),
    ...Object.entries(extensionSettings).flatMap(([key, value]) =>
      pinsInExtensionSetting(key, value),
    ),
  ];
}

/**
 * A model, or the list of variables (`[{ name, value }]`) that the extension starts Claude Code
 * with.
 */
function pinsInExtensionSetting(key: string, value: unknown): Pin[] {
  const place = { place: 'extension', file: null, line: null } as const;
  if (isPinned1m(value)) return [{ ...place, path: [key], value, standard: withoutSuffix(value) }];
  if (!Array.isArray(value)) return [];
  return value.slice(0, 1000).flatMap((each: unknown): Pin[] => {
    const variable =
      typeof each === 'object' && each !== null
        ? (each as { name?: unknown; value?: unknown })
        : {};
    const isPin =
      typeof variable.name === 'string' &&
      isModelVariable(variable.name) &&
      isPinned1m(variable.value);
    return isPin
      ? [
          {
            ...place,
            path: [key, String(variable.name)],
            value: variable.value as string,
            standard: null,
          },
        ]
      : [];
  });
}
