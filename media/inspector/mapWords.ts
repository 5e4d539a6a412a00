import type { Session } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import { isInNoItem, type MapGroup } from './mapGroups';
import type { MapPart } from './mapParts';
import { UNEXPLAINED_NAME } from './unexplainedWords';
import { areExact, itemsWords, rowWords, t, tokenWords, wholeShare } from './words';

/** `9% of 200K`; empty where no limit is known. */
function shareOfLimit(tokens: number, { limitTokens }: Pick<Session, 'limitTokens'>): string {
  return limitTokens === null
    ? ''
    : t('{0} of {1}', wholeShare(tokens, limitTokens), formatTokens(limitTokens, 1));
}

/** `~27.6K`; without `~` only what was measured. */
export function sizeOf(
  { kind, rows, tokens }: Pick<MapGroup | MapPart, 'kind' | 'rows' | 'tokens'>,
  session: Session,
): string {
  const isExact = isInNoItem(kind)
    ? session.segments.find(({ category }) => category === kind)?.isExact === true
    : areExact(rows);
  return tokenWords(tokens, isExact);
}

/** A group, whole, for a tooltip and a screen reader. */
export function groupWords(group: MapGroup, session: Session): string {
  return said([
    group.name,
    isInNoItem(group.kind) ? '' : itemsWords(group.rows.length),
    t('{0} tokens', sizeOf(group, session)),
    shareOfLimit(group.tokens, session),
  ]);
}

/** A cell, whole, for a tooltip and a screen reader. */
export function partWords(part: MapPart, group: MapGroup, session: Session): string {
  const share = shareOfLimit(part.tokens, session);
  const size = t('{0} tokens', sizeOf(part, session));
  switch (part.kind) {
    case 'system':
      if (group.parts !== undefined && group.parts.length > 0)
        return said([t('Smaller parts'), group.name, size, share]);
      return said([t('System prompt, tools and memory, {0}; not in the transcript', size), share]);
    case 'unexplained':
      return said([UNEXPLAINED_NAME, size, share]);
    case 'part':
      return said([part.title, group.name, size, share]);
    case 'several':
      return said([part.title, group.name, size, share]);
    case 'item':
      return said([rowWords(part.rows[0]!, session.turn), share]);
  }
}

function said(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
