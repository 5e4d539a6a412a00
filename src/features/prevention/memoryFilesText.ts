import type { Translate } from '../../wording/translate';

/** Above what CLAUDE.md would become. @param created how many files are made with it. */
export function questionWords(created: number, t: Translate): string {
  if (created === 0) return t('Write This Change to {0}?', 'CLAUDE.md');
  return created === 1
    ? t('Create 1 File, and Write This Change to CLAUDE.md?')
    : t('Create {0} Files, and Write This Change to CLAUDE.md?', created);
}

/** What has been written, by the names of the files. */
export function createdWords(
  names: readonly string[],
  isClaudeFileChanged: boolean,
  t: Translate,
): string {
  return [
    ...(names.length === 0 ? [] : [t('Created {0}.', pathsOf(names))]),
    ...(isClaudeFileChanged ? [t('CLAUDE.md points to the memory files now.')] : []),
    ...(names.length === 0 ? [] : [t('Fill them in: Claude reads them when it needs them.')]),
  ].join(' ');
}

/**
 * What has been taken back.
 * @param kept the names of files that somebody wrote into since.
 * @param isClaudeFileBack whether CLAUDE.md is as it was; why it is not is said elsewhere.
 */
export function uncreatedWords(
  kept: readonly string[],
  isClaudeFileBack: boolean,
  t: Translate,
): string {
  if (kept.length === 0) return t('The memory files are gone, and CLAUDE.md is as it was.');
  return [
    ...(isClaudeFileBack ? [t('CLAUDE.md is as it was.')] : []),
    t('Kept, because it was changed since: {0}.', pathsOf(kept)),
  ].join(' ');
}

function pathsOf(names: readonly string[]): string {
  return names.map((name) => `.ai/${name}`).join(', ');
}
