import type { Item, ItemKind } from './item';

/** Where the tokens of the context are. The parts add up to `totalTokens`. */
export interface Breakdown {
  /** The context usage that everything is a share of; `null` while no response has told a size. */
  readonly totalTokens: number | null;
  /**
   * System prompt, tools, memory: what is sent and stands in no item. Total less the items, never
   * below 0.
   */
  readonly overheadTokens: number;
  readonly byKind: Readonly<Record<ItemKind, number>>;
}

/**
 * @param totalTokens of the context. Where the items' estimates alone are more, they are scaled
 * down to it.
 */
export function breakdownOf(items: readonly Item[], totalTokens: number | null): Breakdown {
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
  for (const { kind, tokens } of items) {
    byKind[kind] += tokens;
    itemTokens += tokens;
  }
  if (totalTokens === null || itemTokens <= totalTokens)
    return {
      totalTokens,
      overheadTokens: totalTokens === null ? 0 : totalTokens - itemTokens,
      byKind,
    };
  let left = totalTokens;
  for (const kind of Object.keys(byKind) as ItemKind[]) {
    byKind[kind] = Math.floor((byKind[kind] * totalTokens) / itemTokens);
    left -= byKind[kind];
  }
  return { totalTokens, overheadTokens: left, byKind };
}
