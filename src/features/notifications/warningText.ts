import { turnsAhead } from '../../domain/accounting/forecast';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { isPassed, type Wall } from '../../domain/accounting/walls';
import type { Subagent } from '../../operations/following/subagent';
import { withoutLinks } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { nearTheirLimit, ofLimit } from '../../wording/subagentWords';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { turnsWords } from '../../wording/turnsWords';
import { passedWords } from '../../wording/wallDistance';
import { nearnessPercent, type WarningKind } from './warningPolicy';

export interface WarningText {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
}

const TITLE_LENGTH = 60;

/** What a toast says: which session, how full, which wall, how far away. */
export function warningText(kind: WarningKind, snapshot: Snapshot, t: Translate): WarningText {
  const tokens = (snapshot.usage.exact ? '' : '~') + formatTokens(snapshot.usage.tokens ?? 0, 0);
  if (kind === 'blocked')
    return { severity: 'error', message: blockedMessage(snapshot, tokens, t) };
  const severity = kind === 'early' ? 'information' : 'warning';
  const title = shortTitle(snapshot, t);
  const wall = snapshot.nearestWall;
  if (wall === null) return { severity, message: t('{0} holds {1} tokens.', title, tokens) };
  return {
    severity,
    message: isPassed(wall, snapshot.usage.tokens ?? 0)
      ? passedMessage(wall, title, tokens, t)
      : aheadMessage(wall, title, tokens, snapshot, t),
  };
}

/** That subagents of the session are near their own limits; empty where none is. */
export function subagentsAdvice(subagents: readonly Subagent[], t: Translate): string {
  const near = nearTheirLimit(subagents);
  const [first] = near;
  if (first === undefined) return '';
  if (near.length > 1) return t('{0} of its subagents are near their own limits.', near.length);
  const name = titleWords(first.asked, first.agentType ?? '', TITLE_LENGTH);
  return name === ''
    ? t('One of its subagents is near its own limit ({0}).', ofLimit(first))
    : t('Its subagent “{0}” is near its own limit ({1}).', withoutLinks(name), ofLimit(first));
}

function aheadMessage(
  wall: Wall,
  title: string,
  tokens: string,
  snapshot: Snapshot,
  t: Translate,
): string {
  const words = wallMessage(wall, title, tokens, Math.floor(nearnessPercent(snapshot)), t);
  return `${words}${distance(snapshot, wall, t)}`;
}

function passedMessage(wall: Wall, title: string, tokens: string, t: Translate): string {
  const at = formatTokens(wall.tokens, 0);
  const then = passedWords(wall, t);
  switch (wall.kind) {
    case 'autoCompact':
      return t(
        '{0} holds {1} tokens and is past auto-compact ({2}): {3}.',
        title,
        tokens,
        at,
        then,
      );
    case 'blocked':
      return then === ''
        ? t('{0} holds {1} tokens and may be blocked (above {2}).', title, tokens, at)
        : t('{0} holds {1} tokens and is blocked (above {2}): {3}.', title, tokens, at, then);
    case 'limit':
      return t('{0} holds {1} tokens and is past its limit ({2}).', title, tokens, at);
    case 'usageCredits':
      return creditsMessage(wall.credits.state, title, tokens, at, t);
  }
}

function wallMessage(
  wall: Wall,
  title: string,
  tokens: string,
  percent: number,
  t: Translate,
): string {
  const at = formatTokens(wall.tokens, 0);
  switch (wall.kind) {
    case 'autoCompact':
      return t(
        '{0} holds {1} tokens, {2}% of the way to auto-compact at {3}.',
        title,
        tokens,
        percent,
        at,
      );
    case 'blocked':
      return t(
        '{0} holds {1} tokens, {2}% of the way to being blocked at {3}; auto-compact is off.',
        title,
        tokens,
        percent,
        at,
      );
    case 'limit':
      return t('{0} has used {1}% of its {2} context.', title, percent, at);
    case 'usageCredits':
      return creditsMessage(wall.credits.state, title, tokens, at, t);
  }
}

function creditsMessage(
  state: 'on' | 'off' | 'unknown',
  title: string,
  tokens: string,
  at: string,
  t: Translate,
): string {
  switch (state) {
    case 'on':
      return t(
        '{0} holds {1} tokens. Beyond {2}, usage credits are on: further prompts may cost extra.',
        title,
        tokens,
        at,
      );
    case 'off':
      return t(
        '{0} holds {1} tokens. Beyond {2} every prompt may be refused: usage credits are off.',
        title,
        tokens,
        at,
      );
    case 'unknown':
      return t(
        '{0} holds {1} tokens. Beyond {2}, prompts may need usage credits: they cost extra then, or are refused.',
        title,
        tokens,
        at,
      );
  }
}

function distance({ usage, growth }: Snapshot, wall: Wall, t: Translate): string {
  const turns = turnsAhead(wall.tokens - (usage.tokens ?? 0), growth.turnTokens);
  if (turns === null) return '';
  return turns.most === 1
    ? ` ${t('That is about 1 turn away.')}`
    : ` ${t('That is about {0} turns away.', turnsWords(turns))}`;
}

function blockedMessage(snapshot: Snapshot, tokens: string, t: Translate): string {
  const first = t('Claude Code is blocked: usage credits are required for 1M context.');
  if (snapshot.blocked?.case === 'grown') {
    const wayBack = t('This session holds {0} tokens; making it smaller unblocks it.', tokens);
    return `${first} ${wayBack}`;
  }
  const notTheCause =
    snapshot.usage.tokens === null
      ? t(
          'The session had no reply yet, so its size is not the cause: the account or a pinned 1M model is.',
        )
      : t(
          'The session holds only {0} tokens, so its size is not the cause: the account or a pinned 1M model is.',
          tokens,
        );
  return `${first} ${notTheCause}`;
}

function shortTitle({ title }: Snapshot, t: Translate): string {
  const name = titleWords(title, '', TITLE_LENGTH);
  return name === '' ? t('This session') : `“${withoutLinks(name)}”`;
}
