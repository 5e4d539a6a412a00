import { cacheStanding } from '../../domain/caching/cacheState';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { FollowedSession } from '../../operations/following/following';
import { cacheSentence } from '../../wording/cacheWords';
import { escapeMarkdown } from '../../wording/escapeMarkdown';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { idleCompactionWords } from '../../wording/idleCompactionWords';
import { modelWords } from '../../wording/modelWords';
import { subagentsWords } from '../../wording/subagentWords';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { wallStanding } from '../../wording/wallStanding';
import { wallName } from '../../wording/wallWords';
import { rowState, stateWords } from './liveRowsView';

/** The hover of a session in the tree, as Markdown; all that comes from files is escaped. */
export function sessionTooltip(session: FollowedSession, nowMs: number, t: Translate): string {
  const { snapshot, subagents, olderSubagents, worktree } = session;
  const { usage, nearestWall, cache, gitBranch, growth, model } = snapshot;
  const facts = [
    model === null ? null : modelWords(model),
    growth.turns > 0 ? t('turn {0}', growth.turns) : null,
    stateWords(rowState(session), t),
  ];
  const rows: [string, string | null][] = [
    [
      t('Next limit'),
      nearestWall === null
        ? null
        : `${wallName(nearestWall, t)}, ${wallStanding(nearestWall, snapshot, t)}`,
    ],
    [
      t('Cache'),
      cache === null
        ? null
        : cacheSentence(cacheStanding(cache, usage.tokens, nowMs), usage.tokens, t),
    ],
    [t('Idle'), idleCompactionWords(session, nowMs, t)],
    [t('Subagents'), subagents.length === 0 ? null : subagentsWords(subagents, olderSubagents, t)],
    [t('Branch'), gitBranch],
    [t('Worktree'), worktree],
  ];
  const title = escapeMarkdown(titleWords(snapshot.title, t('Without a title')));
  const told = rows.flatMap(([name, words]) =>
    words === null ? [] : [`${escapeMarkdown(name)}: ${escapeMarkdown(words)}`],
  );
  const line = escapeMarkdown(facts.filter((fact) => fact !== null).join(' · '));
  return [
    `**${title}**  \n${line}`,
    `**${escapeMarkdown(sizeWords(snapshot, t))}**`,
    told.join('  \n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function sizeWords({ usage, limit }: Snapshot, t: Translate): string {
  if (usage.tokens === null) return t('The size is known after the first reply.');
  const used = `${usage.exact ? '' : '~'}${formatTokens(usage.tokens, 1)}`;
  if (limit.tokens === null) return t('{0} tokens', used);
  const fill = t('{0} of {1} tokens', used, formatTokens(limit.tokens, 0));
  return `${fill} · ${String(percentOf(usage.tokens, limit.tokens))}%`;
}
