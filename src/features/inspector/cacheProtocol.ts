import * as v from 'valibot';

/** What the extension tells the page of the inspector about the cache; see `protocol.ts`. */

/** Most re-writes that are told one by one: the newest. */
export const MAX_REWRITES = 300;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

const rewriteSchema = v.object({
  /** Of the reply that it was for; see `HistoryStep.line`. */
  ...{ line: count, turn: count, tokens: count },
  /** `88K`, `72 min pause`, `88K written again: 72 min pause`, and `72 min` or nothing. */
  ...{ size: text(20), reason: text(120), sentence: text(200), pause: text(60) },
  /** The server's word where it is not the reason, and what a prune of ours cost and saved. */
  told: text(400),
});
export type LaneRewrite = v.InferOutput<typeof rewriteSchema>;

/** What was written into the cache again, the newest of `count`, and what all input came to. */
export const cacheLaneSchema = v.object({
  ...{ count, rewrites: v.pipe(v.array(rewriteSchema), v.maxLength(MAX_REWRITES)) },
  /** `4 re-writes`, `21% of the input`, `21%`; all in a sentence; empty where there was none. */
  ...{ words: text(80), share: text(80), percent: text(10), sentence: text(160) },
  /** All input with that of subagents; empty where there were none. */
  used: text(300),
  /** By the price list; empty for a model that is not on it. */
  money: text(300),
  totals: v.pipe(v.array(v.object({ name: text(80), words: text(80) })), v.maxLength(10)),
});
export type CacheLane = v.InferOutput<typeof cacheLaneSchema>;

/** The page reckons: it changes with what is selected, and with the time. See `CacheState`. */
export const priceSchema = v.object({
  contextTokens: v.nullable(count),
  cache: v.object({
    ...{ usedMs: v.nullable(v.number()), lifetimeMs: v.nullable(count) },
    ...{ cachedTokens: count, systemTokens: count, isNew: v.boolean(), isRewritten: v.boolean() },
    ...{ readWeight: count, writeWeight: count },
    typicalPrompt: v.nullable(v.object({ requests: count, weightedTokens: count })),
  }),
});
