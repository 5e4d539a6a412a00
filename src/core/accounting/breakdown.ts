import type { ItemKind } from './item';

/** Where the tokens of the context are. The parts add up to `totalTokens`. */
export interface Breakdown {
  /** The context usage that everything is a share of; `null` while no response has told a size. */
  readonly totalTokens: number | null;
  /** System prompt, tools, memory: what is sent and stands in no item. Total less the items, never below 0. */
  readonly overheadTokens: number;
  readonly byKind: Readonly<Record<ItemKind, number>>;
}
