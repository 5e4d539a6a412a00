import type { WriteProblem, WrittenHandoff } from '../../operations/leaving/writeHandoff';
import type { Said } from '../../domain/handoff/handoffFacts';
import { withoutLinks } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

export type HandoffProblem = WriteProblem | 'missing' | 'unreadable' | 'noSession' | 'cancelled';

/**
 * What a toast says when the handoff stands in its file.
 * @param isInRepository whether the file lies in a working tree of git.
 * @param budgetTokens what it was allowed to take.
 */
export function writtenWords(
  { tokens, dropped, place }: WrittenHandoff,
  file: string,
  isInRepository: boolean,
  budgetTokens: number,
  t: Translate,
): string {
  const size = `~${formatTokens(tokens, 1)}`;
  const name = withoutLinks(file);
  const first = {
    new: t('The handoff is in {0}, {1} tokens.', name, size),
    section: t(
      'The handoff in {0} was replaced, {1} tokens; the rest of the file is as it was.',
      name,
      size,
    ),
    end: t('The handoff is at the end of {0}, {1} tokens; your own text is as it was.', name, size),
  }[place];
  return [
    first,
    dropped === 0 ? null : t('Shortened to {0} tokens.', formatTokens(budgetTokens, 0)),
    isInRepository ? t('It is in a Git repository: commit it, or add it to .gitignore.') : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** Why there is no handoff, as one sentence; `null` where the person wanted it so. */
export function problemWords(
  problem: HandoffProblem,
  file: string,
  code: string,
  t: Translate,
): string | null {
  const name = withoutLinks(file);
  switch (problem) {
    case 'cancelled':
      return null;
    case 'missing':
      return t('The session file is gone, so there is nothing to hand over.');
    case 'unreadable':
      return t('The session file cannot be read.');
    case 'noSession':
      return t('The session has nothing in it yet.');
    case 'conflict':
      return t(
        '{0} contains Git conflict markers. Resolve the conflict first; nothing was written.',
        name,
      );
    case 'marks':
      return t(
        '{0} contains only one of the two markers around the handoff, or contains them twice. Correct or remove them; nothing was written.',
        name,
      );
    case 'tooLarge':
      return t('{0} is larger than 1 MB. Choose another file; nothing was written.', name);
    case 'notText':
      return t('{0} is not UTF-8 text. Save it as UTF-8 first; nothing was written.', name);
    case 'outside':
      return t(
        '{0} leads out of its folder by a link. Choose another file; nothing was written.',
        name,
      );
    case 'badName':
      return t('{0} is not a place for a handoff. Choose another file; nothing was written.', name);
    case 'changed':
      return t('{0} has changed meanwhile. Nothing was written.', name);
    case 'notAFile':
      return t('{0} is not a file. Choose another one.', name);
    case 'forbidden':
      return t('There is no permission to write {0}. Choose another file.', name);
    case 'failed':
      return t('{0} could not be written ({1}).', name, code || '?');
  }
}

/** Of a session whose folder is not open in this window. */
export function elsewhereWords(t: Translate): string {
  return t(
    'This session is of another folder. Open that folder to hand it over: the handoff is a file in it.',
  );
}

/** As many as the page of a compaction lists. */
const MOST_RESTATED = 800;

/** What a command was given to be restated; whatever is not of that form is left out. */
export function restatedFrom(value: unknown): readonly Said[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_RESTATED).flatMap((each: unknown) => {
    const { text, turn } = (each ?? {}) as Partial<Record<keyof Said, unknown>>;
    return typeof text === 'string' && typeof turn === 'number' ? [{ text, turn }] : [];
  });
}
