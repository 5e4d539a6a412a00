import { isNear } from '../domain/accounting/walls';
import type { Subagent } from '../operations/following/subagent';
import { formatTokens } from './formatTokens';
import type { Translate } from './translate';

/**
 * What subagents hold: `3 subagents, 412K in their own contexts, largest 180K / 200K`.
 *
 * @param older so many more are not among them.
 */
export function subagentsWords(
  subagents: readonly Subagent[],
  older: number,
  t: Translate,
): string {
  const sized = subagents.filter(({ tokens }) => tokens !== null);
  const largest = sized.reduce<Subagent | null>(
    (found, each) => ((each.tokens ?? 0) > (found?.tokens ?? -1) ? each : found),
    null,
  );
  const number = subagents.length + older;
  const count = number === 1 ? t('1 subagent') : t('{0} subagents', number);
  if (largest === null) return count;
  const sum = sized.reduce((total, { tokens }) => total + (tokens ?? 0), 0);
  const mark = older === 0 && sized.every(({ isExact }) => isExact) ? '' : '~';
  const size = `${mark}${formatTokens(sum, 0)}`;
  return number === 1
    ? t('{0}, {1} in its own context', count, ofLimit(largest))
    : t('{0}, {1} in their own contexts, largest {2}', count, size, ofLimit(largest));
}

/** Those that run and are near their own limit. */
export function nearTheirLimit(subagents: readonly Subagent[]): readonly Subagent[] {
  return subagents.filter(
    ({ state, tokens, nearestWall }) => state === 'running' && isNear(nearestWall, tokens),
  );
}

/** `180K / 200K`. */
export function ofLimit({ tokens, isExact, limit }: Subagent): string {
  const size = `${isExact ? '' : '~'}${formatTokens(tokens ?? 0, 0)}`;
  return limit.tokens === null ? size : `${size} / ${formatTokens(limit.tokens, 0)}`;
}
