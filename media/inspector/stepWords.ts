import type { HistoryStep, Row } from '../../src/features/inspector/protocol';
import { formatTokens } from '../../src/wording/formatTokens';
import type { Addition, Additions } from './cameIn';
import { countWords, estimate, t, tokenWords } from './words';

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

/** `+26.1K`, `−34.5K`. */
export function changeWords(tokens: number): string {
  return `${tokens < 0 ? '−' : '+'}${formatTokens(Math.abs(tokens), 1)}`;
}

/**
 * `Read ImportWizard.tsx ~13.2K`, `yarn test ~11.2K · 2 more`, and whether that is in the context.
 */
export function additionLines({ largest, count, left }: Additions): readonly string[] {
  const more = count - largest.length;
  const lines = largest.map(additionWords);
  if (more > 0) lines.push(`${lines.pop() ?? ''} · ${t('{0} more', countWords(more))}`);
  if (count === left) return [...lines, t('no longer in the context')];
  return left === 0 ? lines : [...lines, t('some of it has left the context')];
}

function additionWords({ row, tokens }: Addition): string {
  return `${rowName(row)} ${estimate(tokens)}`;
}

/**
 * Who did it and the file's own name; of what was said its first words, of the rest what fits into
 * a cell of the map.
 */
function rowName({ category, label, dim, short, path }: Row): string {
  if (category === 'userText' || category === 'assistantText') return label;
  return path !== null && dim > 0 ? `${label.slice(0, dim)} ${short}` : short;
}
