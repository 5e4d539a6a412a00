import * as v from 'valibot';

/** What the extension tells the page of the inspector about the opened fixed block; see `protocol.ts`. */

/** Most parts that are told one by one, and most tools of one. */
export const MAX_PARTS = 300;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const tokens = v.nullable(v.pipe(v.number(), v.finite()));

const partSchema = v.object({
  /** Of this block alone: `part 12`. */
  id: v.pipe(v.string(), v.regex(/^part \d{1,4}$/)),
  name: text(400),
  /** Which side of it gives way where there is no room. */
  cut: v.picklist(['start', 'end']),
  kind: text(40),
  /** Of the sum: estimated; `null` of what is not in it. Below 0 where the parts are more than it. */
  tokens,
  /** In a few words: how often it was called, where it comes from. */
  use: text(200),
  /** The same and more as sentences. */
  facts: v.pipe(v.array(text(400)), v.maxLength(8)),
  /** Of an MCP server. */
  tools: v.pipe(
    v.array(v.object({ name: text(400), tokens, use: text(200) })),
    v.maxLength(MAX_PARTS),
  ),
  actions: v.array(
    v.object({
      id: v.picklist(['openPart', 'switchOffServer', 'deferTools']),
      title: text(80),
      isPrimary: v.boolean(),
    }),
  ),
});
/** One part as the table shows it, its words ready. */
export type BlockPart = v.InferOutput<typeof partSchema>;

export const fixedBlockSchema = v.object({
  /** Who told it, and when. */
  told: text(200),
  /** Why it is not told by name; empty where it is, or was not asked for. */
  problem: text(600),
  /** Claude Code may be asked for all parts by name. */
  canAsk: v.boolean(),
  parts: v.pipe(v.array(partSchema), v.maxLength(MAX_PARTS + 1)),
});
export type Block = v.InferOutput<typeof fixedBlockSchema>;
