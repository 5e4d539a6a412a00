import type { Inspection } from '../domain/accounting/inspection';
import type { Item } from '../domain/accounting/item';
import { printable } from './escapeMarkdown';
import { askedAgainWords } from './askedAgainWords';
import { formatTokens } from './formatTokens';
import { itemKindWords, itemLabel, markWords } from './itemWords';
import { inColumns } from './textTable';
import type { Translate } from './translate';

/** Rows of the table where nobody asked for more. */
const ROWS = 20;

/**
 * The items for programs: one line of JSON, the largest first, what left the context last. Tokens
 * are estimates where `exact` is false; those of live items, `overheadTokens` and
 * `unexplainedTokens` add up to the context.
 * @param top at most so many; `null` for all.
 */
export function itemsAsJson(inspection: Inspection, top: number | null, t: Translate): string {
  const { snapshot, items, breakdown } = inspection;
  const listed = ranked(inspection).slice(0, top ?? undefined);
  return JSON.stringify({
    items: listed.map((item) => ({
      id: item.id,
      kind: item.kind,
      label: itemLabel(item, t),
      tokens: item.tokens,
      exact: item.isExact,
      bytes: item.bytes,
      line: item.line,
      turn: item.turn,
      live: item.isLive,
      prunable: item.keptBecause === null,
      keptBecause: item.keptBecause,
      marks: item.marks,
      freedTokens: item.freedTokens,
    })),
    totals: {
      items: items.length,
      tokens: sum(items),
      prunableTokens: sum(items.filter(({ keptBecause }) => keptBecause === null)),
      contextTokens: snapshot.usage.tokens,
      exact: snapshot.usage.exact,
      overheadTokens: breakdown.overheadTokens,
      unexplainedTokens: breakdown.unexplainedTokens,
      limitTokens: snapshot.limit.tokens,
      turns: inspection.turn,
      byKind: breakdown.byKind,
      askedAgain: inspection.askedAgain.again,
    },
  });
}

/** The largest live items for people, as a table, and what was pruned with the ids to put it back. */
export function itemsAsText(inspection: Inspection, top: number | null, t: Translate): string {
  const { items, snapshot, turn } = inspection;
  const listed = ranked(inspection)
    .filter(({ isLive }) => isLive)
    .slice(0, top ?? ROWS);
  const rows = listed.map((item) => [
    `${item.isExact ? '' : '~'}${formatTokens(item.tokens, 1)}`,
    itemKindWords(item.kind, t),
    age(turn - item.turn, t),
    [
      printable(itemLabel(item, t)),
      ...item.marks.map((mark) => `[${markWords(mark, item, t)}]`),
    ].join(' '),
  ]);
  const prunable = sum(items.filter(({ keptBecause }) => keptBecause === null));
  const { tokens, exact } = snapshot.usage;
  const size = tokens === null ? null : `${exact ? '' : '~'}${formatTokens(tokens, 1)}`;
  const sums = [
    t('{0} of {1} items', listed.length, items.length),
    ...(size === null ? [] : [t('context {0}', size)]),
    t('~{0} can be pruned', formatTokens(prunable, 1)),
  ].join(' · ');
  return [
    ...inColumns([[t('tokens'), t('kind'), t('age'), t('item')], ...rows], 1),
    '',
    ...besideItems(inspection, t),
    sums,
    ...prunedLines(inspection, top ?? ROWS, t),
  ].join('\n');
}

/** What else the context holds, as a line; below 0 is what left it and stands in the file. */
function besideItems({ breakdown }: Inspection, t: Translate): string[] {
  const { totalTokens, overheadTokens, unexplainedTokens } = breakdown;
  if (totalTokens === null) return [];
  const about = (tokens: number): string =>
    `~${tokens < 0 ? '−' : ''}${formatTokens(Math.abs(tokens), 1)}`;
  const parts = [
    ...(overheadTokens === 0 ? [] : [t('system and tools {0}', about(overheadTokens))]),
    ...(unexplainedTokens === 0
      ? []
      : [t('not in the session file {0}', about(unexplainedTokens))]),
  ];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** What stood behind a placeholder, the largest first. */
function prunedLines({ items, askedAgain }: Inspection, most: number, t: Translate): string[] {
  const pruned = items
    .filter(({ keptBecause }) => keptBecause === 'pruned')
    .sort((a, b) => (b.freedTokens ?? 0) - (a.freedTokens ?? 0));
  if (pruned.length === 0) return [];
  const rows = pruned
    .slice(0, most)
    .map((item) => [
      item.freedTokens === null ? '?' : `~${formatTokens(item.freedTokens, 1)}`,
      itemKindWords(item.kind, t),
      item.id,
      printable(itemLabel(item, t)),
    ]);
  return [
    '',
    ...inColumns([[t('pruned'), t('kind'), 'id', t('item')], ...rows], 1),
    '',
    t('{0} of {1} pruned items', rows.length, pruned.length),
    ...[askedAgainWords(askedAgain, t)].filter((words) => words !== ''),
  ];
}

/** What is live first, each part by size. */
function ranked({ items, past }: Inspection): Item[] {
  const bySize = (some: readonly Item[]): Item[] => [...some].sort((a, b) => b.tokens - a.tokens);
  return [...bySize(items), ...bySize(past)];
}

function age(turns: number, t: Translate): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn') : t('{0} turns', turns);
}

function sum(items: readonly Item[]): number {
  return items.reduce((tokens, item) => tokens + item.tokens, 0);
}
