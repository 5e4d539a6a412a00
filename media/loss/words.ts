import type { LostRow } from '../../src/features/loss/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { t } from '../inspector/words';

/** `3 selected · ~210 tokens`. */
export function selectedWords(rows: readonly LostRow[]): string {
  if (rows.length === 0) return t('Nothing selected');
  const sum = rows.reduce((tokens, row) => tokens + row.tokens, 0);
  const mark = rows.every(({ isExact }) => isExact) ? '' : '~';
  return t('{0} selected · {1} tokens', rows.length, `${mark}${formatTokens(sum, 1)}`);
}
