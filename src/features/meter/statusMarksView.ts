import type { Snapshot } from '../../domain/accounting/snapshot';
import { coldWriteTokens } from '../../domain/caching/coldWrite';
import { spokenTokens } from '../../wording/spokenTokens';
import type { Translate } from '../../wording/translate';
import type { Meter } from './meterView';

/** What a person chose, and would forget if it could not be seen. */
export interface StatusMarks {
  /** The number is of a session that was chosen, whatever goes on elsewhere. */
  readonly isPinned: boolean;
  /** Why warnings do not come, as a sentence; `null` where they do. */
  readonly snoozed: string | null;
  /** Of a cold cache: what the next prompt writes again; `null` where that is not to be shown. */
  readonly coldTokens: number | null;
}

/** @returns what the next prompt writes again; `null` unless the cache is cold and that is much. */
export function coldMark(snapshot: Snapshot | null, nowMs: number): number | null {
  // A blocked session sends no prompt.
  if (snapshot === null || snapshot.blocked !== null) return null;
  return coldWriteTokens(snapshot.cache, snapshot.usage.tokens, nowMs);
}

/**
 * The same meter, with an icon for each choice behind its own, the word for a cold cache behind the
 * number, and a sentence for a screen reader.
 */
export function withMarks(
  meter: Meter,
  { isPinned, snoozed, coldTokens }: StatusMarks,
  t: Translate,
): Meter {
  const icons = [isPinned ? 'pinned' : null, snoozed === null ? null : 'bell-slash'];
  const marks = icons.map((icon) => (icon === null ? '' : `$(${icon}) `)).join('');
  const sentences = [
    meter.spoken,
    isPinned ? t('Pinned.') : null,
    snoozed,
    coldTokens === null
      ? null
      : t('The cache is cold: the next prompt writes {0} again.', spokenTokens(coldTokens, t)),
  ];
  const cold = coldTokens === null ? '' : ` · ${t('cold')}`;
  return {
    ...meter,
    text: meter.text.replace(/^\S+ /, (icon) => icon + marks) + cold,
    spoken: sentences.filter((sentence) => sentence !== null).join(' '),
  };
}
