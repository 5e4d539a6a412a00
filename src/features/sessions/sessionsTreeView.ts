import type { FollowedSession, Following } from '../../operations/following/following';
import type { SessionSummary } from '../../operations/reading/sessionSummary';
import { spokenTokens } from '../../wording/spokenTokens';
import { coldWriteTokens } from '../../domain/caching/coldWrite';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { lastPart } from '../../wording/lastPart';
import { plainText } from '../../wording/plainText';
import { timeAgo } from '../../wording/timeAgo';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { liveRow, shownSessions } from './liveRowsView';
import { facts, spokenFacts, sizedLabel, type LateRows, type TreeRow } from './treeRowView';

/** What the tree is made from. */
export interface TreeSource {
  readonly following: Following;
  /** What this window's folder is called; empty without one. */
  readonly folderName: string;
  /** Words that a row has to have; empty for all. */
  readonly filter: string;
  readonly nowMs: number;
}

const TITLE_LENGTH = 120;

/**
 * The groups of the tree: this folder, its worktrees, ended sessions, other folders. None at all
 * where Claude Code has never run on this machine.
 */
export function treeRows(source: TreeSource, t: Translate): readonly TreeRow[] {
  const { following, folderName, filter, nowMs } = source;
  if (following.situation === 'noConfigDirectory') return [];
  const shown = shownSessions(following).filter((session) => isFound(session, filter));
  const here = shown.filter(({ worktree, isElsewhere }) => worktree === null && !isElsewhere);
  const rowOf = (session: FollowedSession): TreeRow => liveRow(session, nowMs, t);
  const groups: TreeRow[] = [];
  if (folderName !== '' || here.length > 0) {
    const name = folderName === '' ? t('No folder') : folderName;
    groups.push(group('folder', name, liveWords(here, t), here.map(rowOf), true));
  }
  const worktrees = worktreeRows(shown, rowOf, t);
  if (worktrees.length > 0) {
    const inWorktrees = shown.filter(({ worktree }) => worktree !== null);
    groups.push(group('worktrees', t('Worktrees'), liveWords(inWorktrees, t), worktrees, true));
  }
  const foreign = shown.filter(({ isElsewhere }) => isElsewhere);
  if (foreign.length > 0)
    groups.push(
      group('foreign', t('From Another Folder'), liveWords(foreign, t), foreign.map(rowOf), true),
    );
  if (following.ended > 0)
    groups.push(
      group(
        'ended',
        t('Ended'),
        folderName === '' ? String(following.ended) : t('{0} in {1}', following.ended, folderName),
        'ended',
        false,
      ),
    );
  groups.push(group('elsewhere', t('Other Folders'), '', 'elsewhere', false));
  return groups;
}

/** Behind a list that was cut. */
export function olderRow(list: LateRows, t: Translate): TreeRow {
  const label = t('Older ones are not listed');
  return {
    ...group(`older ${list}`, label, t('Search Sessions… finds them'), [], false),
    folding: 'none',
  };
}

/** Sessions of this folder that nobody has open, last written first. */
export function endedRows(
  sessions: readonly SessionSummary[],
  { following, filter }: Pick<TreeSource, 'following' | 'filter'>,
  nowMs: number,
  t: Translate,
): readonly TreeRow[] {
  const shown = pathsShown(following);
  return sessions
    .filter((session) => !shown.has(session.path) && isListed(session, filter, null))
    .map((session) => summaryRow('ended', session, nowMs, t));
}

/** Sessions that are not of this folder, by theirs, the one that was written last first. */
export function elsewhereRows(
  sessions: readonly SessionSummary[],
  ofWorkspace: ReadonlySet<string>,
  { following, filter }: Pick<TreeSource, 'following' | 'filter'>,
  nowMs: number,
  t: Translate,
): readonly TreeRow[] {
  const byFolder = new Map<string, SessionSummary[]>();
  const shown = pathsShown(following);
  for (const session of sessions) {
    const folder = session.cwd ?? '';
    if (ofWorkspace.has(session.path) || shown.has(session.path)) continue;
    if (!isListed(session, filter, folder)) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), session]);
  }
  return [...byFolder].map(([folder, found]): TreeRow => {
    const name = folder === '' ? t('Folder not known') : lastPart(folder);
    const rows = found.map((session) => summaryRow('elsewhere', session, nowMs, t));
    const live = found.filter(({ isOpen }) => isOpen).length;
    const number = live === 0 ? String(found.length) : t('{0}, {1} live', found.length, live);
    return {
      ...group(`elsewhere ${folder}`, name, facts(number, folder), rows, false),
      icon: { name: 'folder', color: 'icon.foreground' },
    };
  });
}

function worktreeRows(
  sessions: readonly FollowedSession[],
  rowOf: (session: FollowedSession) => TreeRow,
  t: Translate,
): readonly TreeRow[] {
  const byWorktree = new Map<string, FollowedSession[]>();
  for (const session of sessions)
    if (session.worktree !== null)
      byWorktree.set(session.worktree, [...(byWorktree.get(session.worktree) ?? []), session]);
  return [...byWorktree].map(([worktree, found]): TreeRow => {
    const branch = found.find(({ snapshot }) => snapshot.gitBranch !== null)?.snapshot.gitBranch;
    return {
      ...group(
        `worktree ${worktree}`,
        lastPart(worktree),
        facts(branch ?? null) || liveWords(found, t),
        found.map(rowOf),
        true,
      ),
      icon: { name: 'worktree', color: 'icon.foreground' },
    };
  });
}

function pathsShown(following: Following): ReadonlySet<string> {
  return new Set(shownSessions(following).map(({ snapshot }) => snapshot.path));
}

/** @param list that it is a row of: while a session ends, it may be in two for a moment. */
function summaryRow(list: LateRows, session: SessionSummary, nowMs: number, t: Translate): TreeRow {
  const { path, sessionId, tokens, isExact, isOpen, model, gitBranch, archiveNote } = session;
  const title = titleWords(session.title, t('Without a title'), TITLE_LENGTH);
  const ago = timeAgo(nowMs - session.mtimeMs, t);
  const archived = archiveNote === undefined ? null : t('archived');
  const label = sizedLabel(tokens, isExact, title);
  const cold = coldWriteTokens(session.cache, tokens, nowMs);
  const description = facts(
    isOpen ? t('live') : ago,
    cold === null ? null : t('cold: writes ~{0} again', formatTokens(cold, 0)),
    archived,
    model === null ? null : modelWords(model),
    gitBranch,
  );
  return {
    id: `${list} ${path}`,
    label,
    description,
    icon: { name: isOpen ? 'circle-filled' : 'circle-outline', color: 'icon.foreground' },
    state: null,
    spoken: spokenFacts(
      title,
      tokens === null ? t('no reply yet') : spokenTokens(tokens, t),
      isOpen ? t('live') : ago,
      cold === null ? null : t('cold'),
      archived,
    ),
    can: isCopy(session)
      ? ['inspect']
      : isOpen
        ? ['inspect', 'rewrite', 'leave', 'reveal', 'id', 'lost']
        : [
            ...(['inspect', 'rewrite', 'leave', 'id', 'lost', 'resume'] as const),
            ...(archived === null ? (['archive'] as const) : []),
          ],
    path,
    sessionId,
    folding: 'none',
    children: [],
  };
}

/** Of a session that Claude Code has cleaned up, the archive has a copy, under a name of its own. */
function isCopy({ path, sessionId, archiveNote }: SessionSummary): boolean {
  return archiveNote !== undefined && lastPart(path) !== `${sessionId}.jsonl`;
}

function group(
  id: string,
  label: string,
  description: string,
  children: TreeRow['children'],
  isOpen: boolean,
): TreeRow {
  const words = plainText(label);
  const more = plainText(description);
  return {
    id: `group ${id}`,
    label: words,
    description: more,
    icon: null,
    state: null,
    spoken: spokenFacts(words, more),
    can: [],
    path: null,
    sessionId: null,
    folding: isOpen ? 'open' : 'closed',
    children,
  };
}

function liveWords(sessions: readonly FollowedSession[], t: Translate): string {
  const live = sessions.filter(({ openness }) => openness !== 'closed').length;
  return live === 0 ? t('none live') : t('{0} live', live);
}

function isFound({ snapshot, subagents }: FollowedSession, filter: string): boolean {
  const { title, model, gitBranch } = snapshot;
  return (
    matches(filter, title, model, gitBranch) ||
    subagents.some(({ asked, agentType }) => matches(filter, asked, agentType))
  );
}

function isListed(
  { title, model, gitBranch }: SessionSummary,
  filter: string,
  folder: string | null,
): boolean {
  return matches(filter, title, model, gitBranch, folder);
}

/** Whether each word of the filter stands somewhere in these. */
function matches(filter: string, ...texts: readonly (string | null)[]): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
