import type { Breakdown } from '../domain/accounting/breakdown';
import type { ItemKind } from '../domain/accounting/item';
import type { ContextPart } from './barPartWords';

const ORDER: readonly ContextPart[] = [
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
export function barPartOf(kind: ItemKind): ContextPart {
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
}: Breakdown): { readonly part: ContextPart; readonly tokens: number }[] {
  const sizes = new Map<ContextPart, number>();
  for (const [kind, tokens] of Object.entries(byKind) as [ItemKind, number][])
    sizes.set(barPartOf(kind), (sizes.get(barPartOf(kind)) ?? 0) + tokens);
  sizes.set('system', totalTokens === null ? 0 : overheadTokens);
  sizes.set('unexplained', unexplainedTokens);
  return ORDER.map((part) => ({ part, tokens: sizes.get(part) ?? 0 })).filter(
    ({ tokens }) => tokens !== 0,
  );
}
