import type { Category, Row } from '../../src/features/inspector/protocol';
import { barPartWords } from '../../src/wording/barPartWords';
import { formatCount } from '../../src/wording/formatCount';
import { formatTokens, percentOf } from '../../src/wording/formatTokens';
import { inTextsOf } from '../../src/wording/translate';

/** As much of the page as this needs: tests read these words without one. */
interface TextsOfPage {
  readonly document: {
    readonly documentElement: {
      readonly lang: string;
      readonly dataset: Readonly<Record<string, string | undefined>>;
    };
  };
}

/** The page comes with the texts of the window's language; without any it speaks English. */
export const t = inTextsOf(
  JSON.parse(
    (globalThis as Partial<TextsOfPage>).document?.documentElement.dataset['texts'] ?? '{}',
  ) as Record<string, unknown>,
);

const LANGUAGE = (globalThis as Partial<TextsOfPage>).document?.documentElement.lang ?? 'en';

export const CATEGORY_WORDS: Readonly<Record<Category, string>> = barPartWords(t);

/** `~13.2K`, as what a prune frees always is. */
export function estimate(tokens: number): string {
  return `~${formatTokens(tokens, 1)}`;
}

/** `13.2K`, `~13.2K`, `~−13.2K`. */
export function tokenWords(tokens: number, isExact: boolean): string {
  return `${isExact ? '' : '~'}${tokens < 0 ? '−' : ''}${formatTokens(Math.abs(tokens), 1)}`;
}

/** `+26.1K`, `−34.5K`. */
export function changeWords(tokens: number): string {
  return `${tokens < 0 ? '−' : '+'}${formatTokens(Math.abs(tokens), 1)}`;
}

/** Whether counters tell all of these, so that their sum needs no `~`. */
export function areExact(rows: readonly Pick<Row, 'isExact'>[]): boolean {
  return rows.length > 0 && rows.every(({ isExact }) => isExact);
}

/** Share of the limit, the one percentage of the page: `9%`, `−4%`; empty where there is none. */
export function wholeShare(tokens: number, ofTokens: number | null): string {
  if (ofTokens === null || ofTokens <= 0) return '';
  const percent = (Math.abs(tokens) * 100) / ofTokens;
  if (percent > 0 && percent < 1) return '<1%';
  return `${tokens < 0 ? '−' : ''}${String(Math.round(percent))}%`;
}

/** `34 turns`, as the column says it. */
export function ageWords(turns: number): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn') : t('{0} turns', turns);
}

/** `Turn 12 “Wire the mapping step”`. @param words of its prompt, where they are known. */
export function turnName(turn: string, words: string | undefined): string {
  if (turn === '0') return t('Before the first prompt');
  return words === undefined ? t('Turn {0}', turn) : t('Turn {0} “{1}”', turn, words);
}

/** `34 turns ago`. */
export function agoWords(turns: number): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn ago') : t('{0} turns ago', turns);
}

/** `→ context ~114K (57%)`. */
export function afterWords(afterTokens: number, limitTokens: number | null): string {
  const after = `~${formatTokens(afterTokens, 0)}`;
  return limitTokens === null
    ? t('→ context {0}', after)
    : t('→ context {0} ({1}%)', after, percentOf(afterTokens, limitTokens));
}

/** In the language of the page. */
export function countWords(count: number): string {
  return formatCount(count, LANGUAGE);
}

export function itemsWords(count: number): string {
  return count === 1 ? t('1 item') : t('{0} items', countWords(count));
}

/** `12 parts`. */
export function partsWords(parts: number): string {
  return parts === 1 ? t('1 part') : t('{0} parts', countWords(parts));
}

export function repliesWords(count: number): string {
  return count === 1 ? t('1 reply') : t('{0} replies', countWords(count));
}

/** What a cell or a row is, for a screen reader. */
export function rowWords(row: Row, newestTurn: number): string {
  const marks = row.marks.map(({ words }) => `, ${words}`).join('');
  const size = t('{0} tokens', tokenWords(row.tokens, row.isExact));
  const kept = row.kept === null || row.isKeptInBackup || row.isByChoice ? '' : `, ${t('stays')}`;
  return `${row.label}, ${row.kind}, ${size}, ${agoWords(newestTurn - row.turn)}${marks}${kept}`;
}

/** `312 of 500 MB`. */
export function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1_000_000));
}
