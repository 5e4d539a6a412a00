import type { Inspection } from '../../domain/accounting/inspection';
import { priceFacts } from '../../domain/accounting/priceFacts';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { turnsAhead } from '../../domain/accounting/forecast';
import { isPassed } from '../../domain/accounting/walls';
import type { FollowedSession } from '../../operations/following/following';
import type { Settings } from '../../host/settings';
import { barPartOf } from '../../wording/barSegments';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { wallStanding } from '../../wording/wallStanding';
import { accountWords } from '../../wording/toldWords';
import { limitReasonWords, timeOf, wallName } from '../../wording/wallWords';
import { cacheFact } from './cacheFactView';
import { cacheLaneOf } from './cacheLaneView';
import { stepsOf } from './historyView';
import { notesOf, type Trouble } from './noteView';
import { growthWords, leftWords, turnsLeftWords } from './paceView';
import {
  CATEGORIES,
  type InspectorAction,
  type Category,
  type SentencePart,
  type Session,
} from './protocol';
import { sentenceWith, plainPart } from './sentenceView';
import { unexplainedOf } from './unexplainedView';

const TITLE_LENGTH = 200;

/** What the page is made from; all but the snapshot may come later. */
export interface Shown {
  readonly snapshot: Snapshot;
  /** `null` until the items have been read. */
  readonly inspection: Inspection | null;
  /** Sizes of items are still being counted. */
  readonly isCounting?: boolean;
  readonly openness: FollowedSession['openness'] | null;
  /** A person chose to look at it; it need not be the active session. */
  readonly isLookedAt?: boolean;
  readonly trouble: Trouble | null;
  readonly thresholds: Pick<Settings, 'earlyPercent' | 'latePercent'>;
  readonly nowMs: number;
}

/** Everything of the page but its items: numbers, words, walls, notes and buttons. */
export function sessionOf(shown: Shown, t: Translate): Session {
  const { snapshot, inspection, isCounting = false, openness, isLookedAt = false } = shown;
  const { trouble, thresholds, nowMs } = shown;
  const { usage, limit, walls, blocked } = snapshot;
  const turn = inspection?.turn ?? snapshot.growth.turns;
  return {
    // a subagent tells the id of its session
    key: (snapshot.agentId === null ? snapshot.sessionId : null) ?? snapshot.path,
    title: titleWords(snapshot.title, t('Without a title'), TITLE_LENGTH),
    facts: [
      snapshot.model === null ? null : modelWords(snapshot.model),
      turn > 0 ? t('turn {0}', turn) : null,
      snapshot.agentId === null ? opennessWords(openness, t) : t('subagent'),
      snapshot.told === null ? null : accountWords(snapshot.told, t) || null,
    ]
      .filter((fact) => fact !== null)
      .join(' · '),
    cache: cacheFact(snapshot, nowMs, t),
    severity: blocked !== null ? 'error' : isNearWall(snapshot, thresholds) ? 'warning' : 'none',
    ...size(snapshot, t),
    growth: growthWords(snapshot, t),
    limit: limitSentence(snapshot, t),
    totalTokens: snapshot.fileTokens,
    heldTokens: Math.max(0, (usage.tokens ?? 0) - (snapshot.fileTokens ?? 0)),
    isExact: usage.exact,
    isCounting,
    limitTokens: limit.tokens,
    turn,
    segments: segmentsOf(snapshot, inspection),
    unexplained: inspection === null ? null : unexplainedOf(inspection),
    walls: walls.map((wall) => ({
      name: wallName(wall, t),
      tokens: wall.tokens,
      isLimit: wall.kind === 'limit',
      isBlocked: wall.kind === 'blocked',
      isNext: wall.kind === snapshot.nearestWall?.kind,
      isBreached: usage.tokens !== null && isPassed(wall, usage.tokens),
      standing: wallStanding(wall, snapshot, t),
      turnsAhead:
        usage.tokens === null
          ? null
          : turnsAhead(wall.tokens - usage.tokens, snapshot.growth.turnTokens),
    })),
    steps: inspection === null ? [] : stepsOf(inspection.history, t),
    cacheLane: inspection === null ? null : cacheLaneOf(inspection, t),
    notes: notesOf(snapshot, inspection, trouble, t),
    actions: actionsOf(snapshot, isLookedAt, t),
    selectionHint:
      snapshot.agentId === null ? t('A backup is made first; Undo brings everything back.') : '',
    price: priceFacts(snapshot),
  };
}

/** A subagent can be looked at, and that is all: Claude Code alone writes its file. */
function actionsOf(
  { usage, limit, agentId }: Snapshot,
  isLookedAt: boolean,
  t: Translate,
): Session['actions'] {
  const isSession = agentId === null;
  const ofSession = (...buttons: InspectorAction[]): InspectorAction[] =>
    isSession ? buttons : [];
  return {
    header: ofSession(
      ...(limit.tokens === null && usage.tokens !== null
        ? [button('setLimit', t('Set Limit…'))]
        : []),
      ...(usage.tokens === null
        ? []
        : [button('pruneToFit', t('Prune to Fit…')), button('compact', t('Compact…'))]),
    ),
    selection: [
      button('copyList', t('Copy List')),
      ...ofSession({ ...button('prune', t('Prune…')), isPrimary: true }),
    ],
    menu: [
      ...(isLookedAt ? [button('showActive', t('Show the Active Session'))] : []),
      ...ofSession(
        button('undoPrune', t('Undo Last Prune')),
        button('restoreBackup', t('Restore Backup…')),
        button('writeHandoff', t('Write Handoff…')),
        button('branch', t('Continue from an Earlier Turn…')),
      ),
      button('switchSession', t('Switch Session…')),
      button('whatHelps', t('What Helps')),
      button('openSettings', t('Settings')),
      button('showLog', t('Show Log')),
    ],
  };
}

function opennessWords(openness: FollowedSession['openness'] | null, t: Translate): string | null {
  switch (openness) {
    case 'open':
      return t('live');
    case 'uncertain':
      return t('probably live');
    case 'closed':
      return t('not running');
    case null:
      return null;
  }
}

type Size = Pick<Session, 'used' | 'of' | 'share' | 'left' | 'turnsLeft' | 'inFile'>;

function size(snapshot: Snapshot, t: Translate): Size {
  const { usage, limit, blocked } = snapshot;
  const nothing: Size = { used: '?', of: '', share: '', left: '', turnsLeft: '', inFile: '' };
  const of = limit.tokens === null ? '' : ` / ${formatTokens(limit.tokens, 0)}`;
  const share = blocked === null ? '' : t('blocked');
  if (usage.tokens === null)
    return {
      ...nothing,
      of,
      share,
      left: blocked === null ? t('The size is known after the first reply.') : '',
    };
  const used = (usage.exact ? '' : '~') + formatTokens(usage.tokens, 1);
  if (blocked !== null) return { ...nothing, used, of, share };
  if (limit.tokens === null) return { ...nothing, used, of: ` ${t('tokens')}` };
  return {
    used,
    of,
    share: `${String(percentOf(usage.tokens, limit.tokens))}%`,
    left: leftWords(snapshot, t),
    turnsLeft: turnsLeftWords(snapshot, t),
    inFile: inFileWords(snapshot, t),
  };
}

function inFileWords({ held }: Snapshot, t: Translate): string {
  return held?.fileTokens == null
    ? ''
    : t('{0} in the file', `~${formatTokens(held.fileTokens, 1)}`);
}

/** By nearness to the nearest wall in force, as in the status bar. */
function isNearWall(
  { usage, nearestWall }: Snapshot,
  { earlyPercent }: Shown['thresholds'],
): boolean {
  return (
    usage.tokens !== null &&
    nearestWall !== null &&
    usage.tokens * 100 >= earlyPercent * nearestWall.tokens
  );
}

function limitSentence({ limit, beyond200KSinceMs }: Snapshot, t: Translate): SentencePart[] {
  const words = limitReasonWords(limit, t);
  if (words === '') return [];
  const sentence =
    limit.tokens === null
      ? t('No percentage: {0}.', words)
      : t('Limit {0}: {1}', formatTokens(limit.tokens, 0), words);
  const { reason } = limit;
  const origin =
    reason.kind === 'disabled1m' || reason.kind === 'maxContext' ? reason.origin : null;
  const parts =
    origin === null ? [plainPart(sentence)] : sentenceWith(sentence, origin.key, origin.file);
  if (beyond200KSinceMs === null) return parts;
  const beyond = t(
    'beyond 200K since {0}, where prompts may cost extra',
    timeOf(beyond200KSinceMs),
  );
  return [...parts, plainPart(` · ${beyond}`)];
}

function segmentsOf({ fileTokens }: Snapshot, inspection: Inspection | null): Session['segments'] {
  const sizes = new Map<Category, number>(CATEGORIES.map((category) => [category, 0]));
  if (inspection === null) return [];
  const { byKind, estimatedKinds, overheadTokens, unexplainedTokens } = inspection.breakdown;
  for (const [kind, tokens] of Object.entries(byKind) as [keyof typeof byKind, number][]) {
    const category = barPartOf(kind);
    sizes.set(category, (sizes.get(category) ?? 0) + tokens);
  }
  sizes.set('system', fileTokens === null ? 0 : overheadTokens);
  sizes.set('unexplained', unexplainedTokens);
  const estimated = new Set<Category>(['system', 'unexplained', ...estimatedKinds.map(barPartOf)]);
  return CATEGORIES.map((category) => ({
    category,
    tokens: sizes.get(category) ?? 0,
    isExact: !estimated.has(category),
  }));
}

function button(id: string, title: string): InspectorAction {
  return { id, title, isPrimary: false };
}
