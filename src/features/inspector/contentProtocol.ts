import * as v from 'valibot';

/** What the extension tells the page of the inspector about what an item holds; see `protocol.ts`. */

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.finite(), v.minValue(0));

export const contentSchema = v.variant('type', [
  v.object({
    type: v.literal('text'),
    text: text(200_000),
    page: count,
    pages: count,
    firstLine: count,
    lastLine: count,
    totalLines: count,
  }),
  v.object({
    type: v.literal('image'),
    source: v.pipe(
      text(60_000_000),
      v.regex(/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/),
    ),
    width: count,
    height: count,
  }),
  /** It cannot be shown, and this sentence says why. */
  v.object({ type: v.literal('nothing'), why: text(400) }),
]);
export type Content = v.InferOutput<typeof contentSchema>;
