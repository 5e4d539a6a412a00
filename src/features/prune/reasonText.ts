import type { Item, ItemMark } from '../../domain/accounting/item';
import type { PruneEvidence } from '../../domain/pruning/pruneEvidence';
import type { PruneChoice } from '../../domain/pruning/prunePlan';
import { formatTokens } from '../../wording/formatTokens';
import { markMeaning, markWords } from '../../wording/itemWords';
import type { Translate } from '../../wording/translate';
import type { PlannedRow } from './protocol';

/** So lately that no number says it better. */
const JUST_NOW_STEPS = 1;

/**
 * Why an item goes: its marks first, else what speaks for taking it, and how old it is.
 *
 * @param item `null` where nothing is known of it.
 * @param turn the newest one; ages count back from it.
 */
export function reasonFor(
  item: Item | null,
  evidence: PruneEvidence,
  choice: PruneChoice,
  turn: number,
  t: Translate,
): Pick<PlannedRow, 'tags' | 'why' | 'meaning'> {
  return {
    tags: item?.marks.map((mark) => markWords(mark, item, t)) ?? [],
    why: whyWords(item, evidence, choice, turn, t),
    meaning: item?.marks.map((mark) => markMeaning(mark, item, t)).join(' ') ?? '',
  };
}

function whyWords(
  item: Item | null,
  evidence: PruneEvidence,
  choice: PruneChoice,
  turn: number,
  t: Translate,
): string {
  const [mark] = item?.marks ?? [];
  if (item !== null && mark === undefined && choice.kind === 'target') {
    const words = evidenceWords(item, evidence, t);
    if (words !== null) return words;
  }
  const why = mark === undefined ? choiceWords(choice, t) : markReason(mark, evidence, t);
  return item === null ? why : `${why} · ${ageWords(turn - item.turn, t)}`;
}

function markReason(mark: ItemMark, { superseded }: PruneEvidence, t: Translate): string {
  switch (mark) {
    case 'superseded':
      return superseded === 'changed' ? t('Changed later') : t('Read or written again later');
    case 'duplicate':
      return t('In the context again, later');
    case 'refusedImage':
      return t('Too large among so many images');
    case 'pruned':
      return t('Pruned already');
  }
}

/**
 * Of what bears no mark, and goes for a target: how long ago it was of use.
 *
 * @returns `null` where nothing speaks for it but its size.
 */
function evidenceWords(
  { kind }: Item,
  { source, steps, idleSteps }: PruneEvidence,
  t: Translate,
): string | null {
  switch (source) {
    case 'read':
      if (idleSteps === steps) return t('Read {0} steps ago, its file not used since', steps);
      return idleSteps <= JUST_NOW_STEPS
        ? t('Read {0} steps ago, its file used just now', steps)
        : t('Read {0} steps ago, its file last used {1} steps ago', steps, idleSteps);
    case 'written':
      if (idleSteps === steps) return t('Written {0} steps ago, the file not used since', steps);
      return idleSteps <= JUST_NOW_STEPS
        ? t('Written {0} steps ago, the file used just now', steps)
        : t('Written {0} steps ago, the file last used {1} steps ago', steps, idleSteps);
    case 'thinking':
      return t('Thought {0} steps ago, in an earlier turn', steps);
    case 'search':
      return t('Search {0} steps ago, seldom needed again', steps);
    case 'command':
      return t('Command {0} steps ago, seldom needed again', steps);
    case 'confirmed':
    case 'call':
    case 'other':
      return kind === 'image'
        ? t('Image, {0} steps ago', steps)
        : t('{0} steps ago, seldom needed again', steps);
    case 'prompt':
    case 'heeded':
      return null;
  }
}

function choiceWords(choice: PruneChoice, t: Translate): string {
  switch (choice.kind) {
    case 'items':
      return t('Chosen by you');
    case 'target':
      return t('Needed to get to {0}', formatTokens(choice.tokens, 0));
    case 'recipe':
      switch (choice.recipe) {
        case 'images':
          return t('Not among the newest {0} images', choice.keepNewest);
        case 'oldResults':
          return t('Large result');
        case 'thinking':
          return t('Of an earlier turn');
        case 'superseded':
        case 'duplicates':
          // a result that only repeats what its call was given goes along
          return t('Repeats another item that goes');
      }
  }
}

function ageWords(turns: number, t: Translate): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn ago') : t('{0} turns ago', turns);
}
