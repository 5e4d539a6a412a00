import type { HeldContent } from '../../domain/accounting/heldContent';
import { cacheStanding } from '../../domain/caching/cacheState';
import { asSessionId } from '../../domain/transcript/asSessionId';
import type { LastCompaction } from '../../domain/accounting/lastCompaction';
import type { AddedItem } from '../../domain/accounting/addedItems';
import type { Blocked, Snapshot } from '../../domain/accounting/snapshot';
import type { ToldFigures } from '../../domain/accounting/toldFigures';
import { isPassed } from '../../domain/accounting/walls';
import type { FollowedSession, Following } from '../../operations/following/following';
import { cacheSentence } from '../../wording/cacheWords';
import { compactionWords } from '../../wording/compactionWords';
import { escapeMarkdown } from '../../wording/escapeMarkdown';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { idleCompactionWords } from '../../wording/idleCompactionWords';
import { modelWords } from '../../wording/modelWords';
import { subagentsWords } from '../../wording/subagentWords';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { accountWords, autoCompactSourceWords, toldByWords } from '../../wording/toldWords';
import { wallDistance } from '../../wording/wallDistance';
import { wallStanding } from '../../wording/wallStanding';
import { limitReasonWords, timeOf, wallName } from '../../wording/wallWords';
import { addedName, jumpWords, largeAdded } from './tooltipJumpText';
import {
  commandLink,
  idleCompactionLink,
  linkLines,
  USUAL_CONTEXT,
  type TooltipContext,
} from './tooltipLinksText';

const RULE = '\n\n---\n\n';
/** Of another session's title. */
const TITLE_LENGTH = 60;

/** The hover, as plain Markdown: no HTML. All that comes from a transcript or a path is escaped. */
export function tooltipOf(
  { active, others, situation }: Following,
  t: Translate,
  context = USUAL_CONTEXT,
): string {
  const sections =
    active === null ? [absence(situation, t)] : sessionSections(active, others, context, t);
  return [...sections, linkLines(active?.snapshot ?? null, context, t).join('\n\n')].join(RULE);
}

function absence(situation: Following['situation'], t: Translate): string {
  switch (situation) {
    case 'noFolder':
      return titled(
        t('No folder is open'),
        t('Open a folder, or choose a session of another one.'),
      );
    case 'noConfigDirectory':
      return titled(
        t('No Claude Code sessions on this machine yet'),
        t(
          'Start `claude` in a terminal here. The meter fills in by itself. If Claude Code keeps its files elsewhere, say where in `leeway.configDir`.',
        ),
      );
    default:
      return titled(
        t('No Claude Code session in this folder yet'),
        t('Start `claude` in a terminal here. The meter fills in by itself.'),
      );
  }
}

function titled(title: string, text: string): string {
  return `**${title}**\n\n${text}`;
}

function sessionSections(
  active: FollowedSession,
  others: readonly FollowedSession[],
  context: TooltipContext,
  t: Translate,
): string[] {
  const { snapshot } = active;
  const sections = [heading(active, t), size(active, context, t)];
  const large = largeAdded(snapshot);
  if (large.length > 0) sections.push(added(large, t));
  if (others.length > 0) sections.push(otherSessions(others, t));
  return sections;
}

function heading({ snapshot, openness, reason }: FollowedSession, t: Translate): string {
  const facts = [
    snapshot.model === null ? null : escapeMarkdown(modelWords(snapshot.model)),
    snapshot.growth.turns > 0 ? t('turn {0}', snapshot.growth.turns) : null,
    openness === 'open' ? t('live') : openness === 'uncertain' ? t('probably live') : null,
    reason === 'pinned' ? t('pinned') : null,
  ];
  const title = escapeMarkdown(titleWords(snapshot.title, t('Without a title')));
  return `**${title}**  \n${facts.filter((fact) => fact !== null).join(' · ')}`;
}

function size(
  session: FollowedSession,
  { nowMs, lookedLine }: TooltipContext,
  t: Translate,
): string {
  const { snapshot, subagents, olderSubagents } = session;
  const { usage, limit, blocked, walls, growth, skippedLines, isComplete } = snapshot;
  if (usage.tokens === null)
    return blocked === null
      ? t('The size is known after the first reply.')
      : blockedLines(snapshot, blocked, null, t);
  const mark = usage.exact ? '' : '~';
  const used = mark + formatTokens(usage.tokens, 1);
  const lines = [];
  if (blocked !== null) lines.push(blockedLines(snapshot, blocked, used, t));
  else if (limit.tokens === null) lines.push(`**${t('{0} tokens', used)}**`);
  else {
    const fill = t('{0} of {1} tokens', used, formatTokens(limit.tokens, 0));
    lines.push(`**${fill} · ${shareWords(snapshot, usage.tokens, limit.tokens, t)}**`);
  }
  const rows: [string, string][] = [];
  if (snapshot.held !== null) rows.push(heldRow(snapshot.held, t));
  for (const wall of walls) {
    if (wall.kind === 'limit') continue;
    const name = wallName(wall, t);
    rows.push([name[0]!.toUpperCase() + name.slice(1), wallStanding(wall, snapshot, t)]);
  }
  if (snapshot.beyond200KSinceMs !== null)
    rows.push([
      t('Beyond 200K'),
      t('since {0}; prompts may cost extra', timeOf(snapshot.beyond200KSinceMs)),
    ]);
  if (growth.tokensPerTurn !== null)
    rows.push([t('Growth'), t('~{0} a turn', formatTokens(growth.tokensPerTurn, 1))]);
  if (snapshot.cache !== null) {
    const standing = cacheStanding(snapshot.cache, usage.tokens, nowMs);
    rows.push([t('Cache'), escapeMarkdown(cacheSentence(standing, usage.tokens, t))]);
  }
  const idle = idleCompactionWords(session, nowMs, t);
  if (idle !== null) rows.push([t('Idle'), `${escapeMarkdown(idle)} · ${idleCompactionLink(t)}`]);
  const { lastCompaction } = snapshot;
  if (lastCompaction !== null)
    rows.push([t('Compaction'), compactionCell(lastCompaction, snapshot.sessionId, t)]);
  const jump = jumpWords(snapshot, lookedLine, t);
  if (jump !== null) rows.push([t('Largest jump'), jump]);
  if (subagents.length > 0)
    rows.push([t('Subagents'), escapeMarkdown(subagentsWords(subagents, olderSubagents, t))]);
  const account = snapshot.told === null ? '' : accountWords(snapshot.told, t);
  if (account !== '') rows.push([t('Account'), escapeMarkdown(account)]);
  const named = rows.map(([name, words]): [string, string] => [unbroken(name), words]);
  lines.push(table([t('Limit'), limitCell(snapshot, t)], named));
  if (!usage.exact) lines.push(t('\\~ marks an estimate; the next reply makes it exact.'));
  if (snapshot.told !== null) lines.push(toldLine(snapshot.told, t));
  if (!isComplete) lines.push(t('Still reading the session.'));
  if (skippedLines > 0) lines.push(`$(warning) ${skippedWords(skippedLines, t)}`);
  return lines.join('\n\n');
}

function compactionCell(
  compaction: LastCompaction,
  sessionId: string | null,
  t: Translate,
): string {
  const when = compaction.atMs === null ? '' : ` (${timeOf(compaction.atMs)})`;
  const words = escapeMarkdown(`${compactionWords(compaction, t)}${when}`);
  return `${words} · ${commandLink(t('What Was Lost?'), 'whatWasLost', sessionId)}`;
}

/** The name of a row on one line: beside long words a table makes its column as narrow as it can. */
function unbroken(name: string): string {
  return name.replaceAll(' ', '&nbsp;').replaceAll('-', '-&NoBreak;');
}

function heldRow({ fileTokens, process }: HeldContent, t: Translate): [string, string] {
  const size = fileTokens === null ? t('another size') : `\\~${formatTokens(fileTokens, 1)}`;
  const until =
    process.entrypoint === 'claude-vscode'
      ? t('the running Claude Code loads it when its tab is closed and opened again')
      : t('the running Claude Code loads it with /resume');
  return [t('In the file'), `${size}; ${until}`];
}

/** Whose figures these are: theirs need no evidence of ours. */
function toldLine(told: ToldFigures, t: Translate): string {
  const source = escapeMarkdown(autoCompactSourceWords(told, t));
  const by = toldByWords(told, t);
  return source === ''
    ? t('Window, auto-compact and account: {0}.', by)
    : t('Window, auto-compact ({0}) and account: {1}.', source, by);
}

/** Past a wall a share of the limit would say that there is room. */
function shareWords(
  { nearestWall }: Snapshot,
  tokens: number,
  limitTokens: number,
  t: Translate,
): string {
  return nearestWall !== null && isPassed(nearestWall, tokens)
    ? wallDistance(nearestWall, tokens, (count) => formatTokens(count, 1), t)
    : `${String(percentOf(tokens, limitTokens))}%`;
}

function skippedWords(lines: number, t: Translate): string {
  return lines === 1
    ? t('1 line could not be read, so the number may be low.')
    : t('{0} lines could not be read, so the number may be low.', lines);
}

function limitCell({ limit }: Snapshot, t: Translate): string {
  const words = escapeMarkdown(limitReasonWords(limit, t));
  return limit.tokens === null ? words : `${formatTokens(limit.tokens, 0)}: ${words}`;
}

function blockedLines(
  { usage }: Snapshot,
  blocked: Blocked,
  used: string | null,
  t: Translate,
): string {
  const since =
    blocked.sinceMs === null ? t('Blocked') : t('Blocked since {0}', timeOf(blocked.sinceMs));
  const holds = used === null ? '' : ` · ${t('{0} tokens', used)}`;
  const beyond = (usage.tokens ?? 0) - 200_000;
  const grown =
    beyond > 0
      ? t(
          'Usage credits are required for 1M context. The session has grown {0} past 200K.',
          formatTokens(beyond, 1),
        )
      : t('Usage credits are required for 1M context. The session has grown to about 200K.');
  const why =
    blocked.case === 'grown'
      ? grown
      : t(
          'Usage credits are required for 1M context, though the session is small: the account or a pinned 1M model is the cause, and compacting will not help.',
        );
  return `$(error) **${since}${holds}**\n\n${why}`;
}

function added(items: readonly AddedItem[], t: Translate): string {
  return table(
    [t('Added last'), ''],
    items.map((item) => [escapeMarkdown(addedName(item, t)), `~${formatTokens(item.tokens, 1)}`]),
  );
}

function otherSessions(others: readonly FollowedSession[], t: Translate): string {
  const rows = others.map(({ snapshot }): [string, string] => {
    const { usage, limit, sessionId } = snapshot;
    const tokens =
      usage.tokens === null ? '–' : (usage.exact ? '' : '~') + formatTokens(usage.tokens, 1);
    const share =
      usage.tokens === null || limit.tokens === null
        ? null
        : t('{0}% of {1}', percentOf(usage.tokens, limit.tokens), formatTokens(limit.tokens, 0));
    const title = escapeMarkdown(titleWords(snapshot.title, t('Without a title'), TITLE_LENGTH));
    return [
      asSessionId(sessionId) === null ? title : commandLink(title, 'switchSession', sessionId),
      share === null ? tokens : `${tokens}, ${share}`,
    ];
  });
  return table(
    [others.length === 1 ? t('Other live session') : t('Other live sessions'), ''],
    rows,
  );
}

/**
 * Two columns under the first row, which VS Code sets in bold. The wide space keeps them apart: its
 * tables have no padding.
 */
function table(
  head: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string {
  const line = ([name, words]: readonly [string, string]): string => `| ${name}&emsp; | ${words} |`;
  return [line(head), '| :-- | :-- |', ...rows.map(line)].join('\n');
}
