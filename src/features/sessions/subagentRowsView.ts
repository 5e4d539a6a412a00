import type { Subagent } from '../../operations/following/subagent';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { spokenTokens } from '../../wording/spokenTokens';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { facts, levelIcon, spokenFacts, sizedLabel, type TreeRow } from './treeRowView';

/** More than anybody looks through. */
const MOST_ROWS = 100;
const TITLE_LENGTH = 120;
const ENDED_ICONS = {
  finished: 'pass',
  stopped: 'circle-slash',
  unknown: 'circle-outline',
} as const;

/**
 * The subagents of a session as rows, each below the one that started it: running ones first, the
 * largest first of those, then the ones that wrote last.
 *
 * @param older so many more are not among them.
 */
export function subagentRows(
  subagents: readonly Subagent[],
  older: number,
  t: Translate,
): readonly TreeRow[] {
  const sorted = [...subagents].sort(
    (a, b) =>
      Number(b.state === 'running') - Number(a.state === 'running') ||
      (a.state === 'running' ? (b.tokens ?? 0) - (a.tokens ?? 0) : 0) ||
      b.mtimeMs - a.mtimeMs,
  );
  const shown = sorted.slice(0, MOST_ROWS);
  const ids = new Set(shown.map(({ agentId }) => agentId));
  const byParent = new Map<string | null, Subagent[]>();
  for (const subagent of shown) {
    const { parentAgentId } = subagent;
    const parent = parentAgentId !== null && ids.has(parentAgentId) ? parentAgentId : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), subagent]);
  }
  const placed = new Set<string>();
  const rowsBelow = (parent: string | null): TreeRow[] =>
    (byParent.get(parent) ?? []).flatMap((subagent) => {
      if (placed.has(subagent.agentId)) return [];
      placed.add(subagent.agentId);
      return [subagentRow(subagent, rowsBelow(subagent.agentId), t)];
    });
  const rows = rowsBelow(null);
  // Files that name one another as their parents are somebody's joke, and are shown all the same.
  const rest = shown
    .filter(({ agentId }) => !placed.has(agentId))
    .map((subagent) => subagentRow(subagent, [], t));
  const left = sorted.length - shown.length + older;
  return [...rows, ...rest, ...(left > 0 ? [olderRow(sorted[0]!.path, left, t)] : [])];
}

function subagentRow(subagent: Subagent, children: readonly TreeRow[], t: Translate): TreeRow {
  const { path, agentType, model, tokens, isExact, limit, nearestWall, state } = subagent;
  const type = agentType === null ? null : titleWords(agentType, '', TITLE_LENGTH);
  const title = titleWords(subagent.asked, type ?? t('Subagent'), TITLE_LENGTH);
  const brought = subagent.broughtBackTokens;
  const broughtWords =
    state === 'finished' && brought !== null
      ? t('brought back ~{0}', formatTokens(brought, 1))
      : null;
  return {
    id: `${children.length === 0 ? 'subagent' : 'parent'} ${path}`,
    label: sizedLabel(tokens, isExact, title),
    description: facts(broughtWords, type, model === null ? null : modelWords(model)),
    icon:
      state === 'running'
        ? levelIcon(tokens, limit.tokens, nearestWall)
        : { name: ENDED_ICONS[state], color: 'icon.foreground' },
    state: state === 'running' ? 'working' : null,
    spoken: spoken(subagent, title, t),
    can: ['inspect'],
    path,
    sessionId: null,
    folding: children.length > 0 ? 'open' : 'none',
    children,
  };
}

function spoken({ state, tokens, limit }: Subagent, title: string, t: Translate): string {
  const what = stateWords(state, t);
  if (tokens === null) return t('Subagent {0}, {1}, no reply yet.', title, what);
  return limit.tokens === null
    ? t('Subagent {0}, {1}, {2}.', title, what, spokenTokens(tokens, t))
    : t(
        'Subagent {0}, {1}, {2} of {3}.',
        title,
        what,
        spokenTokens(tokens, t),
        spokenTokens(limit.tokens, t),
      );
}

function stateWords(state: Subagent['state'], t: Translate): string {
  switch (state) {
    case 'running':
      return t('running');
    case 'finished':
      return t('finished');
    case 'stopped':
      return t('stopped');
    case 'unknown':
      return t('its end is not recorded');
  }
}

function olderRow(near: string, left: number, t: Translate): TreeRow {
  const words = left === 1 ? t('1 older subagent') : t('{0} older subagents', left);
  return {
    id: `older than ${near}`,
    label: words,
    description: '',
    icon: { name: 'ellipsis', color: 'icon.foreground' },
    state: null,
    spoken: spokenFacts(words),
    can: [],
    path: null,
    sessionId: null,
    folding: 'none',
    children: [],
  };
}
