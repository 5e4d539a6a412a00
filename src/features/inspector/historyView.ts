import type { ContextStep } from '../../domain/accounting/contextHistory';
import { formatTokens } from '../../wording/formatTokens';
import { modelWords } from '../../wording/modelWords';
import type { Translate } from '../../wording/translate';
import type { HistoryStep } from './protocol';

/** More than any chart has pixels. */
const MOST_STEPS = 1_500;

/**
 * The steps of the chart; of a long session only the last one of each turn, and all that cut the
 * context back.
 */
export function stepsOf(history: readonly ContextStep[], t: Translate): HistoryStep[] {
  const steps = history.map((step, index) => ({
    turn: step.turn,
    line: step.line,
    tokens: step.tokens,
    isEstimate: step.isEstimate,
    event: step.event,
    words: stepWords(step, history[index - 1], t),
  }));
  if (steps.length <= MOST_STEPS) return steps;
  const ends = steps.filter(
    ({ event, turn }, index) => event !== 'response' || steps[index + 1]?.turn !== turn,
  );
  const every = Math.ceil(ends.length / MOST_STEPS);
  return ends.filter(
    ({ event }, index) => event !== 'response' || index % every === 0 || index === ends.length - 1,
  );
}

/** For a label beside the drop. */
function stepWords(
  { event, tokens, isEstimate, model }: ContextStep,
  before: ContextStep | undefined,
  t: Translate,
): string {
  const about = isEstimate ? '~' : '';
  switch (event) {
    case 'response':
      return '';
    case 'compaction':
      return t('compacted to {0}', `${about}${formatTokens(tokens, 1)}`);
    case 'prune':
      return before === undefined
        ? t('pruned')
        : t('pruned −{0}', `${about}${formatTokens(Math.max(0, before.tokens - tokens), 1)}`);
    case 'modelChange':
      return model === null ? t('other model') : t('model {0}', modelWords(model));
  }
}
