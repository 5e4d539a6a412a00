import type { Limit } from '../domain/accounting/contextWindow';
import type { Wall } from '../domain/accounting/walls';
import { formatTokens } from './formatTokens';
import { modelWords } from './modelWords';
import { originWords } from './originWords';
import type { Translate } from './translate';

/** Why the limit is what it is, as one sentence without its full stop. */
export function limitReasonWords({ tokens, reason }: Limit, t: Translate): string {
  switch (reason.kind) {
    case 'ownSetting':
      return t('set by leeway.limit');
    case 'told':
      return t('told by Claude Code, {0}', timeOf(reason.atMs));
    case 'acceptedBeyond200K':
      return t('a reply with {0} tokens was accepted', formatTokens(reason.tokens, 1));
    case 'creditsBlock':
      return reason.sinceMs === null
        ? t('Claude Code asked for usage credits in this session')
        : t('Claude Code asked for usage credits in this session, {0}', timeOf(reason.sinceMs));
    case 'asked1m':
      return t('the 1M window was asked for with {0}', `${modelWords(reason.model)} [1m]`);
    case 'asked1mNotSent':
      return t(
        'the 1M window was asked for with {0}, but the request went out without it',
        `${modelWords(reason.model)} [1m]`,
      );
    case 'disabled1m':
      return t('1M context is turned off by {0}', originWords(reason.origin, t));
    case 'maxContext':
      return t('set by {0}', originWords(reason.origin, t));
    case 'modelFamily':
      return reason.ignored === null
        ? t('the window of {0}', modelWords(reason.model))
        : t(
            'the window of {0}; {1} has no effect on it in this version of Claude Code',
            modelWords(reason.model),
            originWords(reason.ignored, t),
          );
    case 'unknownModel':
      return t('the context window of {0} is not known', modelWords(reason.model));
    case 'noModel':
      return tokens === null ? t('not known before the first reply') : '';
  }
}

/** The name of a wall, in lower case, for use in a sentence or a table. */
export function wallName(wall: Wall, t: Translate): string {
  switch (wall.kind) {
    case 'autoCompact':
      return t('auto-compact');
    case 'blocked':
      return t('blocked');
    case 'usageCredits':
      return t('usage credits');
    case 'limit':
      return t('limit');
  }
}

/**
 * When something was, on this machine's clock: hours and minutes, of another day with its date, of
 * another year with that as well.
 */
export function timeOf(ms: number, nowMs = Date.now()): string {
  const [then, now] = [new Date(ms), new Date(nowMs)];
  const isThisYear = then.getFullYear() === now.getFullYear();
  const date: Intl.DateTimeFormatOptions =
    then.toDateString() === now.toDateString()
      ? {}
      : { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) };
  return then.toLocaleString(undefined, {
    ...date,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
