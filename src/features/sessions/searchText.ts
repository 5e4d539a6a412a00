import type { FoundInSession } from '../../operations/searching/searchSession';
import { printable } from '../../wording/escapeMarkdown';
import { lastPart } from '../../wording/lastPart';
import { timeAgo } from '../../wording/timeAgo';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';

/** A place where the words were found. */
export interface HitRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly path: string;
  readonly line: number;
}

const TITLE_LENGTH = 80;

/** The rows of what was found in one session, the newest first. */
export function hitRows(
  { path, title, cwd, hits, more }: FoundInSession,
  nowMs: number,
  t: Translate,
): readonly HitRow[] {
  const name = titleWords(title, t('Without a title'), TITLE_LENGTH);
  return hits.map(({ snippet, turn, timestampMs, line }, index) => ({
    label: printable(snippet),
    description: '',
    detail: [
      name,
      turn > 0 ? t('turn {0}', turn) : null,
      timestampMs === null ? null : timeAgo(nowMs - timestampMs, t),
      cwd === null ? null : lastPart(cwd),
      index < hits.length - 1 || more === 0 ? null : moreWords(more, t),
    ]
      .filter((fact) => fact !== null)
      .join(' · '),
    ...{ path, line },
  }));
}

function moreWords(more: number, t: Translate): string {
  return more === 1 ? t('1 more place') : t('{0} more places', more);
}

/** How far a search has come, and what it found. */
export function searchedWords(
  { done, total, hits }: { readonly done: number; readonly total: number; readonly hits: number },
  t: Translate,
): string {
  if (done < total) return t('Searched {0} of {1} sessions', done, total);
  if (hits === 0) return t('Nothing found in {0} sessions', total);
  return hits === 1
    ? t('1 place found in {0} sessions', total)
    : t('{0} places found in {1} sessions', hits, total);
}
