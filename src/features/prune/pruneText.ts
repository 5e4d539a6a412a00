import { STANDARD_WINDOW_TOKENS } from '../../domain/accounting/contextWindow';
import type { PrunePlan } from '../../domain/pruning/prunePlan';
import { compactedSize } from '../../domain/recovery/compactedSize';
import { formatTokens, percentOf } from '../../wording/formatTokens';
import type { Translate } from '../../wording/translate';

/** `~114K of 200K (57%)`, or without the share where no limit is known. */
function contextWords(tokens: number, limitTokens: number | null, t: Translate): string {
  const size = `~${formatTokens(tokens, 0)}`;
  return limitTokens === null
    ? size
    : t('{0} of {1} ({2}%)', size, formatTokens(limitTokens, 0), percentOf(tokens, limitTokens));
}

export function itemCountWords(count: number, t: Translate): string {
  return count === 1 ? t('1 item') : t('{0} items', count);
}

/**
 * Of a plan, before anybody agreed to it: `4 items · frees ~38.2K → context ~114K of 200K (57%)`.
 */
export function outcomeWords(
  count: number,
  freedTokens: number,
  afterTokens: number | null,
  limitTokens: number | null,
  t: Translate,
): string {
  const frees = t('{0} · frees ~{1}', itemCountWords(count, t), formatTokens(freedTokens, 1));
  return afterTokens === null
    ? frees
    : t('{0} → context {1}', frees, contextWords(afterTokens, limitTokens, t));
}

/** Of a plan that does not get where it was to get: how far it does. Empty for any other. */
export function shortfallWords(
  { targetTokens, beforeTokens, reached, lowestTokens }: PrunePlan,
  t: Translate,
): string {
  if (targetTokens === null || reached || lowestTokens === null) return '';
  const lowest = formatTokens(lowestTokens, 0);
  const goesFurther = (tokens: number): boolean =>
    compactedSize(tokens, STANDARD_WINDOW_TOKENS).tokens < lowestTokens;
  if (goesFurther(beforeTokens ?? 0))
    return t('Pruning gets no further than ~{0}; compacting does.', lowest);
  return goesFurther(lowestTokens)
    ? t('Pruning gets no further than ~{0}; compacting after it does.', lowest)
    : t('Pruning gets no further than ~{0}.', lowest);
}

/** For the toast: what has happened, and what the context is now. */
export function prunedMessage(
  { plan: { items, afterTokens }, takesEffect }: PrunedFile,
  limitTokens: number | null,
  t: Translate,
): string {
  const pruned = t('Pruned {0}.', itemCountWords(items.length, t));
  return afterTokens === null
    ? pruned
    : `${pruned} ${sizeNow(afterTokens, takesEffect, limitTokens, t)}`;
}

interface PrunedFile {
  readonly plan: Pick<PrunePlan, 'items' | 'afterTokens'>;
  readonly takesEffect: TakesEffect;
}

/** `afterResume`: a running Claude Code has the session open, and something else in its memory. */
type TakesEffect = 'atNextStart' | 'afterResume';

function sizeNow(
  tokens: number,
  takesEffect: TakesEffect,
  limitTokens: number | null,
  t: Translate,
): string {
  const context = contextWords(tokens, limitTokens, t);
  return takesEffect === 'afterResume'
    ? t('The file holds {0} now.', context)
    : t('Context is now {0}.', context);
}

/** For what slow writers wrote into a file that had been replaced by then. */
export function rescuedMessage(lines: number, t: Translate): string {
  return lines === 1
    ? t(
        'Leeway put back 1 line that Claude Code wrote into the old file while it was being pruned.',
      )
    : t(
        'Leeway put back {0} lines that Claude Code wrote into the old file while it was being pruned.',
        lines,
      );
}

/**
 * A running Claude Code has the old content in its memory; nothing but loading the session again
 * makes it let go. What stands in its input box is sent with a command that is typed (measured,
 * 2.1.329).
 */
export function afterResumeMessage(entrypoint: string | null, t: Translate): string {
  const holds = t('The running Claude Code still uses the old content.');
  const until =
    entrypoint === 'claude-vscode'
      ? t('It loads the file when its tab is closed and opened again.')
      : t(
          'It loads the file with /resume in its terminal, before the next prompt; a draft in its input box would be sent with it.',
        );
  return `${holds} ${until}`;
}

/** Of one item that was put back. */
export function putBackMessage(
  { afterTokens, takesEffect }: RestoredFile,
  limitTokens: number | null,
  t: Translate,
): string {
  const back = t('The item is back in the session; everything else stays pruned.');
  return afterTokens === null
    ? back
    : `${back} ${sizeNow(afterTokens, takesEffect, limitTokens, t)}`;
}

interface RestoredFile {
  readonly afterTokens: number | null;
  readonly takesEffect: TakesEffect;
}

export function undoneMessage(
  { afterTokens, takesEffect }: RestoredFile,
  limitTokens: number | null,
  t: Translate,
): string {
  const undone = t('The prune was undone; what came after it is kept.');
  return afterTokens === null
    ? undone
    : `${undone} ${sizeNow(afterTokens, takesEffect, limitTokens, t)}`;
}
