import * as v from 'valibot';

/**
 * What the extension and the page of a compaction say to each other. Words come ready from the
 * extension; the page keeps what is selected. Both check what they are told: all that is listed
 * comes from a transcript, which is hostile.
 */

/** Most ids that one answer may name, and most rows of a group. */
const MAX_ROWS = 200;
const GROUPS = 4;

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const id = v.pipe(v.string(), v.regex(/^[a-z]{1,20}:\d{1,4}$/));

const lostRowSchema = v.object({
  id,
  text: text(400),
  /** It is a path, which gives way at its left. */
  isPath: v.boolean(),
  /** All of it, for the hover. */
  whole: text(4200),
  /** What the summary has of it. */
  inSummary: text(200),
  tokens: count,
  isExact: v.boolean(),
  /** Empty where it is of none. */
  turn: text(20),
  /** The inspector can be opened there. */
  hasStep: v.boolean(),
});
export type LostRow = v.InferOutput<typeof lostRowSchema>;

const lostGroupSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z]{1,20}$/)),
  title: text(100),
  /** How many of them are missing. */
  count: text(200),
  rows: v.pipe(v.array(lostRowSchema), v.maxLength(MAX_ROWS)),
  /** That more are missing than are listed; empty where not. */
  more: text(200),
});
export type LostRowGroup = v.InferOutput<typeof lostGroupSchema>;

const contextBarSchema = v.object({
  name: text(60),
  size: text(60),
  /** What the largest parts of it are. */
  detail: text(300),
  spoken: text(1000),
  tokens: count,
  segments: v.array(
    v.object({
      part: v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,20}$/)),
      tokens: v.pipe(v.number(), v.finite()),
    }),
  ),
});
export type LossBar = v.InferOutput<typeof contextBarSchema>;

const lossPageSchema = v.object({
  /** Which compaction it is of: what is asked for names it. */
  of: text(200),
  title: text(300),
  subtitle: text(600),
  bars: v.array(contextBarSchema),
  /** What cannot be told; empty where all can. */
  note: text(400),
  groups: v.pipe(v.array(lostGroupSchema), v.maxLength(GROUPS)),
  rest: text(600),
  canShowSummary: v.boolean(),
  canBranch: v.boolean(),
  /** It can be handed over from this window. */
  canHandOver: v.boolean(),
});
export type LossPage = v.InferOutput<typeof lossPageSchema>;

const toPageSchema = v.variant('type', [
  v.object({ type: v.literal('reading') }),
  v.object({ type: v.literal('problem'), text: text(400) }),
  v.object({ type: v.literal('loss'), page: lossPageSchema }),
  /** What came of something, in the bar and in the live region. */
  v.object({ type: v.literal('done'), text: text(400) }),
]);
export type ToLossPage = v.InferOutput<typeof toPageSchema>;

const ids = v.pipe(v.array(id), v.maxLength(MAX_ROWS * GROUPS));
const toExtensionSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('showSummary'), of: text(200) }),
  v.object({ type: v.literal('branch'), of: text(200) }),
  v.object({ type: v.literal('showStep'), of: text(200), id }),
  v.object({ type: v.literal('handOver'), of: text(200), ids }),
  v.object({ type: v.literal('draft'), of: text(200), ids }),
]);
export type FromLossPage = v.InferOutput<typeof toExtensionSchema>;

/** @returns `null` for what is no message of this protocol. */
export function parseToLossPage(message: unknown): ToLossPage | null {
  const parsed = v.safeParse(toPageSchema, message);
  return parsed.success ? parsed.output : null;
}

/** @returns `null` for what is no message of this protocol. */
export function parseFromLossPage(message: unknown): FromLossPage | null {
  const parsed = v.safeParse(toExtensionSchema, message);
  return parsed.success ? parsed.output : null;
}
