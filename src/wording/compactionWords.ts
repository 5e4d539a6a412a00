import type { LastCompaction } from '../domain/accounting/lastCompaction';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';

/** `Compacted automatically: 167K → ~31K`. A size that is not known is a question mark. */
export function compactionWords(
  { kind, beforeTokens, afterTokens, isAfterExact }: LastCompaction,
  t: Translate,
): string {
  const before = beforeTokens === null ? '?' : formatTokens(beforeTokens, 0);
  const after =
    afterTokens === null ? '?' : `${isAfterExact ? '' : '~'}${formatTokens(afterTokens, 0)}`;
  switch (kind) {
    case 'automatic':
      return t('Compacted automatically: {0} → {1}', before, after);
    case 'idle':
      return t('Compacted while idle: {0} → {1}', before, after);
    case 'manual':
      return t('Compacted on request: {0} → {1}', before, after);
    case 'unknown':
      return t('Compacted: {0} → {1}', before, after);
  }
}

/** `the third time`; empty for the first one. */
export function timesCompactedWords({ ordinal }: LastCompaction, t: Translate): string {
  switch (ordinal) {
    case 1:
      return '';
    case 2:
      return t('the second time');
    case 3:
      return t('the third time');
    case 4:
      return t('the fourth time');
    case 5:
      return t('the fifth time');
    default:
      return t('{0} times so far', ordinal);
  }
}
