import type { HistoryStep, Row } from '../../src/features/inspector/protocol';
import type { Additions } from './cameIn';
import { changeWords, countWords, t, tokenWords } from './words';

/** `Turn 55 · 142.6K · +26.1K`; of the first step there is nothing that it grew from. */
export function stepTitle(
  step: HistoryStep,
  before: HistoryStep | undefined,
): { readonly shown: string; readonly spoken: string } {
  const turn = step.turn === 0 ? t('Before turn 1') : t('Turn {0}', countWords(step.turn));
  const size = tokenWords(step.tokens, !step.isEstimate);
  const change = before === undefined ? [] : [changeWords(step.tokens - before.tokens)];
  return {
    shown: [turn, size, ...change].join(' · '),
    spoken: [turn, t('{0} tokens', size), ...change].join(', '),
  };
}

/** One line about a step: the name gives way where there is no room, what follows it never does. */
export interface StepLine {
  readonly name: string;
  readonly rest: string;
}

/**
 * `Read ImportWizard.tsx ~13.2K`, `yarn test ~11.2K · 2 more`, and whether that is in the context.
 */
export function additionLines({ largest, count, left }: Additions): readonly StepLine[] {
  const more = count - largest.length;
  const lines = largest.map(({ row, tokens }, index): StepLine => {
    const isLast = index === largest.length - 1;
    const others = isLast && more > 0 ? ` · ${t('{0} more', countWords(more))}` : '';
    const isExact = row.isExact && (row.freedTokens ?? 0) === 0;
    return { name: rowName(row), rest: ` ${tokenWords(tokens, isExact)}${others}` };
  });
  if (left === 0 && count > 0) return lines;
  const words =
    count === left ? t('no longer in the context') : t('some of it has left the context');
  return [...lines, { name: words, rest: '' }];
}

/**
 * Who did it and the file's own name; of what was said its first words, of the rest what fits into
 * a cell of the map.
 */
function rowName({ category, label, dim, short, path }: Row): string {
  if (category === 'userText' || category === 'assistantText') return label;
  return path !== null && dim > 0 ? `${label.slice(0, dim)} ${short}` : short;
}
