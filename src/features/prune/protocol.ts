import * as v from 'valibot';

/**
 * What the extension and the page that shows a prune first say to each other. Both check what they
 * are told: names and placeholders come from a transcript, which is hostile, and what the page
 * answers has a session file rewritten.
 */

/** The parts of the context on its bar, in their order there. */
const BAR_PARTS = [
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
] as const;
export type BarPart = (typeof BAR_PARTS)[number];

/** Most ids that one answer may name, and most rows of a page. */
const MAX_ROWS = 100_000;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const part = v.picklist(BAR_PARTS);
const id = text(200);

const plannedRowSchema = v.object({
  id,
  part,
  label: text(400),
  /** Where a path begins in it, which is cut at its left; 0 for what is cut at its right. */
  pathAt: count,
  /** What it is marked as (`outdated`), as tags in front of the reason. */
  tags: v.array(text(60)),
  /** Why it goes, in a few words. */
  why: text(200),
  /** The same at length, for the hover; empty where there is no more to say. */
  meaning: text(400),
  /** What will stand in its place; empty of what is left out. */
  becomes: text(400),
  /** Estimated tokens. */
  freedTokens: count,
  /** What is written into the cache again with it; see `PlaceBehind`. */
  itemsBehind: count,
  tokensBehind: count,
});
/** One item of a plan. */
export type PlannedRow = v.InferOutput<typeof plannedRowSchema>;

/** The page reckons: it changes with what is ticked, and with the time. See `CacheState`. */
const priceSchema = v.object({
  cache: v.object({
    usedMs: v.nullable(v.number()),
    lifetimeMs: v.nullable(count),
    cachedTokens: count,
    systemTokens: count,
    isNew: v.boolean(),
    isRewritten: v.boolean(),
    typicalPrompt: v.nullable(v.object({ requests: count, weightedTokens: count })),
    readWeight: count,
    writeWeight: count,
  }),
  contextTokens: v.nullable(count),
});

const planSchema = v.object({
  title: text(200),
  /** `null` while nothing has told the size of the context. */
  beforeTokens: v.nullable(count),
  /** Was counted by the API; otherwise it is an estimate. */
  isExact: v.boolean(),
  /** With all rows gone: less may be saved than they free, where estimates are too high. */
  afterTokens: v.nullable(count),
  limitTokens: v.nullable(count),
  /** The nearest first. */
  walls: v.array(
    v.object({
      /** `auto-compact`. */
      name: text(60),
      tokens: count,
      isLimit: v.boolean(),
      /** `{0} to auto-compact` and `{0} past auto-compact`, where {0} is a size. */
      ahead: text(100),
      past: text(100),
    }),
  ),
  /** Of the context before; they add up to it: what is not explained may be below 0. */
  segments: v.array(v.object({ part, tokens: v.pipe(v.number(), v.finite()) })),
  /** That the plan does not get to where it was to get; else empty. */
  shortfall: text(400),
  /** What is to be known before somebody agrees to it; else empty. */
  note: text(600),
  /** `null` where replies tell of no cache. */
  price: v.nullable(priceSchema),
  /** The folder of the backups, as a person would write it. */
  backupPlace: text(600),
  /** The largest first. */
  rows: v.pipe(v.array(plannedRowSchema), v.maxLength(MAX_ROWS)),
});
/** A plan as the page shows it, its words ready. */
export type PlannedPage = v.InferOutput<typeof planSchema>;
export type PlannedWall = PlannedPage['walls'][number];

const toPageSchema = v.variant('type', [v.object({ type: v.literal('plan'), plan: planSchema })]);
export type ToPrunePage = v.InferOutput<typeof toPageSchema>;

const toExtensionSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('cancel') }),
  v.object({
    type: v.literal('prune'),
    ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_ROWS)),
    intoCopy: v.boolean(),
  }),
]);
export type FromPrunePage = v.InferOutput<typeof toExtensionSchema>;

/** @returns `null` for what is no message of this protocol. */
export function parseToPrunePage(message: unknown): ToPrunePage | null {
  const parsed = v.safeParse(toPageSchema, message);
  return parsed.success ? parsed.output : null;
}

/** @returns `null` for what is no message of this protocol. */
export function parseFromPrunePage(message: unknown): FromPrunePage | null {
  const parsed = v.safeParse(toExtensionSchema, message);
  return parsed.success ? parsed.output : null;
}
