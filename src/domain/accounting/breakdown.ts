import type { ContextAccount } from './contextAccount';
import type { Item, ItemKind } from './item';

/** Where the tokens of the context are. The parts add up to `totalTokens`. */
export interface Breakdown {
  /** The context usage that everything is a share of; `null` while no response has told a size. */
  readonly totalTokens: number | null;
  /** System prompt, tools, memory: what stood there when the context began, and in no item. */
  readonly overheadTokens: number;
  /** What came into the context since, or left it (below 0), and stands in no item. */
  readonly unexplainedTokens: number;
  readonly byKind: Readonly<Record<ItemKind, number>>;
  /** Kinds of which at least one item is no more than estimated. */
  readonly estimatedKinds: readonly ItemKind[];
}

/**
 * @param account of the items; what no reply has told of goes into the overhead.
 * @param totalTokens of the context.
 */
export function breakdownOf(
  items: readonly Item[],
  { overheadTokens: told }: Pick<ContextAccount, 'overheadTokens'>,
  totalTokens: number | null,
): Breakdown {
  const byKind: Record<ItemKind, number> = {
    userText: 0,
    machineText: 0,
    assistantText: 0,
    thinking: 0,
    toolCall: 0,
    toolResult: 0,
    image: 0,
    document: 0,
    attachment: 0,
    summary: 0,
    other: 0,
  };
  let itemTokens = 0;
  const estimated = new Set<ItemKind>();
  for (const { kind, tokens, isExact } of items) {
    byKind[kind] += tokens;
    itemTokens += tokens;
    if (!isExact) estimated.add(kind);
  }
  const kinds = { byKind, estimatedKinds: [...estimated] };
  if (totalTokens === null)
    return { totalTokens, overheadTokens: 0, unexplainedTokens: 0, ...kinds };
  const overheadTokens = told ?? Math.max(0, totalTokens - itemTokens);
  const unexplainedTokens = totalTokens - itemTokens - overheadTokens;
  return { totalTokens, overheadTokens, unexplainedTokens, ...kinds };
}
