import { cacheStanding } from '../../domain/caching/cacheState';
import { coldWriteTokens } from '../../domain/caching/coldWrite';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { cacheSentence } from '../../wording/cacheWords';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

/** How a session is taken up again. */
export type ResumeWay = 'asItIs' | 'prune' | 'compact' | 'handOver';

export interface ResumeRow {
  /** The name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  readonly way: ResumeWay;
}

/**
 * What a person can do before a session is resumed, and what its first prompt would write. Where
 * that is much, what makes the session smaller comes first.
 */
export function resumeChoices(
  { cache, usage }: Pick<Snapshot, 'cache' | 'usage'>,
  nowMs: number,
  t: Translate,
): readonly ResumeRow[] {
  const { tokens } = usage;
  const asItIs: ResumeRow = {
    icon: 'debug-continue',
    label: t('As It Is'),
    detail:
      tokens === null
        ? t('Its size is known after the first reply.')
        : [
            t('{0} tokens', `${usage.exact ? '' : '~'}${formatTokens(tokens, 1)}`),
            cache === null ? '' : cacheSentence(cacheStanding(cache, tokens, nowMs), tokens, t),
          ]
            .filter((part) => part !== '')
            .join(' · '),
    way: 'asItIs',
  };
  if (tokens === null) return [asItIs];
  const smaller: ResumeRow[] = [
    {
      icon: 'filter',
      label: t('Prune First…'),
      detail: t('Large results go, the conversation stays; a backup is made.'),
      way: 'prune',
    },
    {
      icon: 'fold',
      label: t('Compact First…'),
      detail: t('A smaller model writes a summary of it.'),
      way: 'compact',
    },
    {
      icon: 'export',
      label: t('Hand Over…'),
      detail: t('A new session begins with a handoff of this one.'),
      way: 'handOver',
    },
  ];
  return coldWriteTokens(cache, tokens, nowMs) !== null
    ? [...smaller, asItIs]
    : [asItIs, ...smaller];
}
