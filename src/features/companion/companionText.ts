import { OLDEST_FOR_COMPANION } from '../../domain/companion/companionDoors';
import type { CompanionProblem } from '../../operations/companion/installCompanion';
import type { CompanionRemoved } from '../../operations/companion/removeCompanion';
import { programProblemWords } from '../../wording/programProblemWords';
import { settingsWriteWords } from '../../wording/settingsWriteWords';
import type { Translate } from '../../wording/translate';

export type FoundProgram =
  { readonly version: string } | { readonly problem: Parameters<typeof programProblemWords>[0] };

/** Why nothing was installed, in whole sentences. @param settings the file, as people name it. */
export function companionProblemWords(
  problem: CompanionProblem,
  settings: string,
  t: Translate,
): string {
  switch (problem.kind) {
    case 'cancelled':
      return t('It was cancelled; nothing was installed.');
    case 'cannotStart':
      return t(
        '{0} could not be started ({1}). Nothing was installed.',
        problem.path,
        problem.code ?? '?',
      );
    case 'noAnswer':
      return t(
        'Claude Code did not answer within {0} s. Nothing was installed.',
        Math.round(problem.timeLimitMs / 1000),
      );
    case 'refused':
      return problem.said === ''
        ? t('Claude Code ended without a word. Nothing was installed.')
        : `${t('Nothing was installed. Claude Code says:')} ${problem.said}`;
    case 'tooOld':
      return tooOldWords(problem.version, t);
    case 'settings':
      return settingsWriteWords(problem.problem, settings, t);
    case 'otherMarketplace':
      return t(
        '{0} has another marketplace of the name leeway. Take it out first; nothing was installed.',
        settings,
      );
    case 'inTheWay':
      return t(
        '{0} is not a folder of Leeway. Move it away first; nothing was installed.',
        problem.path,
      );
    case 'unwritable':
      return t('{0} cannot be written ({1}). Nothing was installed.', problem.path, problem.code);
    case 'notShipped':
      return notShippedWords(t);
  }
}

export function notShippedWords(t: Translate): string {
  return t('The companion is not among the files of this extension. Install the extension again.');
}

export function tooOldWords(version: string, t: Translate): string {
  return t(
    'Claude Code {0} is too old: the companion needs {1}. Update it with: claude update',
    version,
    OLDEST_FOR_COMPANION,
  );
}

/** What the person needs to know after it was installed. */
export function installedWords(isAsShown: boolean, settings: string, t: Translate): string {
  const said = t(
    'The companion is installed. New sessions have it; running ones take it up with /reload-plugins.',
  );
  return isAsShown ? said : `${said} ${moreWords(settings, t)}`;
}

/** What the person needs to know after it was removed. */
export function removedWords(
  { isAsShown, listed, left }: CompanionRemoved,
  settings: string,
  t: Translate,
): string {
  return [
    t('The companion is removed. Running sessions keep it until they end or reload their plugins.'),
    ...(isAsShown ? [] : [moreWords(settings, t)]),
    ...(listed === null ? [] : [listedWords(listed, t)]),
    ...left.map((path) => t('{0} could not be deleted.', path)),
  ].join(' ');
}

function listedWords(listed: NonNullable<CompanionRemoved['listed']>, t: Translate): string {
  const still = t('Claude Code’s own list of plugins still names it, which does nothing.');
  return listed.kind === 'refused' && listed.said !== ''
    ? `${still} ${t('Claude Code says:')} ${listed.said}`
    : still;
}

function moreWords(settings: string, t: Translate): string {
  return t('{0} says something else than was shown: it was written meanwhile.', settings);
}

/** Whether the companion works with the Claude Code that was found, as sentences. */
export function foundWords(found: FoundProgram, missing: readonly string[], t: Translate): string {
  if ('problem' in found) return programProblemWords(found.problem, t);
  return missing.length === 0
    ? t('Claude Code {0} was found: all of it works there.', found.version)
    : t(
        'Claude Code {0} was found: what needs a later one does not work there ({1}).',
        found.version,
        missing.join(', '),
      );
}
