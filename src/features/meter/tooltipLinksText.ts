import type { Snapshot } from '../../domain/accounting/snapshot';
import { asSessionId } from '../../domain/transcript/asSessionId';
import { SETTINGS, type Settings } from '../../host/settings';
import type { Translate } from '../../wording/translate';

/** The commands that the tooltip may link to. */
export const TOOLTIP_COMMANDS = [
  'leeway.openInspector',
  'leeway.switchSession',
  'leeway.whatHelps',
  'leeway.openSettings',
  'leeway.showLog',
  'leeway.recover',
  'leeway.pruneToFit',
  'leeway.compact',
  'leeway.snoozeWarnings',
  'leeway.showStep',
  'leeway.undoPrune',
  'leeway.setIdleCompaction',
  'leeway.whatWasLost',
];

/** What the tooltip goes by besides the sessions. */
export interface TooltipContext extends Pick<Settings, 'earlyPercent' | 'autoCompact'> {
  /** Why warnings do not come, as a sentence; `null` where they do. */
  readonly snoozed: string | null;
  readonly nowMs: number;
  /** Of the newest step that somebody saw in an inspector; `null` where nobody has looked. */
  readonly lookedLine: number | null;
}

export const USUAL_CONTEXT: TooltipContext = {
  earlyPercent: SETTINGS.earlyPercent.fallback,
  autoCompact: SETTINGS.autoCompact.fallback,
  snoozed: null,
  nowMs: 0,
  lookedLine: null,
};

const GAP = '&nbsp;&nbsp; ';

/**
 * A link that runs a command. It carries a session's id at most, and that only where it is a plain
 * word; the command looks for a session of that id.
 *
 * @param words Markdown: what comes from a transcript is escaped.
 */
export function commandLink(words: string, command: string, sessionId: string | null): string {
  const id = asSessionId(sessionId);
  const argument = id === null ? '' : `?${encodeURIComponent(JSON.stringify([id]))}`;
  return `[${words}](command:leeway.${command}${argument})`;
}

/**
 * A link to a step of a session's chart: it carries the session's id, a plain word, and a line of
 * the file. Words alone where there is no such id.
 */
export function stepLink(words: string, sessionId: string | null, line: number): string {
  const id = asSessionId(sessionId);
  return id === null
    ? words
    : `[${words}](command:leeway.showStep?${encodeURIComponent(JSON.stringify([id, line]))})`;
}

/** What a person can do from here, the most urgent first. */
export function linkLines(
  snapshot: Snapshot | null,
  context: TooltipContext,
  t: Translate,
): readonly string[] {
  return [
    snapshot?.lastPrune?.isRefused === true && snapshot.held === null
      ? refusedLine(snapshot, t)
      : null,
    snapshot === null ? null : wayOut(snapshot, context, t),
    context.snoozed === null ? null : snoozeLine(context.snoozed, t),
    context.autoCompact === 'whenIdle' &&
    snapshot?.idleCompaction.isOn === true &&
    snapshot.usage.tokens !== null
      ? standingDownLine(t)
      : null,
    generalLinks(snapshot, t),
  ].filter((line) => line !== null);
}

/** What gets a session out, or keeps it from a wall; `null` where neither is needed. */
function wayOut(
  { blocked, nearestWall, usage, sessionId }: Snapshot,
  { earlyPercent, autoCompact }: TooltipContext,
  t: Translate,
): string | null {
  const isNear =
    usage.tokens !== null &&
    nearestWall !== null &&
    usage.tokens * 100 >= earlyPercent * nearestWall.tokens;
  // Of an account that may not use 1M context at all, no size is small enough.
  const canShrink = blocked === null ? isNear : blocked.case === 'grown';
  const links = [
    blocked === null
      ? null
      : commandLink(`$(debug-restart) ${t('Recover…')}`, 'recover', sessionId),
    canShrink ? commandLink(`$(filter) ${t('Prune to Fit…')}`, 'pruneToFit', sessionId) : null,
    canShrink && autoCompact !== 'off'
      ? commandLink(`$(fold) ${t('Compact…')}`, 'compact', sessionId)
      : null,
  ].filter((link) => link !== null);
  return links.length === 0 ? null : links.join(GAP);
}

/** That a request was refused since the last prune, which may be why. */
function refusedLine({ sessionId }: Snapshot, t: Translate): string {
  const undo = commandLink(t('Undo Prune'), 'undoPrune', sessionId);
  return `$(warning) ${t('After the prune the API refused a request.')} ${undo}`;
}

/** That warnings do not come, and the way to have them again. */
function snoozeLine(snoozed: string, t: Translate): string {
  return `$(bell-slash) ${snoozed} ${commandLink(t('Warn Again…'), 'snoozeWarnings', null)}`;
}

/** That Leeway does not compact by itself what Claude Code may compact. */
function standingDownLine(t: Translate): string {
  const why = t('`leeway.autoCompact: whenIdle` waits: Claude Code may compact an idle session.');
  return `$(info) ${why} ${idleCompactionLink(t)}`;
}

/** To where idle compaction is turned off. */
export function idleCompactionLink(t: Translate): string {
  return commandLink(t('Change…'), 'setIdleCompaction', null);
}

/** What can always be done. */
function generalLinks(snapshot: Snapshot | null, t: Translate): string {
  const link = (icon: string, words: string, command: string): string =>
    commandLink(`$(${icon}) ${words}`, command, null);
  const help =
    snapshot?.nearestWall == null ? [] : [link('lightbulb', t('What Helps'), 'whatHelps')];
  return [
    link('dashboard', t('Open Inspector'), 'openInspector'),
    ...help,
    link('arrow-swap', t('Switch Session…'), 'switchSession'),
    link('gear', t('Settings'), 'openSettings'),
    link('output', t('Log'), 'showLog'),
  ].join(GAP);
}
