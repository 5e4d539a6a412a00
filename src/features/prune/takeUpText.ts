import type { LoadOutcome, NotLoaded } from '../../operations/loading/loadAgain';
import type { Translate } from '../../wording/translate';
import { timeOf } from '../../wording/wallWords';
import { afterResumeMessage } from './pruneText';

/** What the running Claude Code said of itself, and that nobody has measured it yet. */
export function takenUpWords(
  { atMs, by }: Extract<LoadOutcome, { kind: 'loaded' }>,
  t: Translate,
): string {
  if (by === 'wire')
    return t(
      'The running Claude Code sends what the file holds from its next prompt on, until its tab is opened again; the next reply measures it.',
    );
  return t('Taken up by the running Claude Code at {0}; the next reply measures it.', timeOf(atMs));
}

/** Why the running Claude Code has not taken it up, and how it does. */
export function notLoadedWords(reason: NotLoaded, entrypoint: string | null, t: Translate): string {
  const byHand = afterResumeMessage(entrypoint, t);
  const why = reasonWords(reason, t);
  if (reason === 'unsettled') return why;
  return why === '' ? byHand : `${why} ${byHand}`;
}

function reasonWords(reason: NotLoaded, t: Translate): string {
  switch (reason) {
    case 'noCompanion':
    case 'notInTerminal':
      return '';
    case 'unheard':
      return t(
        'Its requests do not pass the companion: it has sent none yet, or an organization hides them from plugins.',
      );
    case 'noIds':
      return t(
        'Part of what was pruned belongs to no call of a tool, so it cannot be left out of requests.',
      );
    case 'blocked':
      return t(
        'It is too large for any request, and Claude Code did not compact it for the companion.',
      );
    case 'unsettled':
      return t(
        'Claude Code took it up, and its session file could not be brought in line yet. Leave its tab open: Leeway tries again.',
      );
    case 'compacted':
      return t('Claude Code holds no more what came back, since it compacted that away.');
    case 'tooOld':
      return t('This version of Claude Code cannot load its session again by itself.');
    case 'failed':
      return t('The companion asked Claude Code to load the session again, and it did not.');
    case 'stopped':
      return t(
        'You stopped its last turn: before your next prompt it takes no command of a plugin.',
      );
    case 'silent':
      return t('The companion in the running Claude Code does not answer.');
    case 'cancelled':
      return t('You did not wait for the end of the turn.');
  }
}
