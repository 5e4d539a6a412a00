import type { Item, ItemMark } from '../../domain/accounting/item';
import type { PruneChoice } from '../../domain/pruning/prunePlan';
import { formatTokens } from '../../wording/formatTokens';
import { markMeaning, markWords } from '../../wording/itemWords';
import type { Translate } from '../../wording/translate';
import type { PlannedRow } from './protocol';

/** From here on a result is told to be large, as where it is chosen. */
const LARGE_RESULT_TOKENS = 1000;
/** Attachments whose content stands in a file as well. */
const FILE_ATTACHMENTS: ReadonlySet<string> = new Set([
  'file',
  'edited_text_file',
  'directory',
  'compact_file_reference',
]);

/**
 * Why an item goes: its marks first, else what the choice found in it, and how old it is.
 * @param item `null` where nothing is known of it.
 * @param turn the newest one; ages count back from it.
 */
export function reasonFor(
  item: Item | null,
  choice: PruneChoice,
  turn: number,
  t: Translate,
): Pick<PlannedRow, 'tags' | 'why' | 'meaning'> {
  if (item === null) return { tags: [], why: choiceWords(null, choice, t), meaning: '' };
  const [first] = item.marks;
  const why = first === undefined ? choiceWords(item, choice, t) : markReason(first, t);
  return {
    tags: item.marks.map((mark) => markWords(mark, item, t)),
    why: `${why} · ${ageWords(turn - item.turn, t)}`,
    meaning: item.marks.map((mark) => markMeaning(mark, t)).join(' '),
  };
}

function markReason(mark: ItemMark, t: Translate): string {
  switch (mark) {
    case 'superseded':
      return t('Read again or changed later');
    case 'duplicate':
      return t('In the context again, later');
    case 'refusedImage':
      return t('Too large among so many images');
    case 'pruned':
      return t('Pruned already');
  }
}

/** Of what bears no mark. */
function choiceWords(item: Item | null, choice: PruneChoice, t: Translate): string {
  if (choice.kind === 'items') return t('Chosen by you');
  if (choice.kind === 'recipe') {
    switch (choice.recipe) {
      case 'images':
        return t('Not among the newest {0} images', choice.keepNewest);
      case 'oldResults':
        return t('Large result');
      case 'superseded':
      case 'duplicates':
        // a result that only repeats what its call was given goes along
        return t('Repeats another item that goes');
    }
  }
  if (item?.kind === 'image') return t('Image');
  if (item !== null && isLargeResult(item)) return t('Large result');
  if (item?.kind === 'attachment' && FILE_ATTACHMENTS.has(item.attachmentType ?? ''))
    return t('Stands in a file');
  return t('Needed to get to {0}', formatTokens(choice.tokens, 0));
}

function isLargeResult({ kind, machineText, tokens }: Item): boolean {
  const isResult = kind === 'toolResult' || (kind === 'machineText' && machineText !== 'note');
  return isResult && tokens >= LARGE_RESULT_TOKENS;
}

function ageWords(turns: number, t: Translate): string {
  return turns <= 0 ? t('this turn') : turns === 1 ? t('1 turn ago') : t('{0} turns ago', turns);
}
