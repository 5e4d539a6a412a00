import type { Adopted } from '../../io/keeping/adoptEarlierFolder';
import { SETTINGS_SECTION } from '../../host/settings';
import { withoutLinks } from '../../wording/escapeMarkdown';
import type { Translate } from '../../wording/translate';
import type { CarriedSettings } from './carryOverSettings';

/** What came along from an earlier build, and what did not. */
export interface CarriedOver {
  readonly folder: Adopted;
  /** Where that folder is, or was, for people. */
  readonly folderWords: string;
  readonly settings: CarriedSettings;
  /** The earlier extension stands beside this one. */
  readonly isInstalled: boolean;
}

/** One notice, in whole sentences. */
export function carryOverText(carriedOver: CarriedOver, t: Translate): string {
  const { folder, settings, isInstalled } = carriedOver;
  // a folder that others work in too may be all there is
  const wasUsed = folder.kind !== 'none' || settings.found.length > 0 || isInstalled;
  const sentences = [
    t('Context Meter is now Leeway.'),
    carriedWords(carriedOver, t),
    ...(wasUsed
      ? [t('Pinned sessions and snoozed warnings cannot be carried over: choose them again.')]
      : []),
    ...folderProblems(carriedOver, t),
    ...(settings.failed.length > 0
      ? [
          t(
            'These settings could not be written: {0}.',
            settings.failed.map((key) => `${SETTINGS_SECTION}.${key}`).join(', '),
          ),
        ]
      : []),
    ...(settings.inWorkspace === 'none'
      ? []
      : [t('The settings of this folder still use the earlier names, which no longer count.')]),
    ...(isInstalled
      ? [t('Context Meter is still installed: two meters would watch the same sessions.')]
      : []),
  ];
  return withoutLinks(sentences.filter((sentence) => sentence !== '').join(' '));
}

function carriedWords({ folder, settings }: CarriedOver, t: Translate): string {
  const count = settings.carried.length;
  if (folder.movedFiles > 0) {
    if (count === 0) return t('Its backups were carried over.');
    return count === 1
      ? t('Its backups and 1 setting were carried over.')
      : t('Its backups and {0} settings were carried over.', count);
  }
  if (count === 0) return '';
  return count === 1
    ? t('1 of its settings was carried over.')
    : t('{0} of its settings were carried over.', count);
}

function folderProblems({ folder, folderWords }: CarriedOver, t: Translate): string[] {
  const problems: string[] = [];
  if (folder.kind === 'postponed')
    problems.push(t('Its backups follow at the next start: it is rewriting a session right now.'));
  if (folder.kind === 'failed')
    problems.push(
      t(
        'Some of its files could not be moved and are still in {0}. The log tells why.',
        folderWords,
      ),
    );
  if (folder.leftFiles === 1)
    problems.push(
      t('1 of its files stays in {0}: there is a different one in its place.', folderWords),
    );
  else if (folder.leftFiles > 1)
    problems.push(
      t(
        '{0} of its files stay in {1}: there are different ones in their places.',
        folder.leftFiles,
        folderWords,
      ),
    );
  return problems;
}
