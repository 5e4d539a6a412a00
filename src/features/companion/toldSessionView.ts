import type { FollowedSession } from '../../operations/following/following';
import { formatTokens } from '../../wording/formatTokens';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';

const TITLE_LENGTH = 120;

/** A running session, and what its companion told last. */
export interface ToldSession {
  readonly title: string;
  readonly where: string;
  readonly toldTokens: number | null;
  readonly limitTokens: number | null;
  readonly toldAtMs: number | null;
}

/** A session that runs, as the page lists it. */
export function toldSession({ snapshot }: FollowedSession, t: Translate): ToldSession {
  const { told } = snapshot;
  return {
    title: titleWords(snapshot.title, t('Without a title'), TITLE_LENGTH),
    where: told === null ? '' : told.isInteractive ? t('Terminal') : t('Claude tab'),
    toldTokens: told?.contextTokens ?? null,
    limitTokens: told?.windowTokens ?? null,
    toldAtMs: told?.atMs ?? null,
  };
}

/** What it told, and when. */
export function toldWords(
  { toldTokens, limitTokens, toldAtMs }: ToldSession,
  t: Translate,
  time: (ms: number) => string,
): string {
  if (toldAtMs === null) return t('Not yet');
  if (toldTokens === null) return time(toldAtMs);
  const tokens = formatTokens(toldTokens, 1);
  return limitTokens === null
    ? t('{0}, {1}', tokens, time(toldAtMs))
    : t('{0} of {1}, {2}', tokens, formatTokens(limitTokens, 0), time(toldAtMs));
}
