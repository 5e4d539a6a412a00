import { formatTokens, percentOf } from '../../wording/formatTokens';
import type { Snapshot } from '../../domain/accounting/snapshot';
import type { Following } from '../../operations/following/following';
import type { Wall } from '../../domain/accounting/walls';
import type { Settings } from '../../host/settings';
import { titleWords } from '../../wording/titleWords';
import { spokenTokens } from '../../wording/spokenTokens';
import type { Translate } from '../../wording/translate';
import { wallDistance } from '../../wording/wallDistance';

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
  const { usage, blocked } = snapshot;
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
  const wall = wallToName(snapshot, usage.tokens, severity);
  return {
    text: [
      severity === 'none' ? '$(dashboard)' : '$(warning)',
      figures(snapshot, usage.tokens, wall, thresholds.statusBarFormat, t) + inFile(snapshot, t),
    ].join(' '),
    severity,
    spoken: spokenFigures(snapshot, usage.tokens, wall, severity, t),
  };
}

/** Beside the number of the process, as long as it goes on with what the file no longer holds. */
function inFile({ held }: Snapshot, t: Translate): string {
  return held?.fileTokens == null
    ? ''
    : ` · ${t('{0} in the file', `~${formatTokens(held.fileTokens, 0)}`)}`;
}

function spokenFigures(
  { limit, title: given }: Snapshot,
  tokens: number,
  wall: Wall | null,
  severity: Severity,
  t: Translate,
): string {
  const title = titleWords(given, t('without a title'));
  const fill =
    limit.tokens === null
      ? t('Claude context {0}, limit not known', spokenTokens(tokens, t))
      : t(
          'Claude context {0} percent, {1} of {2}',
          percentOf(tokens, limit.tokens),
          spokenTokens(tokens, t),
          spokenTokens(limit.tokens, t),
        );
  if (wall === null) return t('{0}, session {1}.', fill, title);
  const near = wallDistance(wall, tokens, (count) => spokenTokens(count, t), t);
  return severity === 'none'
    ? t('{0}, {1}, session {2}.', fill, near, title)
    : t('{0}. Warning: {1}. Session {2}.', fill, near, title);
}

/** By nearness to the nearest wall in force, not to the limit: auto-compact comes before it. */
function severityOf(
  { usage, nearestWall }: Snapshot,
  { earlyPercent, latePercent }: Thresholds,
): Severity {
  if (usage.tokens === null || nearestWall === null) return 'none';
  const percent = (usage.tokens * 100) / nearestWall.tokens;
  return percent >= latePercent ? 'error' : percent >= earlyPercent ? 'warning' : 'none';
}

/**
 * The wall that gives the colour: a share of the limit would not say why. Usage credits are named
 * before there is a colour.
 */
function wallToName({ nearestWall }: Snapshot, tokens: number, severity: Severity): Wall | null {
  if (nearestWall === null || severity !== 'none') return nearestWall;
  // Of a 1M window 160K is a mere 16 %, and says nothing of the wall ahead.
  return nearestWall.kind === 'usageCredits' && tokens >= NEAR_CREDITS * nearestWall.tokens
    ? nearestWall
    : null;
}

function figures(
  { usage, limit }: Snapshot,
  tokens: number,
  wall: Wall | null,
  format: Settings['statusBarFormat'],
  t: Translate,
): string {
  const mark = usage.exact ? '' : '~';
  const used = mark + formatTokens(tokens, 0);
  const near =
    wall === null ? null : wallDistance(wall, tokens, (count) => formatTokens(count, 0), t);
  if (limit.tokens === null) return near === null ? used : `${used} · ${near}`;
  const of = `${used} / ${formatTokens(limit.tokens, 0)}`;
  const percent = `${String(percentOf(tokens, limit.tokens))}%`;
  switch (format) {
    case 'tokens':
      return near === null ? of : `${of} · ${near}`;
    case 'percent':
      return near === null ? `${mark}${percent}` : `${mark}${percent} · ${near}`;
    case 'remaining':
      return near === null
        ? t('{0} left', mark + formatTokens(Math.max(0, limit.tokens - tokens), 0))
        : mark + near;
    case 'both':
      return `${of} · ${near ?? percent}`;
  }
}

function absent(situation: Following['situation'], t: Translate): Meter {
  const spoken =
    situation === 'noFolder'
      ? t('Claude context: no folder is open.')
      : t('Claude context: no Claude Code session in this folder yet.');
  return { text: `$(dashboard) ${t('no session')}`, severity: 'none', spoken };
}
