import type { RecoveryStep, Vain } from '../../domain/recovery/advice';
import { standardWindowTokens } from '../../domain/models/modelFamily';
import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import type { Translate } from '../../wording/translate';
import type { RecoverAction, AdvicePart } from './protocol';
import type { RecoverState } from './recoverState';

interface StepTexts {
  readonly title: string;
  readonly parts: AdvicePart[];
  readonly action: RecoverAction | null;
}

/** What is typed as the next prompt, where the person lets us type it. */
export const NEXT_PROMPT = 'Go on.';

const text = (words: string): AdvicePart => ({ as: 'text', text: words });
const code = (words: string): AdvicePart => ({ as: 'code', text: words });

/** A step in words: what is done, what it means, the button. */
export function stepTexts(step: RecoveryStep, state: RecoverState, t: Translate): StepTexts {
  const { facts, holder } = state;
  const former =
    facts.model === null ? t('the model you had') : modelWords(facts.requestedModel ?? facts.model);
  switch (step.kind) {
    case 'promptAgain':
      return {
        title: t('Send another prompt in the open session'),
        parts: [
          text(
            t(
              '{0} and later compact by themselves at the next prompt in the same process.',
              step.since,
            ),
          ),
          ...stillOver(step.leftTokens, t),
          ...(holder?.isInTerminal === true
            ? [
                text(t('This types')),
                code(NEXT_PROMPT),
                text(t('into its terminal; its input box should be empty.')),
              ]
            : []),
        ],
        action: holder?.isInTerminal === true ? { id: 'promptAgain', title: t('Try Again') } : null,
      };
    case 'compact':
      return compactTexts(step, former, state, t);
    case 'prune':
      return {
        title: t('Prune to fit, then continue'),
        parts: [
          text(
            t(
              'Large results that are no longer needed leave the context. Nothing is summarized; Undo brings everything back.',
            ),
          ),
          ...leaveFirst(facts, t),
        ],
        action: { id: 'prune', title: t('Preview Prune…') },
      };
    case 'standardModel':
      return {
        title: t('Continue with {0}', modelWords(step.model)),
        parts: [
          text(
            step.compactsFirst
              ? t(
                  'Its window is 200K and needs no usage credits. The session is larger, so Claude Code compacts it at the next prompt first.',
                )
              : t('Its window is 200K and needs no usage credits.'),
          ),
          ...stillOver(step.leftTokens, t),
        ],
        action:
          facts.openness === 'closed'
            ? { id: 'standardModel', title: t('Continue with {0}', modelWords(step.model)) }
            : null,
      };
    case 'usageCredits':
      return {
        title: t('Turn on usage credits'),
        parts: [
          text(t('1M requests are then billed on top of the plan. In Claude Code:')),
          code('/usage-credits'),
          text(t('. They take effect in a new session.')),
        ],
        action: { id: 'usageCredits', title: t('Open Usage Settings') },
      };
    case 'branch':
      return {
        title: t('Branch from an earlier turn'),
        parts: [
          text(
            t(
              'A new session that ends at a turn below {0}. This one stays as it is.',
              formatTokens(STANDARD_WINDOW_TOKENS, 0),
            ),
          ),
        ],
        action: { id: 'branch', title: t('Choose Turn…') },
      };
    case 'clear':
      return {
        title: t('Start empty with /clear'),
        parts: [
          text(t('Last resort. This session stays on disk and can be resumed once it is smaller.')),
        ],
        action: { id: 'copyClear', title: t('Copy /clear') },
      };
    case 'disable1m':
      return {
        title: t('Turn 1M off for every model'),
        parts: [
          code('CLAUDE_CODE_DISABLE_1M_CONTEXT=1'),
          text(t('in your settings. From {0} on it holds every model to 200K.', step.since)),
        ],
        action: { id: 'disable1m', title: t('Show Diff…') },
      };
    case 'newSession':
      return {
        title: t('Then check with a new session'),
        parts: [
          text(
            t(
              'Settings are read when a session starts. This page says “Unblocked” after the first reply.',
            ),
          ),
        ],
        action: { id: 'newSession', title: t('Start a New Session') },
      };
    case 'fixPins':
      return { title: t('Change the pinned models'), parts: [], action: null };
  }
}

/** Where a summary alone is no way out. */
function stillOver(leftTokens: number | null, t: Translate): AdvicePart[] {
  return leftTokens === null
    ? []
    : [
        text(
          t(
            '{0} would be left, not below {1}: prune first.',
            `~${formatTokens(leftTokens, 0)}`,
            formatTokens(STANDARD_WINDOW_TOKENS, 0),
          ),
        ),
      ];
}

/**
 * Measured with 2.1.329: the refusal makes a subscriber's process compact at its next prompt,
 * however small the session is by then.
 */
function leaveFirst({ openness }: RecoverState['facts'], t: Translate): AdvicePart[] {
  return openness === 'closed'
    ? []
    : [
        text(
          t(
            'Leave the open session with /exit first: after the refusal it compacts at its next prompt anyway.',
          ),
        ),
      ];
}

function compactTexts(
  { how, isOverWindow, leftTokens }: Extract<RecoveryStep, { kind: 'compact' }>,
  former: string,
  { compactModel, snapshot }: RecoverState,
  t: Translate,
): StepTexts {
  if (how === 'typed') {
    return {
      title: t('Compact in the open session'),
      parts: [
        text(t('It would go on with its old history if it were compacted from here. Type')),
        code('/compact'),
        text(t('there, or leave it with')),
        code('/exit'),
        text(t('and come back.')),
        ...stillOver(leftTokens, t),
      ],
      action: { id: 'compact', title: t('Compact…') },
    };
  }
  const kept = isOverWindow
    ? [
        text(
          t('That is all it reads: the newest turns stay word for word, the rest is summarized.'),
        ),
      ]
    : [];
  return {
    title: t('Compact with {0}, then continue with {1}', modelWords(compactModel), former),
    parts: [
      text(readWords(compactModel, snapshot.usage.tokens, t)),
      ...kept,
      ...stillOver(leftTokens, t),
      text(t('A backup is made first.')),
    ],
    action: { id: 'compact', title: t('Compact with {0}…', modelWords(compactModel)) },
  };
}

/** What a compaction costs: the model has nothing of the session in its cache. */
function readWords(model: string, tokens: number | null, t: Translate): string {
  return tokens === null
    ? t('{0} reads the history once, at full price.', modelWords(model))
    : t(
        '{0} reads {1} tokens once, at full price.',
        modelWords(model),
        `~${formatTokens(Math.min(tokens, standardWindowTokens(model) ?? Infinity), 0)}`,
      );
}

/** What people try in vain, in words. */
export function vainParts(vain: Vain, t: Translate): AdvicePart[] {
  switch (vain.kind) {
    case 'restart':
      return [text(t('Restarting Claude Code, or resuming this session in a new process'))];
    case 'modelAlone':
      return [
        text(t('Another model with')),
        code('--model'),
        text(t('alone: the session stays as large as it is')),
      ];
    case 'shrink':
      return [
        text(t('Pruning, compacting or')),
        code('/clear'),
        text(t(': the next request asks for 1M again')),
      ];
    case 'sameSettings':
      return [text(t('Restarting Claude Code with the same settings'))];
    case 'disable1m':
      return [
        code('CLAUDE_CODE_DISABLE_1M_CONTEXT'),
        text(
          t(
            'from {0} until {1}: models whose own window is 1M ignored it, background subagents too',
            vain.from,
            vain.until,
          ),
        ),
      ];
    case 'remote':
      return [
        text(
          t(
            'Anything from here on a Dispatch conductor: it lives on Anthropic’s side, and clearing',
          ),
        ),
        code('bridge-state.json'),
        text(t('changes nothing there')),
      ];
  }
}
