import type { AddedItem } from '../../domain/accounting/addedItems';
import type { Snapshot } from '../../domain/accounting/snapshot';
import { printable } from '../../wording/escapeMarkdown';
import { formatTokens } from '../../wording/formatTokens';
import { shorten } from '../../wording/shorten';
import type { Translate } from '../../wording/translate';

export interface Arrival {
  readonly text: string;
  readonly tooltip: string;
}

const NAME_LENGTH = 24;
const SUBJECT_LENGTH = 160;
const BROUGHT_IN: ReadonlySet<AddedItem['kind']> = new Set([
  'toolResult',
  'attachment',
  'image',
  'document',
]);

/**
 * So many images are worth a mark: the API refuses more than 20 when one is larger than 2000 px.
 */
const MANY_IMAGES = 15;

/** Told when the count gets there, not while it stays. @param before how many there were. */
export function manyImages(images: number, before: number, t: Translate): Arrival | null {
  if (images < MANY_IMAGES || before >= MANY_IMAGES) return null;
  return {
    text: `$(file-media) ${t('{0} images', images)}`,
    tooltip: t(
      '{0} images are in the context. With more than 20, the API refuses every request that holds one larger than 2000 px.',
      images,
    ),
  };
}

/**
 * The largest thing that came in with the newest turn, if it is worth a mark.
 * @param markTokens 0 for no marks.
 */
export function arrivalOf(
  { added, isComplete, isCounted }: Pick<Snapshot, 'added' | 'isComplete' | 'isCounted'>,
  markTokens: number,
  t: Translate,
): Arrival | null {
  if (markTokens === 0 || !isComplete || !isCounted) return null;
  const large = added
    .filter(({ kind, tokens }) => BROUGHT_IN.has(kind) && tokens >= markTokens)
    .sort((a, b) => b.tokens - a.tokens)[0];
  if (large === undefined) return null;
  const subject = printable(large.subject ?? large.name ?? '');
  const name = shorten(subject.split(/[\\/]/).at(-1) ?? '', NAME_LENGTH);
  const size = `~${formatTokens(large.tokens, 1)}`;
  const what = [printable(large.name ?? ''), shorten(subject, SUBJECT_LENGTH)]
    .filter((part, index, parts) => part !== '' && parts.indexOf(part) === index)
    .join(' · ');
  return {
    text: `$(arrow-small-right) +${formatTokens(large.tokens, 0)}${name === '' ? '' : ` ${name}`}`,
    tooltip: t('One result brought {0} tokens into the context: {1}', size, what),
  };
}
