import type { DenyProposal } from '../../domain/prevention/generatedFolders';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

/** Why a place is proposed. */
export function denyDetail({ readTokens, reads, isThere }: DenyProposal, t: Translate): string {
  if (reads === 0) return t('Exists; never read.');
  const read =
    reads === 1
      ? t('Read once: {0} tokens.', `~${formatTokens(readTokens, 1)}`)
      : t('Read {0} times: {1} tokens.', reads, `~${formatTokens(readTokens, 1)}`);
  return isThere ? read : `${read} ${t('Not in the top folder now.')}`;
}

/** The list with what is new at its end; whatever stood there stays, in its order. */
export function mergedRules(
  existing: readonly unknown[],
  chosen: readonly string[],
): readonly unknown[] {
  return [...existing, ...chosen.filter((rule) => !existing.includes(rule))];
}
