import type { Block, BlockPart } from '../../src/features/inspector/fixedBlockProtocol';
import { isOfAge, type Filter, type Line, type PartLine } from './lines';
import type { OwnLines } from './ownLines';
import type { Ui } from './ui';
import { CATEGORY_WORDS, t } from './words';

const KEY = 'system';

/** What is known of the fixed block. */
export interface KnownBlock {
  readonly tokens: number;
  /** `null` until it was opened once. */
  readonly block: Block | null;
  readonly isReading: boolean;
}

/**
 * The line of what stood there before the conversation, behind it its parts where it is open; none
 * where the filter hides them. A filter by its kind opens it.
 */
export function blockLines(
  { tokens, block, isReading }: KnownBlock,
  filter: Filter,
  { sort, expanded }: Pick<Ui, 'sort' | 'expanded'>,
  newestTurn: number,
): OwnLines {
  // It stood there before the first turn.
  if (tokens === 0 || !passes(filter) || !isOfAge(newestTurn, filter.age)) return [];
  const { text } = filter;
  const parts = block?.parts ?? [];
  const isNamed = wordsOf(CATEGORY_WORDS.system).includes(text);
  const found = isNamed ? parts : parts.filter((part) => namesOf(part).includes(text));
  if (!isNamed && found.length === 0) return [];
  const isOpen = filter.category === KEY || expanded.has(KEY) || !isNamed;
  const sum = { type: 'system', key: KEY, tokens, isOpen } as const;
  return isOpen ? [sum, ...partLines(found, sort), ...noteLines(block, isReading)] : [sum];
}

function passes({ category, state, cameIn }: Filter): boolean {
  return (category === 'all' || category === KEY) && state === 'any' && cameIn === null;
}

function namesOf({ name, kind, tools }: BlockPart): string {
  return wordsOf(name, kind, ...tools.map((tool) => tool.name));
}

function wordsOf(...words: readonly string[]): string {
  return words.join(' ').toLowerCase();
}

/** As they were told, the largest first; by name or kind where the table is ordered by that. */
function partLines(parts: readonly BlockPart[], { by, isDescending }: Ui['sort']): PartLine[] {
  const lines = parts.map((part): PartLine => ({
    type: 'part',
    key: part.id,
    tokens: part.tokens ?? 0,
    part,
  }));
  const sign = isDescending ? -1 : 1;
  if (by === 'tokens' && !isDescending) return lines.reverse();
  if (by !== 'label' && by !== 'kind') return lines;
  const wordOf = ({ part }: PartLine): string => wordsOf(by === 'label' ? part.name : part.kind);
  return lines.sort((a, b) => sign * (wordOf(a) < wordOf(b) ? -1 : wordOf(a) > wordOf(b) ? 1 : 0));
}

function noteLines(block: Block | null, isReading: boolean): Line[] {
  const note = (words: string, action: 'askClaude' | 'cancelAsking' | null = null): Line => ({
    ...{ type: 'blockNote', key: `${KEY} note`, tokens: 0, words, action },
  });
  if (isReading)
    return block === null
      ? [note(t('Reading.'))]
      : [note(t('Asking Claude Code.'), 'cancelAsking')];
  if (block === null) return [];
  return [
    note(block.problem === '' ? block.told : block.problem, block.canAsk ? 'askClaude' : null),
  ];
}
