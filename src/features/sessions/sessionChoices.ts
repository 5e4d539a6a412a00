import { coldWriteTokens } from '../../domain/caching/coldWrite';
import type { SessionSummary } from '../../operations/reading/sessionSummary';
import { printable } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { timeAgo } from '../../wording/timeAgo';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';

export type SessionChoice =
  | { readonly type: 'session'; readonly path: string }
  | { readonly type: 'follow' }
  | { readonly type: 'everywhere' };

export interface SessionRow {
  /** The name of a codicon. */
  readonly icon?: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly choice: SessionChoice;
  readonly isSeparator: boolean;
}

interface Context {
  readonly pinnedPath: string | null;
  readonly scope: 'workspace' | 'everywhere';
  readonly nowMs: number;
}

const TITLE_LENGTH = 100;

/**
 * The rows of the quick pick, the icon apart from the words, which come from transcripts.
 */
export function sessionChoices(
  sessions: readonly SessionSummary[],
  { pinnedPath, scope, nowMs }: Context,
  t: Translate,
): SessionRow[] {
  const rows: SessionRow[] = [];
  if (pinnedPath !== null) {
    rows.push({
      icon: 'sync',
      label: t('Follow the Active Session'),
      description: '',
      detail: '',
      choice: { type: 'follow' },
      isSeparator: false,
    });
  }
  for (const session of sessions)
    rows.push(sessionRow(session, session.path === pinnedPath, scope, nowMs, t));
  if (scope === 'workspace') {
    if (sessions.length > 0)
      rows.push({
        label: '',
        description: '',
        detail: '',
        choice: { type: 'everywhere' },
        isSeparator: true,
      });
    rows.push({
      icon: 'folder',
      label: t('Other Folders…'),
      description: '',
      detail: '',
      choice: { type: 'everywhere' },
      isSeparator: false,
    });
  }
  return rows;
}

function sessionRow(
  session: SessionSummary,
  isPinned: boolean,
  scope: Context['scope'],
  nowMs: number,
  t: Translate,
): SessionRow {
  const icon = isPinned ? 'pinned' : session.isOpen ? 'circle-filled' : 'circle-outline';
  const title = titleWords(session.title, t('Without a title'), TITLE_LENGTH);
  const tokens =
    session.tokens === null
      ? t('no size yet')
      : `${session.isExact ? '' : '~'}${formatTokens(session.tokens, 1)}`;
  const cold = coldWriteTokens(session.cache, session.tokens, nowMs);
  const facts = [
    session.isOpen ? t('live') : null,
    session.model === null ? null : modelWords(session.model),
    timeAgo(nowMs - session.mtimeMs, t),
    cold === null || session.isOpen ? null : t('cold: writes ~{0} again', formatTokens(cold, 0)),
    session.archiveNote === undefined ? null : t('archived'),
    session.archiveNote ?? null,
    scope === 'everywhere' ? session.cwd : null,
  ];
  return {
    icon,
    // A long title would push whatever comes behind it out of sight.
    label: `${tokens} · ${title}`,
    description: '',
    detail: facts
      .flatMap((fact) => (fact === null || fact === '' ? [] : [printable(fact)]))
      .join(' · '),
    choice: { type: 'session', path: session.path },
    isSeparator: false,
  };
}
