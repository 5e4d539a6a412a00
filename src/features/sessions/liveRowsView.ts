import type { FollowedSession, Following } from '../../operations/following/following';
import { isNear } from '../../domain/accounting/walls';
import { coldWriteTokens } from '../../domain/caching/coldWrite';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { spokenTokens } from '../../wording/spokenTokens';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { wallDistance } from '../../wording/wallDistance';
import { subagentRows } from './subagentRowsView';
import {
  facts,
  levelIcon,
  nearness,
  spokenFacts,
  sizedLabel,
  type RowAbility,
  type RowState,
  type TreeRow,
} from './treeRowView';

const TITLE_LENGTH = 120;

/** The sessions that are shown as they are now: the one of the status bar, and all open ones. */
export function shownSessions({ active, others }: Following): readonly FollowedSession[] {
  const all = active === null || active.snapshot.path === '' ? others : [active, ...others];
  return [...all].sort(
    (a, b) =>
      Number(b.snapshot.blocked !== null) - Number(a.snapshot.blocked !== null) ||
      nearnessOf(b) - nearnessOf(a),
  );
}

/** How many need a person's attention: blocked, or past 80 % of the way to their next limit. */
export function attentionNeeded(following: Following): number {
  return shownSessions(following).filter(
    ({ snapshot: { blocked, usage, nearestWall }, openness }) =>
      openness !== 'closed' && (blocked !== null || isNear(nearestWall, usage.tokens)),
  ).length;
}

export function liveRow(session: FollowedSession, nowMs: number, t: Translate): TreeRow {
  const { snapshot, openness, subagents, olderSubagents } = session;
  const { usage, limit, nearestWall, blocked, cache, model, gitBranch, path, sessionId } = snapshot;
  const title = titleWords(snapshot.title, t('Without a title'), TITLE_LENGTH);
  const children = subagentRows(subagents, olderSubagents, t);
  const cold = blocked === null ? coldWriteTokens(cache, usage.tokens, nowMs) : null;
  return {
    // VS Code keeps a row closed that had nothing below it, unless it is another one
    id: `${children.length === 0 ? 'session' : 'parent'} ${path}`,
    label: sizedLabel(usage.tokens, usage.exact, title),
    description: facts(
      openness === 'closed' ? t('not running') : null,
      cold === null
        ? null
        : openness === 'closed'
          ? t('cold: writes ~{0} again', formatTokens(cold, 0))
          : t('cold'),
      model === null ? null : modelWords(model),
      gitBranch,
    ),
    icon:
      blocked !== null
        ? { name: 'error', color: 'editorError.foreground' }
        : levelIcon(usage.tokens, limit.tokens, nearestWall),
    state: rowState(session),
    spoken: spoken(session, title, cold !== null, t),
    can: abilities(session),
    path,
    sessionId,
    folding: children.length === 0 ? 'none' : hasRunning(session) ? 'open' : 'closed',
    children,
  };
}

/** Whether it waits for a person is known by the companion alone. */
export function rowState({
  snapshot: { blocked, told },
  status,
  openness,
}: FollowedSession): RowState | null {
  if (blocked !== null) return 'blocked';
  if (openness === 'closed') return null;
  if (status === 'busy') return 'working';
  return status === 'waiting' && told !== null ? 'waiting' : null;
}

function abilities({ openness, snapshot }: FollowedSession): readonly RowAbility[] {
  const always: RowAbility[] = ['inspect', 'rewrite', 'leave', 'id'];
  return [
    ...always,
    ...(snapshot.lastCompaction === null ? [] : (['lost'] as const)),
    ...(openness === 'closed' ? (['resume', 'archive'] as const) : (['reveal'] as const)),
  ];
}

function hasRunning({ subagents }: FollowedSession): boolean {
  return subagents.some(({ state }) => state === 'running');
}

function nearnessOf({ snapshot: { usage, limit, nearestWall } }: FollowedSession): number {
  return nearness(usage.tokens, limit.tokens, nearestWall);
}

/** `Rebuild the import, working, 159 thousand tokens of 200 thousand tokens, …` */
function spoken(session: FollowedSession, title: string, isCold: boolean, t: Translate): string {
  const { usage, limit, nearestWall } = session.snapshot;
  const { tokens } = usage;
  const running = session.subagents.filter(({ state }) => state === 'running').length;
  return spokenFacts(
    title,
    session.openness === 'closed' ? t('not running') : null,
    stateWords(rowState(session), t),
    tokens === null
      ? t('no reply yet')
      : limit.tokens === null
        ? spokenTokens(tokens, t)
        : t('{0} of {1}', spokenTokens(tokens, t), spokenTokens(limit.tokens, t)),
    tokens === null || nearestWall === null
      ? null
      : wallDistance(nearestWall, tokens, (count) => spokenTokens(count, t), t),
    isCold ? t('cold') : null,
    running === 0
      ? null
      : running === 1
        ? t('1 subagent running')
        : t('{0} subagents running', running),
  );
}

/** What a state is called, of a row and of its mark; `null` where there is nothing to say. */
export function stateWords(state: RowState | null, t: Translate): string | null {
  switch (state) {
    case 'working':
      return t('working');
    case 'waiting':
      return t('waiting for you');
    case 'blocked':
      return t('blocked');
    case null:
      return null;
  }
}
