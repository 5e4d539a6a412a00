import { formatTokens, percentOf } from '../../wording/formatTokens';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Following } from '../../operations/following/sessionFollower';
import type { Settings } from '../../host/settings';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';

export type Severity = 'none' | 'warning' | 'error';

/** What the status bar item says. */
export interface Meter {
  /** With its icon. Colour is never the only sign: Dark High Contrast has no warning background. */
  readonly text: string;
  readonly severity: Severity;
  /** For a screen reader: a sentence. */
  readonly spoken: string;
}

/**
 * Share of the usage-credits wall from which the distance to it is shown instead of the percentage
 * of a window five times as large.
 */
const NEAR_CREDITS = 0.75;

type Thresholds = Pick<Settings, 'earlyPercent' | 'latePercent' | 'statusBarFormat'>;

export function meterOf(following: Following, thresholds: Thresholds, t: Translate): Meter {
  if (following.active === null) return absent(following.situation, t);
  const { snapshot } = following.active;
  const { usage, limit, blocked } = snapshot;
  const title = titleWords(snapshot.title, t('without a title'));
  if (usage.tokens === null && blocked !== null) {
    return {
      text: `$(error) ${t('blocked')}`,
      severity: 'error',
      spoken: t(
        'Claude Code is blocked: usage credits are required. No reply yet, session {0}.',
        title,
      ),
    };
  }
  if (usage.tokens === null) {
    return {
      text: `$(dashboard) ${t('no reply yet')}`,
      severity: 'none',
      spoken: t('Claude context: the size is known after the first reply, session {0}.', title),
    };
  }
  const mark = usage.exact ? '' : '~';
  const tokens = mark + formatTokens(usage.tokens, 0);
  if (blocked !== null) {
    return {
      text: `$(error) ${t('blocked · {0}', tokens)}`,
      severity: 'error',
      spoken: t(
        'Claude Code is blocked: usage credits are required. {0} in context, session {1}.',
        spokenTokens(usage.tokens, t),
        title,
      ),
    };
  }
  const severity = severityOf(snapshot, thresholds);
  const icon = severity === 'none' ? '$(dashboard)' : '$(warning)';
  if (limit.tokens === null)
    return {
      text: `${icon} ${tokens}`,
      severity,
      spoken: t(SPOKEN_WITHOUT_LIMIT[severity], spokenTokens(usage.tokens, t), title),
    };
  const percent = percentOf(usage.tokens, limit.tokens);
  const shown = figures(snapshot, usage.tokens, limit.tokens, thresholds.statusBarFormat, t);
  return {
    text: `${icon} ${shown}${inFile(snapshot, t)}`,
    severity,
    spoken: t(
      SPOKEN[severity],
      percent,
      spokenTokens(usage.tokens, t),
      spokenTokens(limit.tokens, t),
      title,
    ),
  };
}

const SPOKEN: Record<Severity, string> = {
  none: 'Claude context {0} percent, {1} of {2}, session {3}.',
  warning: 'Claude context {0} percent, {1} of {2}, warning, session {3}.',
  error: 'Claude context {0} percent, {1} of {2}, almost at the wall, session {3}.',
};

/** Beside the number of the process, as long as it goes on with what the file no longer holds. */
function inFile({ held }: Snapshot, t: Translate): string {
  return held?.fileTokens == null
    ? ''
    : ` · ${t('{0} in the file', `~${formatTokens(held.fileTokens, 0)}`)}`;
}

/** A wall may be known where the limit is not: one that a setting put there. */
const SPOKEN_WITHOUT_LIMIT: Record<Severity, string> = {
  none: 'Claude context {0}, limit not known, session {1}.',
  warning: 'Claude context {0}, limit not known, warning, session {1}.',
  error: 'Claude context {0}, limit not known, almost at the wall, session {1}.',
};

/** By nearness to the nearest wall in force, not to the limit: auto-compact comes before it. */
function severityOf(
  { usage, nearestWall }: Snapshot,
  { earlyPercent, latePercent }: Thresholds,
): Severity {
  if (usage.tokens === null || nearestWall === null) return 'none';
  const percent = (usage.tokens * 100) / nearestWall.tokens;
  return percent >= latePercent ? 'error' : percent >= earlyPercent ? 'warning' : 'none';
}

function figures(
  { usage, nearestWall }: Snapshot,
  tokens: number,
  limitTokens: number,
  format: Settings['statusBarFormat'],
  t: Translate,
): string {
  const mark = usage.exact ? '' : '~';
  const used = mark + formatTokens(tokens, 0);
  const limit = formatTokens(limitTokens, 0);
  const percent = `${mark}${String(percentOf(tokens, limitTokens))}%`;
  switch (format) {
    case 'tokens':
      return `${used} / ${limit}`;
    case 'percent':
      return percent;
    case 'remaining':
      return t('{0} left', mark + formatTokens(Math.max(0, limitTokens - tokens), 0));
    case 'both':
      // Of a 1M window 160K is a mere 16 %, and says nothing of the wall ahead.
      if (nearestWall?.kind === 'usageCredits' && tokens >= NEAR_CREDITS * nearestWall.tokens)
        return `${used} / ${limit} · ${creditsDistance(nearestWall.tokens - tokens, t)}`;
      return `${used} / ${limit} · ${percent.slice(mark.length)}`;
  }
}

function creditsDistance(tokens: number, t: Translate): string {
  return tokens >= 0
    ? t('{0} to credits', formatTokens(tokens, 0))
    : t('{0} past credits', formatTokens(-tokens, 0));
}

function absent(situation: Following['situation'], t: Translate): Meter {
  const spoken =
    situation === 'noFolder'
      ? t('Claude context: no folder is open.')
      : t('Claude context: no Claude Code session in this folder yet.');
  return { text: `$(dashboard) ${t('no session')}`, severity: 'none', spoken };
}

function spokenTokens(tokens: number, t: Translate): string {
  if (tokens >= 1_000_000)
    return t('{0} million tokens', String(Math.floor(tokens / 100_000) / 10));
  return tokens >= 1000
    ? t('{0} thousand tokens', String(Math.floor(tokens / 1000)))
    : t('{0} tokens', String(tokens));
}
