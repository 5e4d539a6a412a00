import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import { adviseOn, type RecoveryStep } from '../../domain/recovery/advice';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import { titleWords } from '../../wording/titleWords';
import type { Translate } from '../../wording/translate';
import { onwardView } from './onwardView';
import { evidenceRows } from './evidenceView';
import { pinRows } from './pinView';
import type { RecoverAction, RecoverPage, PageStep, AdvicePart } from './protocol';
import type { RecoverState, StepResult, Unblocked } from './recoverState';
import { stepTexts, vainParts } from './stepText';

const TITLE_LENGTH = 80;

/** The page, its words ready. Pure: the same state gives the same page. */
export function recoverPage(
  state: RecoverState,
  t: Translate,
  time: (ms: number) => string,
): RecoverPage {
  const { facts, snapshot, blockedSinceMs, results } = state;
  const advice = adviseOn(facts);
  const steps = advice.steps.filter(({ kind }) => kind !== 'fixPins');
  const name = titleWords(snapshot.title, '', TITLE_LENGTH);
  // Where nothing is blocked nothing is to be done, so nothing stands out.
  const isBlocked = blockedSinceMs !== null && state.unblocked === null;
  const current = !isBlocked
    ? null
    : (steps.find(({ kind }) => results.get(kind)?.kind !== 'vain')?.kind ?? null);
  const hasPins = facts.problem === 'entitlement' && facts.pins.length > 0;
  const isOver = state.unblocked?.how === 'replied';
  return {
    title: name === '' ? t('Recover This Session') : t('Recover “{0}”', name),
    subtitle:
      blockedSinceMs === null
        ? t('This session was not blocked.')
        : t('API Error: Usage credits required for 1M context · {0}', time(blockedSinceMs)),
    verdict: { ...verdict(state, t, time), facts: evidenceRows(state, t) },
    pins: hasPins
      ? {
          isCurrent: isBlocked,
          heading: t('Pinned 1M models, {0} found', facts.pins.length),
          columns: {
            where: t('Where'),
            setting: t('Setting'),
            value: t('Value'),
            change: t('Change'),
          },
          byHand: t('Change it where it is set'),
          rows: pinRows(
            facts.pins,
            { homeDirectory: state.homeDirectory, projectFolder: snapshot.cwd },
            t,
          ),
        }
      : null,
    stepsHeading: hasPins ? t('Or') : t('Shortest way first'),
    steps: isOver
      ? []
      : steps.map((step) => pageStep(step, step.kind === current && !hasPins, state, t, time)),
    vainHeading: t('What does not help'),
    vain: isOver
      ? []
      : [...updateParts(advice.updateFrom, t), ...advice.vain.map((vain) => vainParts(vain, t))],
    report: {
      action: { id: 'copyReport', title: t('Copy Report') },
      text: t(
        'Versions, settings found, token counts. No text of the session; IDs and paths shortened.',
      ),
    },
  };
}

function verdict(
  state: RecoverState,
  t: Translate,
  time: (ms: number) => string,
): Omit<RecoverPage['verdict'], 'facts'> {
  const { facts, unblocked, blockedSinceMs, snapshot } = state;
  if (unblocked !== null)
    return { severity: 'info', ...unblockedWords(unblocked, t, time), action: onward(state, t) };
  if (blockedSinceMs === null)
    return {
      severity: 'info',
      title: t('Nothing is blocked here.'),
      text: t('This page says what helps when a session is blocked.'),
      action: null,
    };
  if (facts.problem === 'grown')
    return {
      severity: 'error',
      title: t('The session has grown past 200K.'),
      text: t('Making it smaller unblocks it; your settings are fine.'),
      action: null,
    };
  if (facts.pins.length > 0)
    return {
      severity: 'error',
      title: t('A 1M model is pinned; the session is not too large.'),
      text: t('Pruning or compacting will not help.'),
      action: null,
    };
  const size =
    snapshot.usage.tokens === null
      ? t('It had no reply yet.')
      : t('It holds {0} tokens.', formatTokens(snapshot.usage.tokens, 1));
  return {
    severity: 'error',
    title: t('The account is perhaps not allowed to use 1M context; the session is not too large.'),
    text: `${size} ${t('Pruning or compacting will not help.')}`,
    action: null,
  };
}

/**
 * On with the model that was used before; where the session is open already, only to its terminal.
 */
function onward({ facts, holder }: RecoverState, t: Translate): RecoverAction | null {
  if (holder !== null)
    return holder.isInTerminal ? { id: 'continueSession', title: t('Show Its Terminal') } : null;
  const model = onwardView(facts);
  return {
    id: 'continueSession',
    title:
      model === null
        ? t('Continue in Terminal')
        : t('Continue with {0} in Terminal', modelWords(model)),
  };
}

function unblockedWords(
  { how, atMs, tokens }: Unblocked,
  t: Translate,
  time: (ms: number) => string,
): { title: string; text: string } {
  const size = tokens === null ? '' : formatTokens(tokens, 1);
  if (how === 'replied')
    return {
      title: t('Unblocked.'),
      text:
        tokens === null
          ? t('A reply came at {0}.', time(atMs))
          : t('A reply came at {0}, with {1} tokens.', time(atMs), size),
    };
  return {
    title: t('No longer too large.'),
    text: t(
      '{0} tokens are left ({1}% of {2}). The next reply shows it.',
      `~${size}`,
      Math.floor(((tokens ?? 0) * 100) / STANDARD_WINDOW_TOKENS),
      formatTokens(STANDARD_WINDOW_TOKENS, 0),
    ),
  };
}

function pageStep(
  step: RecoveryStep,
  isCurrent: boolean,
  state: RecoverState,
  t: Translate,
  time: (ms: number) => string,
): PageStep {
  const { title, parts, action } = stepTexts(step, state, t);
  return {
    title,
    parts,
    action,
    isCurrent,
    result: resultOf(step.kind, state.results.get(step.kind), t, time),
  };
}

function resultOf(
  kind: RecoveryStep['kind'],
  result: StepResult | undefined,
  t: Translate,
  time: (ms: number) => string,
): PageStep['result'] {
  switch (result?.kind) {
    case undefined:
      return null;
    case 'waiting':
      return { kind: 'waiting', text: waitingWords(kind, t) };
    case 'vain':
      return {
        kind: 'vain',
        text: t(
          'Still blocked: nothing was written within {0} s ({1}).',
          result.seconds,
          time(result.atMs),
        ),
      };
    case 'done':
      return { kind: 'done', text: t('Done at {0}.', time(result.atMs)) };
  }
}

/** What Claude Code has to write into the session file before a step counts as done. */
function waitingWords(kind: RecoveryStep['kind'], t: Translate): string {
  switch (kind) {
    case 'compact':
      return t('Waiting for Claude Code to write the summary…');
    case 'prune':
      return t('Waiting for the pruned session…');
    default:
      return t('Waiting for a reply from Claude Code…');
  }
}

function updateParts(updateFrom: string | null, t: Translate): AdvicePart[][] {
  return updateFrom === null
    ? []
    : [
        [
          {
            as: 'text',
            text: t(
              'Staying on this version: from {0} on, Claude Code unblocks a grown session by itself.',
              updateFrom,
            ),
          },
          { as: 'code', text: 'claude update' },
        ],
      ];
}
