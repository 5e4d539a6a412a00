import type { Breakdown } from '../domain/accounting/breakdown';
import type { ItemKind } from '../domain/accounting/item';
import type { Translate } from './translate';

/** A part of the bar of a context: two kinds of items may be of one. */
type BarPart = Exclude<ItemKind, 'document' | 'other'> | 'system' | 'unexplained';

const ORDER: readonly BarPart[] = [
  'system',
  'summary',
  'userText',
  'assistantText',
  'thinking',
  'toolCall',
  'toolResult',
  'image',
  'attachment',
  'machineText',
  'unexplained',
];

/** The part of the bar that an item counts to. */
export function barPartOf(kind: ItemKind): BarPart {
  switch (kind) {
    case 'document':
      return 'image';
    case 'other':
      return 'attachment';
    default:
      return kind;
  }
}

/** A context along its bar, in tokens; what is empty is left out. */
export function barSegments({
  byKind,
  overheadTokens,
  unexplainedTokens,
  totalTokens,
}: Breakdown): { readonly part: BarPart; readonly tokens: number }[] {
  const sizes = new Map<BarPart, number>();
  for (const [kind, tokens] of Object.entries(byKind) as [ItemKind, number][])
    sizes.set(barPartOf(kind), (sizes.get(barPartOf(kind)) ?? 0) + tokens);
  sizes.set('system', totalTokens === null ? 0 : overheadTokens);
  sizes.set('unexplained', unexplainedTokens);
  return ORDER.map((part) => ({ part, tokens: sizes.get(part) ?? 0 })).filter(
    ({ tokens }) => tokens !== 0,
  );
}

/** What the parts are called, in a legend and beside a bar. */
export function barPartWords(t: Translate): Readonly<Record<BarPart, string>> {
  return {
    system: t('System and tools'),
    summary: t('Summary'),
    userText: t('User'),
    assistantText: t('Assistant'),
    thinking: t('Thinking'),
    toolCall: t('Calls'),
    toolResult: t('Results'),
    image: t('Images'),
    attachment: t('Attachments'),
    machineText: t('Machine'),
    unexplained: t('Not in the file'),
  };
}
