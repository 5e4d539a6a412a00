import * as v from 'valibot';

/** What the extension tells the page of the inspector about tokens in no item; see `protocol.ts`. */

/** The replies that are told one by one, and two for all others. */
const MAX_ENTRIES = 202;

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
/** Below 0 where something left. */
const change = v.pipe(v.number(), v.finite());

const entrySchema = v.object({
  /** Where the reply begins with which it came; `null` of what no one reply tells. */
  line: v.nullable(count),
  turn: count,
  tokens: change,
  /** `smaller`: with all replies that are not told one by one; `untold`: with none. */
  cause: v.picklist([
    'hidden',
    'modelChanged',
    'thinkingDropped',
    'rewritten',
    'smaller',
    'untold',
  ]),
});

/** Tokens of the context that stand in no item. The entries add up to them. */
export const unexplainedSchema = v.object({
  tokens: change,
  entries: v.pipe(v.array(entrySchema), v.maxLength(MAX_ENTRIES)),
});
