import type { ClaudeControls } from '../../io/claudeSettings/claudeControls';
import type { SettingsEdit } from '../../operations/configuring/changeSettings';
import { originWords } from '../../wording/originWords';
import type { Translate } from '../../wording/translate';

export const IDLE_COMPACTION_PATH = ['idleCompaction'] as const;

/**
 * Turns it off; where a file says that already, on again, which is how it is without a word.
 * @param own what the person's own settings file has there.
 */
export function idleCompactionEdit(own: unknown): SettingsEdit {
  const value = own === false ? undefined : false;
  return { kind: 'value', path: IDLE_COMPACTION_PATH, value };
}

/**
 * That another file has the say, as a sentence; `null` where the person's own has it.
 * @param found what counts, and where it stands.
 * @param ownFile the person's own settings file.
 * @param nameOf the path of a file for people.
 */
export function hasTheSayWords(
  found: ClaudeControls['idleCompaction'],
  ownFile: string,
  nameOf: (file: string) => string,
  t: Translate,
): string | null {
  const file = found?.origin.file ?? null;
  if (found === null || file === null || file === ownFile) return null;
  const place = originWords({ key: found.origin.key, file: nameOf(file) }, t);
  return found.value
    ? t('Idle compaction is turned on here by {0}, whatever your own settings say.', place)
    : t('Idle compaction is turned off here by {0}, whatever your own settings say.', place);
}
